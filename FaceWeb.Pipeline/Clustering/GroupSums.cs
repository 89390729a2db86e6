using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using FaceWeb.Pipeline.Classification.Svm;
using FaceWeb.Pipeline.Search;

namespace FaceWeb.Pipeline.Clustering;

/// <summary>
/// The sum of the unit vectors of each group, in pieces of memory that grow with the number of groups. With n faces in a group and sum
/// s, the mean cosine of a face x to the group is x.s / n, and of two groups s.t / (n m). Among many groups, sketches of the means say
/// which to compare.
/// </summary>
/// <param name="dimension">Length of the vectors.</param>
/// <param name="scannedGroups">Up to so many groups each is compared.</param>
internal sealed class GroupSums(int dimension, int scannedGroups)
{
    private const int PieceRows = 1024;

    // Of 100,000 means that lie at the very bar, fewer than one is missed; those beyond it are missed far less.
    private const double Deviations = 4.5;

    private readonly List<EmbeddingMatrix> pieces = [];
    private readonly List<int> counts = [];
    private readonly SketchRows sketches = new(dimension);

    // Groups whose sketch is older than their sum: brought up to date by the next search, so that reading many faces back sketches each group once.
    private readonly List<bool> stale = [];

    /// <summary>One group's sum, padding included.</summary>
    public Span<float> Row(int row) => pieces[row / PieceRows].Row(row % PieceRows);

    /// <summary>Appends an empty group.</summary>
    public void AddRow()
    {
        if (counts.Count == pieces.Count * PieceRows)
            pieces.Add(new EmbeddingMatrix(PieceRows, dimension));
        counts.Add(0);
        this.stale.Add(false);
        sketches.AddRow();
        Row(counts.Count - 1).Clear();
    }

    /// <summary>Removes a group; the last one takes its row.</summary>
    public void RemoveRow(int row)
    {
        var last = counts.Count - 1;
        Row(last).CopyTo(Row(row));
        counts[row] = counts[last];
        counts.RemoveAt(last);
        sketches.RemoveRow(row);
        this.stale[row] = this.stale[last];
        this.stale.RemoveAt(last);
    }

    /// <summary>Adds faces to a group.</summary>
    /// <param name="row">The group.</param>
    /// <param name="sum">The sum of the faces' unit vectors.</param>
    /// <param name="faces">How many they are.</param>
    public void Add(int row, ReadOnlySpan<float> sum, int faces)
    {
        var to = Row(row)[..dimension];
        TensorPrimitives.Add(to, sum, to);
        counts[row] += faces;
        this.stale[row] = true;
    }

    /// <summary>Takes one face out of a group.</summary>
    public void Subtract(int row, ReadOnlySpan<float> face)
    {
        var from = Row(row)[..dimension];
        TensorPrimitives.Subtract(from, face, from);
        counts[row]--;
        this.stale[row] = true;
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
        var near = counts.Count <= scannedGroups || least <= 0 ? Scan(padded, faces, least) : Sketched(padded, faces, least);
        foreach (var (_, row) in near.OrderByDescending(group => group.Cosine).ThenBy(group => group.Row))
        {
            if (allowed(row))
                return row;
        }
        return -1;
    }

    private List<(double Cosine, int Row)> Scan(EmbeddingMatrix sum, int faces, double least) =>
        // Where memory is the limit two threads read it faster than one.
        Parts((counts.Count + PieceRows - 1) / PieceRows, (piece, found) =>
        {
            var first = piece * PieceRows;
            for (var row = first; row < Math.Min(counts.Count, first + PieceRows); row++)
                Compare(sum, faces, row, least, found);
        });

    private List<(double Cosine, int Row)> Sketched(EmbeddingMatrix sum, int faces, double least)
    {
        Refresh();
        var mean = new float[dimension];
        TensorPrimitives.Divide(sum.Row(0)[..dimension], faces, mean);
        var rows = sketches.Reaching(sketches.Query(mean), least, Deviations);
        const int partRows = 512;
        return Parts((rows.Count + partRows - 1) / partRows, (part, found) =>
        {
            for (var i = part * partRows; i < Math.Min(rows.Count, (part + 1) * partRows); i++)
                Compare(sum, faces, rows[i], least, found);
        });
    }

    private void Compare(EmbeddingMatrix sum, int faces, int row, double least, List<(double Cosine, int Row)> found)
    {
        var cosine = BlockedProduct.Dot(sum.Row(0), Row(row)) / ((double)faces * counts[row]);
        if (cosine >= least)
            found.Add((cosine, row));
    }

    private static List<(double Cosine, int Row)> Parts(int count, Action<int, List<(double Cosine, int Row)>> compare)
    {
        var near = new List<(double Cosine, int Row)>();
        Parallel.For(0, count, () => new List<(double Cosine, int Row)>(), (part, _, found) =>
        {
            compare(part, found);
            return found;
        }, found =>
        {
            lock (near)
                near.AddRange(found);
        });
        return near;
    }

    private void Refresh()
    {
        var rows = new List<int>();
        var stale = CollectionsMarshal.AsSpan(this.stale);
        for (var at = stale.IndexOf(true); at >= 0 && at < stale.Length;)
        {
            rows.Add(at);
            stale[at] = false;
            var next = stale[at..].IndexOf(true);
            at = next < 0 ? -1 : at + next;
        }
        Parallel.For(0, (rows.Count + 63) / 64, part =>
        {
            var mean = new float[dimension];
            for (var i = part * 64; i < Math.Min(rows.Count, (part + 1) * 64); i++)
            {
                TensorPrimitives.Divide(Row(rows[i])[..dimension], Math.Max(1, counts[rows[i]]), mean);
                sketches.Set(rows[i], sketches.Sketch(mean));
            }
        });
    }
}
