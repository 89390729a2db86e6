using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FaceWeb.Bench.Search;

/// <summary>Every face compared in 8 bits, the best compared again in half precision: what an index has to be better than.</summary>
internal sealed class Int8Scan
{
    private const int PieceRows = 4096;
    private readonly Half[][] faces;
    private readonly int dimension;
    private readonly sbyte[][] pieces;
    private readonly float[] scales;

    /// <summary>Quantises the faces.</summary>
    public Int8Scan(Half[][] faces)
    {
        this.faces = faces;
        dimension = faces[0].Length;
        scales = new float[faces.Length];
        pieces = new sbyte[(faces.Length + PieceRows - 1) / PieceRows][];
        Parallel.For(0, pieces.Length, piece =>
        {
            pieces[piece] = new sbyte[PieceRows * dimension];
            var single = new float[dimension];
            for (var row = piece * PieceRows; row < Math.Min(faces.Length, (piece + 1) * PieceRows); row++)
            {
                TensorPrimitives.ConvertToSingle(faces[row], single);
                scales[row] = Quantise(single, pieces[piece].AsSpan((row % PieceRows) * dimension, dimension));
            }
        });
    }

    /// <summary>Bytes of the quantised faces.</summary>
    public long Bytes => (pieces.Length * (long)PieceRows * dimension) + (scales.Length * 4L);

    /// <summary>Writes a vector in 8 bits; returns what one step is.</summary>
    public static float Quantise(ReadOnlySpan<float> vector, Span<sbyte> to)
    {
        var scale = Math.Max(1e-20f, MathF.Abs(TensorPrimitives.MaxMagnitude(vector))) / 127;
        for (var i = 0; i < vector.Length; i++)
            to[i] = (sbyte)MathF.Round(vector[i] / scale);
        return scale;
    }

    /// <summary>The nearest faces.</summary>
    public int[] Nearest(float[] query, int most)
    {
        var eight = new sbyte[dimension];
        Quantise(query, eight);
        var wide = Array.ConvertAll(eight, value => (short)value);
        var candidates = (4 * most) + 32;
        var best = new PriorityQueue<int, float>();
        Parallel.For(0, pieces.Length, () => new PriorityQueue<int, float>(), (piece, _, near) =>
        {
            var first = piece * PieceRows;
            for (var i = 0; i < Math.Min(PieceRows, this.faces.Length - first); i++)
                Offer(near, first + i, scales[first + i] * Dot(pieces[piece].AsSpan(i * dimension, dimension), wide), candidates);
            return near;
        }, near =>
        {
            lock (best)
            {
                while (near.TryDequeue(out var row, out var score))
                    Offer(best, row, score, candidates);
            }
        });
        return Rerank(this.faces, [.. best.UnorderedItems.Select(item => item.Element)], query, most);
    }

    /// <summary>The best of some faces, by half precision.</summary>
    public static int[] Rerank(Half[][] faces, int[] rows, float[] query, int most)
    {
        var single = new float[query.Length];
        return [.. rows.OrderByDescending(row =>
        {
            TensorPrimitives.ConvertToSingle(faces[row], single);
            return TensorPrimitives.Dot<float>(single, query);
        }).Take(most)];
    }

    private static void Offer(PriorityQueue<int, float> near, int row, float score, int most)
    {
        if (near.Count < most)
            near.Enqueue(row, score);
        else if (near.TryPeek(out _, out var least) && score > least)
            near.DequeueEnqueue(row, score);
    }

    private static int Dot(ReadOnlySpan<sbyte> face, ReadOnlySpan<short> query)
    {
        if (!Avx2.IsSupported || face.Length % 32 != 0)
        {
            var plain = 0;
            for (var i = 0; i < face.Length; i++)
                plain += face[i] * query[i];
            return plain;
        }
        ref var a = ref MemoryMarshal.GetReference(face);
        ref var b = ref MemoryMarshal.GetReference(query);
        Vector256<int> even = default, odd = default;
        for (nuint k = 0; k < (nuint)face.Length; k += 32)
        {
            even += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref a, k)), Vector256.LoadUnsafe(ref b, k));
            odd += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref a, k + 16)), Vector256.LoadUnsafe(ref b, k + 16));
        }
        return Vector256.Sum(even + odd);
    }
}
