using System.Diagnostics;
using FaceWeb.Bench.Training;
using FaceWeb.Pipeline.Classification;
using FaceWeb.Pipeline.Classification.Normalisation;
using FaceWeb.Pipeline.Classification.Training;
using FaceWeb.Pipeline.Clustering;

namespace FaceWeb.Bench.Grouping;

/// <summary>
/// How long grouping takes in a library of many faces: adding a photo, splitting a wrong group, comparing everybody with everybody.
/// </summary>
internal sealed class GroupingTimes
{
    private readonly int dimension;
    private readonly Random random = new(1);

    /// <summary>For embeddings of this length.</summary>
    public GroupingTimes(int dimension) => this.dimension = dimension;

    /// <summary>
    /// Adds photos of one face each to a library that already holds many, in groups of the given size, twice: with sketches of the groups
    /// and comparing each group. Groups of one are the slowest case. Half of the new faces are of people who have a group.
    /// </summary>
    /// <param name="many">How many faces the library holds.</param>
    /// <param name="ofEach">How many of them are in one group.</param>
    /// <param name="add">How many are added.</param>
    public object AddingToMany(int many, int ofEach, int add)
    {
        var (sketched, sketchedProcessor, groups) = Adding(many, ofEach, add, new FaceGroupsOptions());
        var (scanned, scannedProcessor, same) = Adding(many, ofEach, add, new FaceGroupsOptions { ScannedGroups = int.MaxValue });
        return new
        {
            faces = many,
            groups = (many + ofEach - 1) / ofEach,
            medianMilliseconds = sketched[sketched.Count / 2],
            slowestMilliseconds = sketched[^1],
            processorMilliseconds = sketchedProcessor,
            comparingEachGroup = new { medianMilliseconds = scanned[scanned.Count / 2], processorMilliseconds = scannedProcessor },
            sameGroups = groups.SequenceEqual(same),
            joined = groups.Count(group => group <= (many + ofEach - 1) / ofEach),
        };
    }

    private (List<double> Times, double Processor, List<long> Groups) Adding(int many, int ofEach, int add, FaceGroupsOptions options)
    {
        var people = new SyntheticPeople(this.dimension, false, 0.75f, 1);
        var groups = new FaceGroups(this.dimension, options);
        var known = new List<float[]>();
        for (var first = 0; first < many; first += ofEach)
        {
            var centre = people.Anyone();
            for (var i = first; i < Math.Min(many, first + ofEach); i++)
                groups.Restore((first / ofEach) + 1, i, i, people.Near(centre));
            if (known.Count < add && first % Math.Max(1, many / add) < ofEach)
                known.Add(centre);
        }
        var (times, found) = (new List<double>(), new List<long>());
        var processor = TimeSpan.Zero;
        for (var i = 0; i < add; i++)
        {
            // The first brings the sketches up to date once for all that was read.
            if (i == 1)
                processor = Environment.CpuUsage.TotalTime;
            var face = i % 2 == 0 && i < known.Count ? people.Near(known[i]) : people.Anyone();
            var clock = Stopwatch.StartNew();
            found.Add(groups.Add(many + i, many + i, face));
            groups.TakeChanges();
            if (i > 0)
                times.Add(clock.Elapsed.TotalMilliseconds);
        }
        processor = Environment.CpuUsage.TotalTime - processor;
        times.Sort();
        return (times, processor.TotalMilliseconds / times.Count, found);
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
        LookAlikes.Find(faces, this.dimension, (_, _) => 0.43, 500);
        return new { people, facesOfEach, milliseconds = clock.Elapsed.TotalMilliseconds };
    }

    private float[] Anyone()
    {
        var vector = new float[this.dimension];
        foreach (ref var value in vector.AsSpan())
            value = (random.NextSingle() - 0.5f) * MathF.Sqrt(12f / this.dimension);
        return vector;
    }
}
