using System.Diagnostics;
using System.Numerics.Tensors;
using FaceWeb.Bench.Grouping;
using FaceWeb.Bench.Identification;
using FaceWeb.Pipeline.Classification.Normalisation;
using FaceWeb.Pipeline.Classification.Scoring;
using FaceWeb.Pipeline.Classification.Training;
using FaceWeb.Pipeline.Clustering;
using FaceWeb.Pipeline.Embedding;

namespace FaceWeb.Bench.Families;

/// <summary>
/// Who is who among children, parents and strangers? Pairs, naming within a family and groups on a set of families, by the plain cosine and
/// by what FaceWeb uses. Its library is the set itself: all faces without their names.
/// </summary>
public sealed class FamiliesProgram : IBenchProgram
{
    private const int Seeds = 5;

    /// <inheritdoc/>
    public string Name => "families";

    /// <inheritdoc/>
    public string Usage =>
        "--images DIR [--half 1|2] [--people ALL] [--draws 100] [--rate 0.001] [--join-rate RATE] "
        + "[--relationships FILE] [--errors DIR] [--without FILE] [--cache FILE] [--pack DIR] [--setting fast|careful]";

    /// <inheritdoc/>
    public object Run(BenchOptions options, TextWriter log)
    {
        var half = options.Find("half");
        if (half is not (null or "1" or "2"))
            throw new BenchOptionException("--half is 1 (the families to tune on) or 2 (the families to measure on).");
        var rate = options.Number("rate", LookAlikeOptions.MaybeRate);
        var joinRate = options.Number("join-rate", FaceGroupsOptions.JoinRate);
        var kin = Kin(options.Find("relationships") ?? Path.Combine(options.Folder("images"), "relationships.csv"));
        var (people, draws) = (options.Find("people") is null ? 0 : options.Count("people", 1), options.Count("draws", 100));
        var errors = options.Find("errors");
        var named = NamedFaces.Measure(options, log);
        IReadOnlyList<FamilyFace> faces = [.. named.Faces.Select(FamilyFace.Of)];
        if (half is not null)
            faces = FamilyFace.Half(faces, half == "1" ? 1 : 2);
        var model = named.Recognition;
        if (people > 0)
            return SmallLibraries.Measure(faces, model, IsKin, people, draws, model.Spread.FromCompact(FalseAcceptRates.CosineAt(rate)));
        var clock = Stopwatch.StartNew();
        var cohort = LibraryCohort.Of(faces.Select((face, i) => ((long)i, face.Face.Embedding)), model.Dimension, model.Name, model.Spread);
        var normalisation = cohort.Normalisation();
        var seconds = clock.Elapsed.TotalSeconds;
        return new
        {
            model = model.Name,
            faces = faces.Count,
            people = faces.Select(face => face.Face.Person).Distinct().Count(),
            families = faces.Select(face => face.Family).Distinct().Count(),
            photosWithoutFace = named.WithoutFace.Count,
            falseAcceptAskedFor = rate,
            cohort = new { people = normalisation.People, normalisation.LibraryOffset, seconds },
            plain = Figures(faces, model, null, kin, rate, FaceGroupsOptions.JoinRate),
            used = Figures(faces, model, normalisation, kin, rate, joinRate, errors is null ? null : new ContactSheet(options.Folder("images"), errors)),
        };

        bool IsKin(string one, string other) => kin.Contains((one, other)) || kin.Contains((other, one));
    }

    private static object Figures(
        IReadOnlyList<FamilyFace> faces, RecognitionModel model, ScoreNormalisation? normalisation, HashSet<(string, string)> kin, double rate,
            double joinRate, ContactSheet? sheet = null)
    {
        var unnamed = Unnamed(faces);
        var faceOf = NamesOnPhotos.ByEmbedding(faces.Select(face => face.Face));
        var grouped = Templates.Group(unnamed, model, normalisation, model.Spread.FromCompact(FalseAcceptRates.CosineAt(joinRate)));
        var groups = GroupingFigures.From([.. grouped.Groups.Select(group => group.FaceIds)], face => faces[(int)face].Face.Person);
        // What FaceWeb uses compares a face together with its group, the plain way alone.
        var compared = normalisation is null ? faces
            : [.. Templates.Of(unnamed, grouped).Zip(faces, (template, face) => face with { Face = face.Face with { Embedding = template } })];
        var pairs = new PairScores(compared, normalisation, (one, other) => kin.Contains((one, other)) || kin.Contains((other, one)));
        // What the default rate decides compares faces as they are: whether two people may be one, whether a face fits its person.
        var alone = normalisation is null ? pairs : new PairScores(faces, normalisation, (_, _) => false);
        var least = model.Spread.FromCompact(FalseAcceptRates.CosineAt(rate));
        var within = WithinFamily.Of(faces, Seeds, (gallery, probes) =>
            normalisation is null ? ByMean(gallery, probes) : Classified(model, normalisation, gallery, probes, faceOf));
        return new
        {
            trueAccept1e2 = pairs.TrueAcceptAmongStrangers(1e-2),
            trueAccept1e3 = pairs.TrueAcceptAmongStrangers(1e-3),
            trueAccept1e4 = pairs.TrueAcceptAmongStrangers(1e-4),
            relativesTrueAccept1e2 = pairs.TrueAcceptAmongRelatives(1e-2),
            kinTrueAccept1e2 = pairs.TrueAcceptAmongKin(1e-2),
            withinFamily = WithinFamily.Share(within),
            withinFamilyFaceByFace = normalisation is null ? null : WithinFamily.Share(WithinFamily.Of(faces, Seeds, (gallery, probes) =>
                Classified(model, normalisation, gallery, probes, null))),
            withinFamilyMissed = within.Where(name => !name.IsRight).CountBy(name => name.Face.Face.File).OrderBy(name => name.Key, StringComparer.Ordinal)
                .Select(name => $"{name.Key}: {name.Value}"),
            sheets = sheet is null ? null : Drawn(within, sheet),
            falseAcceptDefault = alone.FalseAccepts(least),
            falseAcceptOfTemplates = pairs.FalseAccepts(least),
            trueAccept1e3Alone = alone.TrueAcceptAmongStrangers(1e-3),
            trueAccept1e4Alone = alone.TrueAcceptAmongStrangers(1e-4),
            groupPrecision = groups.PairwisePrecision,
            groupRecall = groups.PairwiseRecall,
            samePairs = pairs.Same,
            relativePairs = pairs.Relatives,
            strangerPairs = pairs.Strangers,
        };
    }

    /// <summary>Draws each face that got a wrong name within its family once, those that got it most often first.</summary>
    private static IReadOnlyList<string> Drawn(IReadOnlyList<FamilyName> names, ContactSheet sheet)
    {
        foreach (var wrong in names.Where(name => !name.IsRight).GroupBy(name => name.Face.Face.File).OrderByDescending(wrong => wrong.Count())
            .ThenBy(wrong => wrong.Key, StringComparer.Ordinal))
        {
            var (face, right, first) = wrong.First();
            sheet.Add($"{face.Face.File} taken for {(first.Count == 0 ? "nobody" : first[0].Person)}: {wrong.Count()} of "
                + $"{names.Count(name => name.Face.Face.File == face.Face.File)} times", face.Face, "face", right.Concat(first));
        }
        return sheet.Write("within-family");
    }

    /// <summary>The plain way: the person to whose confirmed faces' mean the cosine is greatest.</summary>
    private static long[] ByMean(IReadOnlyList<LabelledFace> gallery, IReadOnlyList<FamilyFace> probes)
    {
        var means = gallery.GroupBy(face => face.PersonId).Select(person =>
        {
            var mean = new float[person.First().Embedding.Length];
            foreach (var face in person)
                TensorPrimitives.Add(mean, face.Embedding, mean);
            TensorPrimitives.Divide(mean, TensorPrimitives.Norm<float>(mean), mean);
            return (person.Key, Mean: mean);
        }).ToArray();
        return [.. probes.Select(probe => means.MaxBy(person => TensorPrimitives.Dot<float>(person.Mean, probe.Face.Embedding)).Key)];
    }

    /// <summary>What FaceWeb does: the classifier's most probable name, nobody twice on one photo; face by face without <paramref name="faceOf"/>.</summary>
    private static long[] Classified(
        RecognitionModel model, ScoreNormalisation normalisation, IReadOnlyList<LabelledFace> gallery, IReadOnlyList<FamilyFace> probes,
        IReadOnlyDictionary<float[], BenchFace>? faceOf)
    {
        var ranked = new IReadOnlyList<PersonSuggestion>[probes.Count];
        var classifier = TrainedClassifier.Untrained(model.Dimension, model.Name, gallery, model.Spread, normalisation);
        classifier.RankMany(Templates.Of(Unnamed(probes), model, normalisation), (i, names) => ranked[i] = names);
        if (faceOf is not null)
            ranked = NamesOnPhotos.Settle(ranked, [.. probes.Select(probe => probe.Photo)], NamesOnPhotos.Confirmed(gallery, faceOf));
        return Array.ConvertAll(ranked, names => names is [var first, ..] ? first.PersonId : 0);
    }

    private static (float[] Embedding, string Photo)[] Unnamed(IEnumerable<FamilyFace> faces) =>
        [.. faces.Select(face => (face.Face.Embedding, face.Photo))];

    private static HashSet<(string, string)> Kin(string file) =>
        File.Exists(file)
            ? [.. File.ReadAllLines(file).Select(line => line.Split(',')).Where(pair => pair.Length >= 2).Select(pair => (pair[0], pair[1]))] : [];
}
