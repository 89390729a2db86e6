using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using FaceWeb.Pipeline.Classification.Svm;
using FaceWeb.Pipeline.Search;

namespace FaceWeb.Pipeline.Clustering;

/// <summary>
/// The sum of the unit vectors of each group, in pieces of memory that grow with the number of groups. With n faces in a group and sum
/// s, the mean cosine of a face x to the group is x.s / n, and of two groups s.t / (n m). The mean corrected cosine
/// (<see cref="Classification.Normalisation.ScoreNormalisation"/>) is that, less half the mean levels of both sides. Among many groups, sketches of
/// the means say which to compare.
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
    private readonly List<double> levels = [];
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
        this.levels.Add(0);
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
        this.levels[row] = this.levels[last];
        this.levels.RemoveAt(last);
        sketches.RemoveRow(row);
        this.stale[row] = this.stale[last];
        this.stale.RemoveAt(last);
    }

    /// <summary>Adds faces to a group.</summary>
    /// <param name="row">The group.</param>
    /// <param name="sum">The sum of the faces' unit vectors.</param>
    /// <param name="faces">How many they are.</param>
    /// <param name="levels">The sum of their levels.</param>
    public void Add(int row, ReadOnlySpan<float> sum, int faces, double levels)
    {
        this.levels[row] += levels;
        var to = Row(row)[..dimension];
        TensorPrimitives.Add(to, sum, to);
        counts[row] += faces;
        this.stale[row] = true;
    }

    /// <summary>Takes one face out of a group.</summary>
    public void Subtract(int row, ReadOnlySpan<float> face, double level)
    {
        this.levels[row] -= level;
        var from = Row(row)[..dimension];
        TensorPrimitives.Subtract(from, face, from);
        counts[row]--;
        this.stale[row] = true;
    }

    /// <summary>One face of a group has another level than before.</summary>
    public void Relevel(int row, double change) => this.levels[row] += change;

    /// <summary>The sum of the levels of a group's faces.</summary>
    public double LevelsOf(int row) => this.levels[row];

    /// <summary>The group with the greatest mean corrected cosine of at least <paramref name="least"/> that is allowed, or -1.</summary>
    /// <param name="sum">A face, or the sum of several.</param>
    /// <param name="faces">How many they are.</param>
    /// <param name="levels">The sum of their levels.</param>
    /// <param name="least">The least mean of cosine less half the levels of both sides.</param>
    /// <param name="allowed">Asked only of groups that are near enough, nearest first.</param>
    public int Nearest(ReadOnlySpan<float> sum, int faces, double levels, double least, Func<int, bool> allowed)
    {
        var padded = new EmbeddingMatrix(1, dimension);
        sum.CopyTo(padded.Row(0));
        var ownLevel = levels / faces;

        // A sketch knows cosines as they are: none below this one is near enough, whichever group's it is.
        var leastCosine = counts.Count <= scannedGroups ? least : least + ((ownLevel + LowestLevel()) / 2);
        var near = counts.Count <= scannedGroups || leastCosine <= 0
            ? Scan(padded, faces, ownLevel, least)
            : Sketched(padded, faces, ownLevel, least, leastCosine);
        foreach (var (_, row) in near.OrderByDescending(group => group.Cosine).ThenBy(group => group.Row))
        {
            if (allowed(row))
                return row;
        }
        return -1;
    }

    private List<(double Cosine, int Row)> Scan(EmbeddingMatrix sum, int faces, double ownLevel, double least) =>
        // Where memory is the limit two threads read it faster than one.
        Parts((counts.Count + PieceRows - 1) / PieceRows, (piece, found) =>
        {
            var first = piece * PieceRows;
            for (var row = first; row < Math.Min(counts.Count, first + PieceRows); row++)
                Compare(sum, faces, ownLevel, row, least, found);
        });

    private List<(double Cosine, int Row)> Sketched(EmbeddingMatrix sum, int faces, double ownLevel, double least, double leastCosine)
    {
        Refresh();
        var mean = new float[dimension];
        TensorPrimitives.Divide(sum.Row(0)[..dimension], faces, mean);
        var rows = sketches.Reaching(sketches.Query(mean), leastCosine, Deviations);
        const int partRows = 512;
        return Parts((rows.Count + partRows - 1) / partRows, (part, found) =>
        {
            for (var i = part * partRows; i < Math.Min(rows.Count, (part + 1) * partRows); i++)
                Compare(sum, faces, ownLevel, rows[i], least, found);
        });
    }

    private void Compare(EmbeddingMatrix sum, int faces, double ownLevel, int row, double least, List<(double Cosine, int Row)> found)
    {
        var cosine = (BlockedProduct.Dot(sum.Row(0), Row(row)) / ((double)faces * counts[row])) - ((ownLevel + (this.levels[row] / counts[row])) / 2);
        if (cosine >= least)
            found.Add((cosine, row));
    }

    private double LowestLevel()
    {
        var lowest = double.MaxValue;
        for (var row = 0; row < counts.Count; row++)
            lowest = Math.Min(lowest, this.levels[row] / Math.Max(1, counts[row]));
        return lowest;
    }

    private static List<(double Cosine, int Row)> Parts(int count, Action<int, List<(double Cosine, int Row)>> compare)
    {
        var near = new List<(double Cosine, int Row)>();
        Parallel.For(0, count, ParallelWork.Options(), () => new List<(double Cosine, int Row)>(), (part, _, found) =>
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
        Parallel.For(0, (rows.Count + 63) / 64, ParallelWork.Options(), part =>
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
