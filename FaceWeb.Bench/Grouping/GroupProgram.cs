using System.Diagnostics;
using FaceWeb.Bench.Identification;
using FaceWeb.Pipeline.Classification.Normalisation;
using FaceWeb.Pipeline.Clustering;

namespace FaceWeb.Bench.Grouping;

/// <summary>Groups faces without their names, one after the other, and compares the groups with the names.</summary>
public sealed class GroupProgram : IBenchProgram
{
    /// <inheritdoc/>
    public string Name => "group";

    /// <inheritdoc/>
    public string Usage =>
        "[--images DIR] [--faces 2000] [--seed 1] [--join COSINE] [--grown 100000] [--cache FILE] [--pack DIR] [--setting fast|careful]";

    /// <inheritdoc/>
    public object Run(BenchOptions options, TextWriter log)
    {
        var seed = options.Count("seed", 1);
        var wanted = options.Count("faces", 2000);
        var grown = options.Count("grown", 100_000);
        var join = options.Number("join", double.NaN);
        // Without photos only the times are measured.
        object? figures = null;
        if (options.Find("images") is not null)
            figures = Figures(NamedFaces.Measure(options, log), wanted, seed, join);
        options.RefuseUnknown();
        var times = new GroupingTimes(512);
        return new
        {
            figures,
            addingToGroupsOfOne = times.AddingToMany(grown, 1, 100),
            addingToGroupsOfFive = times.AddingToMany(grown, 5, 100),
            splitting = times.Splitting(1200),
            normalising = new[] { NormalisationTimes.Of(1000, 512), NormalisationTimes.Of(grown, 512) },
            lookingAlike = times.LookingAlike(5000, 10),
        };
    }

    private static object Figures(NamedFaces named, int wanted, int seed, double join)
    {
        var options = double.IsNaN(join) ? FaceGroupsOptions.For(named.Recognition.Spread) : new FaceGroupsOptions { JoinCosine = join };
        var faces = named.Faces.ToArray();
        new Random(seed).Shuffle(faces);
        faces = faces[..Math.Min(wanted, faces.Length)];
        var model = named.Recognition;
        var clock = Stopwatch.StartNew();
        var normalisation = LibraryCohort.Of(faces.Select((face, i) => ((long)i, face.Embedding)), model.Dimension, model.Name, model.Spread)
            .Normalisation();
        var cohortSeconds = clock.Elapsed.TotalSeconds;
        var (plain, _) = Grouped(faces, options, null);
        var (groups, seconds) = Grouped(faces, options, normalisation);
        var (sketched, _) = Grouped(faces, options with { ScannedGroups = 0 }, normalisation);
        return new
        {
            faces = faces.Length,
            people = faces.Select(face => face.Person).Distinct().Count(),
            groups = groups.Count,
            groupsOfTwoOrMore = groups.Count(group => group.Size > 1),
            joinCosine = options.JoinCosine,
            figures = GroupingFigures.From([.. groups.Select(group => group.FaceIds)], face => faces[(int)face].Person),
            withoutNormalisation = GroupingFigures.From([.. plain.Select(group => group.FaceIds)], face => faces[(int)face].Person),
            cohort = new { people = normalisation.People, normalisation.LibraryOffset, seconds = cohortSeconds },
            sameGroupsBySketches = groups.Zip(sketched).All(pair =>
                pair.First.Id == pair.Second.Id && pair.First.FaceIds.SequenceEqual(pair.Second.FaceIds)),
            seconds,
        };
    }

    private static (IReadOnlyList<FaceGroup> Groups, double Seconds) Grouped(
        BenchFace[] faces, FaceGroupsOptions options, ScoreNormalisation? normalisation)
    {
        var groups = new FaceGroups(faces[0].Embedding.Length, options, normalisation);
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < faces.Length; i++)
            groups.Add(i, i, faces[i].Embedding);
        return (groups.Groups, clock.Elapsed.TotalSeconds);
    }
}
