using System.Diagnostics;
using FaceWeb.Bench.Identification;
using FaceWeb.Pipeline.Classification;
using FaceWeb.Pipeline.Classification.Training;
using FaceWeb.Pipeline.Clustering;

namespace FaceWeb.Bench.Grouping;

/// <summary>How long grouping takes in a library of many faces: adding a photo, splitting a wrong group, comparing everybody with everybody.</summary>
internal sealed class GroupingTimes
{
    private readonly int _dimension;
    private readonly Random _random = new(1);

    /// <summary>For embeddings of this length.</summary>
    public GroupingTimes(int dimension) => _dimension = dimension;

    /// <summary>
    /// Adds photos of one face each to a library that already holds many: random directions, in groups of the given size. Groups of one
    /// are the slowest case, for each group is compared with the new face.
    /// </summary>
    /// <param name="many">How many faces the library holds.</param>
    /// <param name="ofEach">How many of them are in one group.</param>
    /// <param name="faces">The faces to add, of which 100 are.</param>
    public object AddingToMany(int many, int ofEach, IReadOnlyList<BenchFace> faces)
    {
        var groups = new FaceGroups(_dimension);
        for (var i = 0; i < many; i++)
            groups.Restore((i / ofEach) + 1, i, i, Anyone());
        var times = new List<double>();
        foreach (var (i, face) in faces.Take(100).Index())
        {
            var clock = Stopwatch.StartNew();
            groups.Add(many + i, many + i, face.Embedding);
            groups.TakeChanges();
            times.Add(clock.Elapsed.TotalMilliseconds);
        }
        times.Sort();
        return new { faces = many, groups = groups.GroupCount, medianMilliseconds = times[times.Count / 2], slowestMilliseconds = times[^1] };
    }

    /// <summary>Sorts a group of random directions into sub-groups.</summary>
    public object Splitting(int faces)
    {
        var group = Enumerable.Range(0, faces).Select(i => ((long)i, Anyone())).ToList();
        var clock = Stopwatch.StartNew();
        new AverageLinkage(group).Split(0.5, 2);
        return new { faces, milliseconds = clock.Elapsed.TotalMilliseconds };
    }

    /// <summary>Looks for people who look alike among many.</summary>
    public object LookingAlike(int people, int facesOfEach)
    {
        var faces = new List<LabelledFace>(people * facesOfEach);
        for (var i = 0; i < people * facesOfEach; i++)
            faces.Add(new LabelledFace(i, (i / facesOfEach) + 1, i, Anyone(), 1));
        var clock = Stopwatch.StartNew();
        LookAlikes.Find(faces, _dimension, (_, _) => 0.43, 500);
        return new { people, facesOfEach, milliseconds = clock.Elapsed.TotalMilliseconds };
    }

    private float[] Anyone()
    {
        var vector = new float[_dimension];
        foreach (ref var value in vector.AsSpan())
            value = (_random.NextSingle() - 0.5f) * MathF.Sqrt(12f / _dimension);
        return vector;
    }
}
