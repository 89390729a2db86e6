using System.Numerics.Tensors;
using Cloud.Unum.USearch;

namespace FaceWeb.Bench.Search;

/// <summary>USearch's graph (HNSW; Malkov and Yashunin, 2018) over faces in 8 bits, the best compared again in half precision.</summary>
internal sealed class UsearchGraph : IDisposable
{
    private readonly Half[][] faces;
    private readonly USearchIndex index;

    /// <summary>Starts an empty graph.</summary>
    /// <param name="faces">The faces that will be added.</param>
    /// <param name="expansion">How widely a search looks.</param>
    public UsearchGraph(Half[][] faces, int expansion)
    {
        this.faces = faces;
        index = new USearchIndex(MetricKind.Cos, ScalarKind.Int8, (ulong)faces[0].Length, 16, 128, (ulong)expansion, false);
    }

    /// <summary>Adds a face.</summary>
    public void Add(int row)
    {
        var single = new float[this.faces[row].Length];
        TensorPrimitives.ConvertToSingle(this.faces[row], single);
        index.Add((ulong)row, Eight(single));
    }

    /// <summary>The nearest faces.</summary>
    public int[] Nearest(float[] query, int most)
    {
        index.Search(Eight(query), (4 * most) + 32, out var keys, out _);
        return Int8Scan.Rerank(this.faces, Array.ConvertAll(keys, key => (int)key), query, most);
    }

    /// <inheritdoc/>
    public void Dispose() => index.Dispose();

    private static sbyte[] Eight(float[] vector)
    {
        var eight = new sbyte[vector.Length];
        Int8Scan.Quantise(vector, eight);
        return eight;
    }
}
