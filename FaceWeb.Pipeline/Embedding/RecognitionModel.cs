using System.Numerics.Tensors;
using FaceWeb.Pipeline.Classification;
using FaceWeb.Pipeline.Classification.Scoring;
using FaceWeb.Pipeline.ModelPacks;

namespace FaceWeb.Pipeline.Embedding;

/// <summary>
/// What faces are compared by: one pack's embedding, or those of several packs joined into one vector of unit length, whose dot product is
/// the weighted mean of the packs' cosines. The classifier, the gallery and the groups see only that vector.
/// </summary>
public sealed class RecognitionModel
{
    private readonly FusionPart[] parts;
    private readonly int[] lengths;

    private RecognitionModel(string name, FusionPart[] parts, int[] lengths, CosineSpread spread)
    {
        (Name, this.parts, this.lengths, Spread) = (name, parts, lengths, spread);
        Dimension = lengths.Sum();
        Packs = [.. parts.Select(p => p.Pack)];
    }

    /// <summary>Its name, which classifiers carry: the pack's, or the fusion's. Vectors of two models must never be compared.</summary>
    public string Name { get; }

    /// <summary>The packs whose embeddings it needs of every face, in the order in which they are joined.</summary>
    public IReadOnlyList<string> Packs { get; }

    /// <summary>Length of its vectors: the sum of the packs' embedding lengths.</summary>
    public int Dimension { get; }

    /// <summary>How different people's cosines spread under it.</summary>
    public CosineSpread Spread { get; }

    /// <summary>The model of one pack alone.</summary>
    public static RecognitionModel Of(ModelPack pack) =>
        new(pack.Name, [new FusionPart(pack.Name, "", 1)], [pack.Embed.EmbeddingLength], pack.Embed.Spread ?? CosineSpread.Compact);

    /// <summary>The model that joins several packs.</summary>
    /// <param name="fusion">The learnt weights.</param>
    /// <param name="packs">The packs that it names, in its order.</param>
    /// <exception cref="ModelPackException">The packs are not those that the weights were learnt on; the message says what to do.</exception>
    public static RecognitionModel Of(FusionManifest fusion, IReadOnlyList<ModelPack> packs)
    {
        fusion.Check();
        foreach (var (part, pack) in fusion.Parts.Zip(packs))
        {
            if (part.Pack != pack.Name || part.Sha256 != pack.EmbedSha256)
                throw new ModelPackException($"The weights of {fusion.Name} were learnt on another network than the one of model pack '{pack.Name}': "
                    + $"learn them anew (FaceWeb.Bench fuse), or choose the fast setting.");
        }
        return new(fusion.Name, [.. fusion.Parts], [.. packs.Select(p => p.Embed.EmbeddingLength)], fusion.Spread);
    }

    /// <summary>Joins a face's embeddings into the vector that is compared.</summary>
    /// <param name="embeddings">One of each of <see cref="Packs"/>, in that order, each of unit length.</param>
    /// <returns>Unit length.</returns>
    /// <exception cref="ArgumentException">The number of embeddings or the length of one is wrong.</exception>
    public float[] Join(IReadOnlyList<float[]> embeddings)
    {
        if (embeddings.Count != this.parts.Length)
            throw new ArgumentException($"{Name} joins {this.parts.Length} embeddings, not {embeddings.Count}.", nameof(embeddings));
        var joined = new float[Dimension];
        var at = 0;
        for (var p = 0; p < this.parts.Length; p++)
        {
            if (embeddings[p].Length != this.lengths[p])
                throw new ArgumentException(
                    $"An embedding of {this.parts[p].Pack} has {this.lengths[p]} numbers, not {embeddings[p].Length}.", nameof(embeddings));
            var part = joined.AsSpan(at, this.lengths[p]);
            embeddings[p].CopyTo(part);
            Normalise(part, MathF.Sqrt(this.parts[p].Weight));
            at += this.lengths[p];
        }
        // The weights need not sum to 1, and an embedding may be all zeros.
        Normalise(joined, 1);
        return joined;
    }

    /// <summary>Joins what a measured face carries.</summary>
    /// <exception cref="ArgumentException">It lacks an embedding.</exception>
    public float[] Join(IReadOnlyList<FaceEmbedding> embeddings) => Join(
    [
        .. Packs.Select(pack => embeddings.FirstOrDefault(e => e.Model == pack)?.Values
            ?? throw new ArgumentException($"The face has not been measured by {pack}.", nameof(embeddings))),
    ]);

    private static void Normalise(Span<float> values, float length)
    {
        var norm = TensorPrimitives.Norm<float>(values);
        if (norm > 0)
            TensorPrimitives.Multiply(values, length / norm, values);
    }
}
