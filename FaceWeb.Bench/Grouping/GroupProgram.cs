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
        var times = new GroupingTimes(faces[0].Embedding.Length);
        return new
        {
            faces = faces.Length,
            people = faces.Select(face => face.Person).Distinct().Count(),
            groups = all.Count,
            groupsOfTwoOrMore = all.Count(group => group.Size > 1),
            joinCosine = settings.JoinCosine,
            figures = GroupingFigures.From([.. all.Select(group => group.FaceIds)], face => faces[(int)face].Person),
            seconds,
            addingToGroupsOfOne = times.AddingToMany(grown, 1, faces),
            addingToGroupsOfFive = times.AddingToMany(grown, 5, faces),
            splitting = times.Splitting(1200),
            lookingAlike = times.LookingAlike(5000, 10),
        };
    }
}
