using System.Numerics;

namespace FaceWeb.Pipeline.Search;

/// <summary>
/// A rotation without preferred directions: after it every number of a vector says equally much, so that their signs alone sketch it.
/// Random signs and a fast Walsh-Hadamard transform, twice, in d log d steps instead of the d x d of a matrix (Ailon and Chazelle, 2009).
/// Where d is no power of two, the transform goes over the first and then over the last 2^p numbers, which overlap.
/// </summary>
internal sealed class RandomRotation
{
    private const int Rounds = 2;
    private readonly int dimension;
    private readonly int block;
    private readonly float[][] signs;

    /// <summary>The rotation for vectors of that length: always the same one.</summary>
    /// <param name="dimension">Numbers in a vector, 1 or more.</param>
    public RandomRotation(int dimension)
    {
        this.dimension = dimension;
        block = 1 << BitOperations.Log2((uint)dimension);
        var random = new Random(20090806);
        var scale = 1 / MathF.Sqrt(block);
        this.signs = new float[block == dimension ? Rounds : 2 * Rounds][];
        foreach (ref var signs in this.signs.AsSpan())
            signs = [.. Enumerable.Range(0, block).Select(_ => random.Next(2) == 0 ? scale : -scale)];
    }

    /// <summary>Turns a vector in place; lengths and angles stay.</summary>
    public void Turn(Span<float> vector)
    {
        for (var i = 0; i < this.signs.Length; i++)
        {
            var part = i % 2 == 1 && block < this.dimension ? vector[^block..] : vector[..block];
            System.Numerics.Tensors.TensorPrimitives.Multiply(part, this.signs[i], part);
            Transform(part);
        }
    }

    private static void Transform(Span<float> values)
    {
        for (var half = 1; half < values.Length; half *= 2)
        {
            for (var start = 0; start < values.Length; start += 2 * half)
                Butterflies(values.Slice(start, half), values.Slice(start + half, half));
        }
    }

    private static void Butterflies(Span<float> low, Span<float> high)
    {
        var i = 0;
        for (; i + Vector<float>.Count <= low.Length; i += Vector<float>.Count)
        {
            Vector<float> a = new(low[i..]), b = new(high[i..]);
            (a + b).CopyTo(low[i..]);
            (a - b).CopyTo(high[i..]);
        }
        for (; i < low.Length; i++)
            (low[i], high[i]) = (low[i] + high[i], low[i] - high[i]);
    }
}
