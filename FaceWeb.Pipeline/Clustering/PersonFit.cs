using System.Numerics.Tensors;

namespace FaceWeb.Pipeline.Clustering;

/// <summary>How well each face of a person fits the person's other faces.</summary>
public static class PersonFit
{
    /// <summary>The cosine of each face to the mean of the others; the least fitting face has the lowest.</summary>
    /// <param name="embeddings">The person's embeddings, of unit length and the same dimension.</param>
    /// <returns>One cosine for each face, -1 to 1, in the same order; 1 for a person's only face.</returns>
    public static double[] CosinesToOthers(IReadOnlyList<float[]> embeddings)
    {
        ArgumentNullException.ThrowIfNull(embeddings);
        if (embeddings.Count < 2)
            return [.. embeddings.Select(_ => 1.0)];
        var sum = new float[embeddings[0].Length];
        foreach (var embedding in embeddings)
            TensorPrimitives.Add(sum, embedding, sum);
        var others = new float[sum.Length];
        return [.. embeddings.Select(embedding =>
        {
            TensorPrimitives.Subtract(sum, embedding, others);
            var length = TensorPrimitives.Norm<float>(others);
            return length < 1e-6f ? 0 : (double)(TensorPrimitives.Dot<float>(embedding, others) / length);
        })];
    }
}
