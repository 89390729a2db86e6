using System.Numerics.Tensors;
using FaceWeb.Pipeline.ModelPacks;
using OpenCvSharp;

namespace FaceWeb.Pipeline.Embedding;

/// <summary>Turns an aligned face into numbers that are alike for one person and unlike for two.</summary>
internal sealed class FaceEmbedder
{
    private readonly OnnxModel model;
    private readonly InputPlanes planes;
    private readonly bool mirror;

    public FaceEmbedder(EmbedModel embed, OnnxModel model, bool mirror)
    {
        if (embed.Family is not ("arcface" or DlibResNet.Family) || model.OutputShapes[0].Aggregate(1L, (a, b) => a * b) != embed.EmbeddingLength)
            throw new ModelPackException(
                $"{embed.File} must be of the embedding family arcface or dlib-resnet and give {embed.EmbeddingLength} numbers: correct pack.json.");
        (this.model, this.mirror) = (model, mirror);
        planes = new(embed.Input);
    }

    /// <summary>The model's own output for each face as it is, not scaled.</summary>
    /// <param name="chips">The aligned faces.</param>
    public float[][] Raw(IReadOnlyList<Mat> chips)
    {
        var raw = new float[chips.Count][];
        this.model.Run(chips.Count, (i, planes) => this.planes.Fill(chips[i], planes), (i, outputs) => raw[i] = outputs[0].ToArray());
        return raw;
    }

    /// <summary>The embeddings, scaled to unit length (the mirrored face averaged in, if so chosen).</summary>
    /// <param name="chips">The aligned faces.</param>
    /// <param name="raw">What <see cref="Raw"/> gave for each.</param>
    public float[][] Embed(IReadOnlyList<Mat> chips, IReadOnlyList<float[]> raw)
    {
        float[][] embeddings = [.. raw.Select(r => (float[])r.Clone())];
        if (this.mirror)
        {
            this.model.Run(chips.Count, (i, planes) => this.planes.Fill(chips[i], planes, mirrored: true),
                (i, outputs) => TensorPrimitives.Add(embeddings[i], outputs[0], embeddings[i]));
        }
        foreach (var embedding in embeddings)
        {
            var norm = TensorPrimitives.Norm<float>(embedding);
            if (norm > 0)
                TensorPrimitives.Divide(embedding, norm, embedding);
        }
        return embeddings;
    }
}
