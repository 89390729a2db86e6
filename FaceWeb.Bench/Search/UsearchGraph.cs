using System.Numerics.Tensors;
using Cloud.Unum.USearch;

namespace FaceWeb.Bench.Search;

/// <summary>USearch's graph (HNSW; Malkov and Yashunin, 2018) over faces in 8 bits, the best compared again in half precision.</summary>
internal sealed class UsearchGraph : IDisposable
{
    private readonly Half[][] _faces;
    private readonly USearchIndex _index;

    /// <summary>Starts an empty graph.</summary>
    /// <param name="faces">The faces that will be added.</param>
    /// <param name="expansion">How widely a search looks.</param>
    public UsearchGraph(Half[][] faces, int expansion)
    {
        _faces = faces;
        _index = new USearchIndex(MetricKind.Cos, ScalarKind.Int8, (ulong)faces[0].Length, 16, 128, (ulong)expansion, false);
    }

    /// <summary>Adds a face.</summary>
    public void Add(int row)
    {
        var single = new float[_faces[row].Length];
        TensorPrimitives.ConvertToSingle(_faces[row], single);
        _index.Add((ulong)row, Eight(single));
    }

    /// <summary>The nearest faces.</summary>
    public int[] Nearest(float[] query, int most)
    {
        _index.Search(Eight(query), (4 * most) + 32, out var keys, out _);
        return Int8Scan.Rerank(_faces, Array.ConvertAll(keys, key => (int)key), query, most);
    }

    /// <inheritdoc/>
    public void Dispose() => _index.Dispose();

    private static sbyte[] Eight(float[] vector)
    {
        var eight = new sbyte[vector.Length];
        Int8Scan.Quantise(vector, eight);
        return eight;
    }
}
