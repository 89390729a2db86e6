using System.Numerics.Tensors;
using FaceWeb.Pipeline.Classification.Svm;

namespace FaceWeb.Pipeline.Clustering;

/// <summary>
/// The sum of the unit vectors of each group, in pieces of memory that grow with the number of groups. With n faces in a group and sum
/// s, the mean cosine of a face x to the group is x.s / n, and of two groups s.t / (n m).
/// </summary>
internal sealed class GroupSums(int dimension)
{
    private const int PieceRows = 1024;
    private readonly List<EmbeddingMatrix> _pieces = [];
    private readonly List<int> _counts = [];

    /// <summary>One group's sum, padding included.</summary>
    public Span<float> Row(int row) => _pieces[row / PieceRows].Row(row % PieceRows);

    /// <summary>Appends an empty group.</summary>
    public void AddRow()
    {
        if (_counts.Count == _pieces.Count * PieceRows)
            _pieces.Add(new EmbeddingMatrix(PieceRows, dimension));
        _counts.Add(0);
        Row(_counts.Count - 1).Clear();
    }

    /// <summary>Removes a group; the last one takes its row.</summary>
    public void RemoveRow(int row)
    {
        var last = _counts.Count - 1;
        Row(last).CopyTo(Row(row));
        _counts[row] = _counts[last];
        _counts.RemoveAt(last);
    }

    /// <summary>Adds faces to a group.</summary>
    /// <param name="row">The group.</param>
    /// <param name="sum">The sum of the faces' unit vectors.</param>
    /// <param name="faces">How many they are.</param>
    public void Add(int row, ReadOnlySpan<float> sum, int faces)
    {
        var to = Row(row)[..dimension];
        TensorPrimitives.Add(to, sum, to);
        _counts[row] += faces;
    }

    /// <summary>Takes one face out of a group.</summary>
    public void Subtract(int row, ReadOnlySpan<float> face)
    {
        var from = Row(row)[..dimension];
        TensorPrimitives.Subtract(from, face, from);
        _counts[row]--;
    }

    /// <summary>The group with the greatest mean cosine of at least <paramref name="least"/> that is allowed, or -1.</summary>
    /// <param name="sum">A face, or the sum of several.</param>
    /// <param name="faces">How many they are.</param>
    /// <param name="least">The least mean cosine.</param>
    /// <param name="allowed">Asked only of groups that are near enough, nearest first.</param>
    public int Nearest(ReadOnlySpan<float> sum, int faces, double least, Func<int, bool> allowed)
    {
        var padded = new EmbeddingMatrix(1, dimension);
        sum.CopyTo(padded.Row(0));
        var near = new List<(double Cosine, int Row)>();
        // Where memory is the limit two threads read it faster than one.
        var gate = new object();
        Parallel.For(0, (_counts.Count + PieceRows - 1) / PieceRows, () => new List<(double Cosine, int Row)>(), (piece, _, found) =>
        {
            var matrix = _pieces[piece];
            var first = piece * PieceRows;
            var rows = Math.Min(PieceRows, _counts.Count - first);
            for (var i = 0; i < rows; i++)
            {
                var cosine = BlockedProduct.Dot(padded.Row(0), matrix.Row(i)) / ((double)faces * _counts[first + i]);
                if (cosine >= least)
                    found.Add((cosine, first + i));
            }
            return found;
        }, found =>
        {
            lock (gate)
                near.AddRange(found);
        });
        foreach (var (_, row) in near.OrderByDescending(group => group.Cosine).ThenBy(group => group.Row))
        {
            if (allowed(row))
                return row;
        }
        return -1;
    }
}
