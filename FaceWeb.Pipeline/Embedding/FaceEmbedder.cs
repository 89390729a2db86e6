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

    /// <summary>The model's own output for the face as it is, not scaled.</summary>
    /// <param name="chip">The aligned face.</param>
    public float[] Raw(Mat chip)
    {
        using var run = this.model.Borrow();
        planes.Fill(chip, run.Input);
        run.Execute();
        return run.Output(0).ToArray();
    }

    /// <summary>The embedding, scaled to unit length (the mirrored face averaged in, if so chosen).</summary>
    /// <param name="chip">The aligned face.</param>
    /// <param name="raw">What <see cref="Raw"/> gave for it.</param>
    public float[] Embed(Mat chip, float[] raw)
    {
        var embedding = (float[])raw.Clone();
        if (this.mirror)
        {
            using var run = this.model.Borrow();
            planes.Fill(chip, run.Input, mirrored: true);
            run.Execute();
            TensorPrimitives.Add(embedding, run.Output(0), embedding);
        }
        var norm = TensorPrimitives.Norm<float>(embedding);
        if (norm > 0)
            TensorPrimitives.Divide(embedding, norm, embedding);
        return embedding;
    }
}
