using System.Text.Json;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Detection;

namespace FaceWeb.Bench.Detection;

/// <summary>
/// Learns the second opinion on the detector's boxes, and says by cross-validation over photos, people and families what it keeps and drops.
/// </summary>
public sealed class OpinionProgram : IBenchProgram
{
    // Boxes to learn from may be weaker than those that are asked about later.
    private const float LeastScore = 0.4f;
    private static readonly double[] Margins = [-1, -0.9, -0.8, -0.7, -0.6, -0.5, -0.4, -0.35, -0.3, -0.25, -0.2, -0.1, 0, 0.2, 0.4];

    // Where the one face of a cropped photo of the two sets lies, in shares of its side: LFW centres and scales its faces, the family set
    // cuts them out.
    private static readonly FaceBox LfwFace = new(0.31, 0.3, 0.38, 0.44);
    private static readonly FaceBox FamilyFace = new(0.18, 0.13, 0.64, 0.73);

    /// <inheritdoc/>
    public string Name => "opinion";

    /// <inheritdoc/>
    public string Usage => "--detection DIR --lfw DIR --families DIR [--folds 10] [--least-score 0.55] [--least-seen -0.9] [--least-measured -0.25] "
        + "[--least-alone -0.25] [--seed 1] [--part 1|2] [--pack DIR] [--out FOLDER]";

    /// <inheritdoc/>
    public object Run(BenchOptions options, TextWriter log)
    {
        var folds = options.Count("folds", 10);
        var seed = options.Count("seed", 1);
        var output = options.Find("out");
        var leastSeen = (float)options.Number("least-seen", -0.9);
        var leastMeasured = (float)options.Number("least-measured", -0.25);
        var leastAlone = (float)options.Number("least-alone", -0.25);
        var leastScore = (float)options.Number("least-score", 0.55);
        var detection = options.Folder("detection");
        var marked = ReferenceFaces.Of(Path.Combine(detection, "boxes.json"), Path.Combine(detection, "photos"));
        var faces = PhotoPart.All(marked.Keys, options).ToDictionary(name => name, name => marked[name]);
        var part = options.Find("part") is { } one ? $" --part {one}" : "";
        var sources = Sources(detection, options.Folder("lfw"), options.Folder("families"), faces);
        var parallel = options.Pipeline.Parallelism;
        using var pipeline = options.OpenPipeline();
        options.RefuseUnknown();
        var samples = new List<OpinionSample>();
        foreach (var source in sources)
        {
            samples.AddRange(source.Take(pipeline, options, LeastScore, folds, parallel));
            log.WriteLine($"{source.Name}: {samples.Count} boxes so far");
        }
        var seen = OpinionLearner.CrossValidate(samples, folds, measured: false, seed);
        var measured = OpinionLearner.CrossValidate(samples, folds, measured: true, seed);
        var result = new
        {
            boxes = sources.Select(s => new
            {
                s.Name,
                faces = samples.Count(x => x.Source == s.Name && x.Face == true),
                others = samples.Count(x => x.Source == s.Name && x.Face == false),
                unknown = samples.Count(x => x.Source == s.Name && x.Face is null),
            }),
            folds,
            seen = Curve(samples, seen, faces),
            measured = Curve(samples, measured, faces),
            chosen = Figures(samples, i => samples[i].Score >= leastScore && seen[i] >= leastSeen && measured[i] >= leastMeasured, faces),
        };
        if (output is not null)
        {
            var hashes = pipeline.Finder.Networks;
            var source = FormattableString.Invariant($"FaceWeb.Bench opinion --folds {folds} --seed {seed}{part}: ")
                + string.Join("; ", sources.Select(s => $"{s.Name}, {samples.Count(x => x.Source == s.Name && x.Face is not null)} boxes"));
            var opinion = new SecondOpinion(source, hashes["detect"], hashes["landmarks"], hashes["embed"], leastScore, leastScore,
                OpinionLearner.Learn(samples, measured: false, seed), leastSeen, leastAlone, OpinionLearner.Learn(samples, measured: true, seed),
                    leastMeasured);
            Directory.CreateDirectory(output);
            File.WriteAllText(Path.Combine(output, SecondOpinion.FileName), JsonSerializer.Serialize(opinion, SecondOpinion.Json) + "\n");
        }
        return result;
    }

    private static OpinionSource[] Sources(
        string detection, string lfw, string families, IReadOnlyDictionary<string, IReadOnlyList<ReferenceFace>> faces)
    {
        IReadOnlyList<PhotoTurn> upright = [PhotoTurn.None];
        PhotoTurn[] all = [PhotoTurn.None, .. PhotoTurn.Others];
        var photos = Path.Combine(detection, "photos");
        return
        [
            new("WIDER", photos, name => faces.GetValueOrDefault(name, []), upright, int.MaxValue, 200, 1),
            new("WIDER turned", photos, null, PhotoTurn.Others, int.MaxValue, 8, 0.3f),
            new("animals at four turns", Path.Combine(detection, "animals"), null, all, int.MaxValue, 8, 1),
            new("LFW", lfw, _ => Only(LfwFace, 250), upright, 400, 1, 0.5f),
            new("LFW turned", lfw, null, PhotoTurn.Others, 150, 3, 0.3f),
            new("families", families, _ => Only(FamilyFace, 224), upright, 500, 1, 0.5f),
            new("families turned", families, null, PhotoTurn.Others, 150, 3, 0.3f),
        ];
    }

    private static IReadOnlyList<ReferenceFace> Only(FaceBox share, double side) => [new(share.Scale(side), Valid: true)];

    private static IEnumerable<object> Curve(
        List<OpinionSample> samples, float[] margins, IReadOnlyDictionary<string, IReadOnlyList<ReferenceFace>> faces) =>
        Margins.Select(margin => new { margin, figures = Figures(samples, i => margins[i] >= margin, faces) });

    private static object Figures(List<OpinionSample> samples, Func<int, bool> keeps, IReadOnlyDictionary<string, IReadOnlyList<ReferenceFace>> faces)
    {
        var kept = samples.Where((_, i) => keeps(i)).ToLookup(s => s.Source);
        var boxes = kept["WIDER"].ToLookup(s => s.File, s => s.Box);
        var comparisons = faces.Select(photo => BoxComparison.Of([.. boxes[photo.Key]], photo.Value, 20)).ToList();
        int wanted = comparisons.Sum(c => c.Wanted.Count), found = wanted - comparisons.Sum(c => c.Missed.Count),
            extra = comparisons.Sum(c => c.Extra.Count);
        return new
        {
            widerFound = (double)found / wanted,
            widerFoundForEachExtra = (double)found / Math.Max(1, extra),
            animalBoxesAtFourTurns = kept["animals at four turns"].Count(),
            lfwFacesLost = Lost("LFW"),
            familyFacesLost = Lost("families"),
            turnedFacesKept = kept["LFW turned"].Count() + kept["families turned"].Count() + kept["WIDER turned"].Count(),
        };

        int Lost(string source) => samples.Count(s => s.Source == source && s.Face == true) - kept[source].Count(s => s.Face == true);
    }
}
