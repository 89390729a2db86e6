using System.Diagnostics;
using FaceWeb.Bench.Identification;
using FaceWeb.Pipeline.Clustering;

namespace FaceWeb.Bench.Grouping;

/// <summary>Groups faces without their names, one after the other, and compares the groups with the names.</summary>
public sealed class GroupProgram : IBenchProgram
{
    /// <inheritdoc/>
    public string Name => "group";

    /// <inheritdoc/>
    public string Usage => "--images DIR [--faces 2000] [--seed 1] [--join COSINE] [--grown 100000] [--cache FILE] [--pack DIR] [--setting fast|careful]";

    /// <inheritdoc/>
    public object Run(BenchOptions options, TextWriter log)
    {
        var seed = options.Count("seed", 1);
        var wanted = options.Count("faces", 2000);
        var grown = options.Count("grown", 100_000);
        var join = options.Number("join", double.NaN);
        var named = NamedFaces.Measure(options, log);
        var settings = double.IsNaN(join) ? FaceGroupsOptions.For(named.Recognition.Spread) : new FaceGroupsOptions { JoinCosine = join };
        var faces = named.Faces.ToArray();
        new Random(seed).Shuffle(faces);
        faces = faces[..Math.Min(wanted, faces.Length)];
        var groups = new FaceGroups(faces[0].Embedding.Length, settings);
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < faces.Length; i++)
            groups.Add(i, i, faces[i].Embedding);
        var seconds = clock.Elapsed.TotalSeconds;
        var all = groups.Groups;
        return new
        {
            faces = faces.Length,
            people = faces.Select(face => face.Person).Distinct().Count(),
            groups = all.Count,
            groupsOfTwoOrMore = all.Count(group => group.Size > 1),
            joinCosine = settings.JoinCosine,
            figures = GroupingFigures.From([.. all.Select(group => group.FaceIds)], face => faces[(int)face].Person),
            seconds,
            addingToMany = AddingToMany(grown, faces),
        };
    }

    /// <summary>Adds faces to a library that already holds many: random directions, each a group of its own, which is the slowest case.</summary>
    private static object AddingToMany(int many, BenchFace[] faces)
    {
        var dimension = faces[0].Embedding.Length;
        var groups = new FaceGroups(dimension);
        var random = new Random(1);
        var vector = new float[dimension];
        for (var i = 0; i < many; i++)
        {
            foreach (ref var value in vector.AsSpan())
                value = (random.NextSingle() - 0.5f) * MathF.Sqrt(12f / dimension);
            groups.Restore(i + 1, i, i, vector);
        }
        var times = new List<double>();
        foreach (var (i, face) in faces.Take(100).Index())
        {
            var clock = Stopwatch.StartNew();
            groups.Add(many + i, many + i, face.Embedding);
            times.Add(clock.Elapsed.TotalMilliseconds);
        }
        times.Sort();
        return new { groups = many, medianMilliseconds = times[times.Count / 2], slowestMilliseconds = times[^1] };
    }
}
