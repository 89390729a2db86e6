using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FaceWeb.Pipeline.Classification.Svm;

/// <summary>
/// Dot products of every row of one matrix with every row of another, four by four in registers: each number loaded is used four
/// times, so the product runs at the speed of the multipliers and not of the memory.
/// </summary>
internal static class BlockedProduct
{
    /// <summary>Rows of the left side that are handled together with all of the right: together they stay in the second-level cache.</summary>
    public const int BlockRows = 64;

    /// <summary>
    /// Fills <paramref name="products"/>, row by row, with <c>left[leftStart + i] . right[j]</c>. The last bits of a product depend
    /// on how a caller cuts the rows into blocks: who needs the same bits twice cuts them the same way.
    /// </summary>
    /// <param name="left">One side.</param>
    /// <param name="leftStart">First row of it.</param>
    /// <param name="leftCount">Number of its rows.</param>
    /// <param name="right">The other side, all its rows.</param>
    /// <param name="products">At least <paramref name="leftCount"/> x <c>right.Rows</c> numbers.</param>
    public static void Multiply(EmbeddingMatrix left, int leftStart, int leftCount, EmbeddingMatrix right, Span<float> products)
    {
        if (left.Stride != right.Stride)
            throw new ArgumentException($"Rows of {left.Stride} and of {right.Stride} numbers cannot be multiplied.", nameof(right));
        var columns = right.Rows;
        var stride = left.Stride;
        for (var from = 0; from < columns; from += BlockRows)
        {
            var to = Math.Min(columns, from + BlockRows);
            var i = 0;
            for (; i + 4 <= leftCount; i += 4)
            {
                ref var a = ref MemoryMarshal.GetReference(left.Row(leftStart + i));
                var j = from;
                for (; j + 4 <= to; j += 4)
                    FourByFour(ref a, ref MemoryMarshal.GetReference(right.Row(j)), stride, products[((i * columns) + j)..], columns);
                for (; j < to; j++)
                {
                    for (var k = 0; k < 4; k++)
                        products[((i + k) * columns) + j] = Dot(left.Row(leftStart + i + k), right.Row(j));
                }
            }
            for (; i < leftCount; i++)
            {
                for (var j = from; j < to; j++)
                    products[(i * columns) + j] = Dot(left.Row(leftStart + i), right.Row(j));
            }
        }
    }

    /// <summary>The product of two padded rows of equal length, in four running sums so that the multipliers need not wait for each other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default;
        ref var x = ref MemoryMarshal.GetReference(a);
        ref var y = ref MemoryMarshal.GetReference(b);
        var length = (nuint)a.Length;
        nuint k = 0;
        for (; k + (4 * EmbeddingMatrix.Lane) <= length; k += 4 * EmbeddingMatrix.Lane)
        {
            s0 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref x, k), Vector512.LoadUnsafe(ref y, k), s0);
            s1 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref x, k + 16), Vector512.LoadUnsafe(ref y, k + 16), s1);
            s2 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref x, k + 32), Vector512.LoadUnsafe(ref y, k + 32), s2);
            s3 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref x, k + 48), Vector512.LoadUnsafe(ref y, k + 48), s3);
        }
        for (; k < length; k += EmbeddingMatrix.Lane)
            s0 = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref x, k), Vector512.LoadUnsafe(ref y, k), s0);
        return Vector512.Sum((s0 + s1) + (s2 + s3));
    }

    private static void FourByFour(ref float a, ref float b, int stride, Span<float> products, int columns)
    {
        Vector512<float> s00 = default, s01 = default, s02 = default, s03 = default;
        Vector512<float> s10 = default, s11 = default, s12 = default, s13 = default;
        Vector512<float> s20 = default, s21 = default, s22 = default, s23 = default;
        Vector512<float> s30 = default, s31 = default, s32 = default, s33 = default;
        var step = (nuint)stride;
        for (nuint k = 0; k < step; k += EmbeddingMatrix.Lane)
        {
            var b0 = Vector512.LoadUnsafe(ref b, k);
            var b1 = Vector512.LoadUnsafe(ref b, k + step);
            var b2 = Vector512.LoadUnsafe(ref b, k + (2 * step));
            var b3 = Vector512.LoadUnsafe(ref b, k + (3 * step));
            var x = Vector512.LoadUnsafe(ref a, k);
            s00 = Vector512.FusedMultiplyAdd(x, b0, s00);
            s01 = Vector512.FusedMultiplyAdd(x, b1, s01);
            s02 = Vector512.FusedMultiplyAdd(x, b2, s02);
            s03 = Vector512.FusedMultiplyAdd(x, b3, s03);
            x = Vector512.LoadUnsafe(ref a, k + step);
            s10 = Vector512.FusedMultiplyAdd(x, b0, s10);
            s11 = Vector512.FusedMultiplyAdd(x, b1, s11);
            s12 = Vector512.FusedMultiplyAdd(x, b2, s12);
            s13 = Vector512.FusedMultiplyAdd(x, b3, s13);
            x = Vector512.LoadUnsafe(ref a, k + (2 * step));
            s20 = Vector512.FusedMultiplyAdd(x, b0, s20);
            s21 = Vector512.FusedMultiplyAdd(x, b1, s21);
            s22 = Vector512.FusedMultiplyAdd(x, b2, s22);
            s23 = Vector512.FusedMultiplyAdd(x, b3, s23);
            x = Vector512.LoadUnsafe(ref a, k + (3 * step));
            s30 = Vector512.FusedMultiplyAdd(x, b0, s30);
            s31 = Vector512.FusedMultiplyAdd(x, b1, s31);
            s32 = Vector512.FusedMultiplyAdd(x, b2, s32);
            s33 = Vector512.FusedMultiplyAdd(x, b3, s33);
        }
        Store(products, s00, s01, s02, s03);
        Store(products[columns..], s10, s11, s12, s13);
        Store(products[(2 * columns)..], s20, s21, s22, s23);
        Store(products[(3 * columns)..], s30, s31, s32, s33);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Span<float> to, Vector512<float> s0, Vector512<float> s1, Vector512<float> s2, Vector512<float> s3)
    {
        to[3] = Vector512.Sum(s3);
        to[2] = Vector512.Sum(s2);
        to[1] = Vector512.Sum(s1);
        to[0] = Vector512.Sum(s0);
    }
}
