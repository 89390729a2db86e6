using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FaceWeb.Pipeline.Search;

/// <summary>A vector prepared for being compared with sketches: its signs, and its numbers in four bits, as planes of bits.</summary>
internal sealed class SketchQuery
{
    /// <summary>Bits of a number.</summary>
    public const int Planes = 4;

    /// <summary>Prepares a vector.</summary>
    /// <param name="rotated">The vector, turned like those that are sketched.</param>
    public SketchQuery(ReadOnlySpan<float> rotated)
    {
        var words = (rotated.Length + 63) / 64;
        Signs = new ulong[words];
        Bits = new ulong[words * Planes];
        Norm = TensorPrimitives.Norm(rotated);
        Sum = TensorPrimitives.Sum(rotated);
        Lowest = TensorPrimitives.Min(rotated);
        Step = MathF.Max(float.Epsilon, (TensorPrimitives.Max(rotated) - Lowest) / ((1 << Planes) - 1));
        for (var i = 0; i < rotated.Length; i++)
        {
            var (word, bit) = (i / 64, 1UL << (i % 64));
            if (rotated[i] >= 0)
                Signs[word] |= bit;
            var number = (int)MathF.Round((rotated[i] - Lowest) / Step);
            for (var plane = 0; plane < Planes; plane++)
            {
                if ((number >> plane & 1) != 0)
                    Bits[(word * Planes) + plane] |= bit;
            }
        }
    }

    /// <summary>One bit a number, set where it is not negative.</summary>
    public ulong[] Signs { get; }

    /// <summary>The four planes of each word beside each other.</summary>
    public ulong[] Bits { get; }

    /// <summary>Length of the vector.</summary>
    public float Norm { get; }

    /// <summary>Sum of its numbers.</summary>
    public float Sum { get; }

    /// <summary>What a number of four zero bits stands for.</summary>
    public float Lowest { get; }

    /// <summary>What one more stands for.</summary>
    public float Step { get; }

    /// <summary>How many signs differ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Differing(ReadOnlySpan<ulong> sketch)
    {
        // References instead of indices: this loop is most of the time of a search.
        ref var one = ref MemoryMarshal.GetReference(sketch);
        ref var other = ref MemoryMarshal.GetArrayDataReference(Signs);
        int count = 0, i = 0;
        for (; i + 4 <= sketch.Length; i += 4)
        {
            count += BitOperations.PopCount(Unsafe.Add(ref one, i) ^ Unsafe.Add(ref other, i))
                + BitOperations.PopCount(Unsafe.Add(ref one, i + 1) ^ Unsafe.Add(ref other, i + 1))
                + BitOperations.PopCount(Unsafe.Add(ref one, i + 2) ^ Unsafe.Add(ref other, i + 2))
                + BitOperations.PopCount(Unsafe.Add(ref one, i + 3) ^ Unsafe.Add(ref other, i + 3));
        }
        for (; i < sketch.Length; i++)
            count += BitOperations.PopCount(Unsafe.Add(ref one, i) ^ Unsafe.Add(ref other, i));
        return count;
    }

    /// <summary>The sum of this vector's numbers, each with the sign that the sketch has there.</summary>
    public float SignedSum(ReadOnlySpan<ulong> sketch)
    {
        int set = 0, weighted = 0;
        var bits = Bits;
        for (int i = 0, at = 0; i < sketch.Length && at + Planes <= bits.Length; i++, at += Planes)
        {
            var word = sketch[i];
            set += BitOperations.PopCount(word);
            weighted += BitOperations.PopCount(word & bits[at])
                + (2 * BitOperations.PopCount(word & bits[at + 1]))
                + (4 * BitOperations.PopCount(word & bits[at + 2]))
                + (8 * BitOperations.PopCount(word & bits[at + 3]));
        }
        return (2 * ((Lowest * set) + (Step * weighted))) - Sum;
    }
}
