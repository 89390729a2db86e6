using FaceWeb.Pipeline.Classification;

namespace FaceWeb.Bench.Identification;

/// <summary>
/// Who is it, or nobody we know? The open-set protocol with the classifier, and in the same run with the two plain ways that it has to
/// beat: a linear SVM's margin alone, and the cosine to each person's mean.
/// </summary>
public sealed class IdentifyProgram : IBenchProgram
{
    /// <inheritdoc/>
    public string Name => "identify";

    /// <inheritdoc/>
    public string Usage => "--images DIR [--per-person 5] [--min-photos 10] [--strangers 1500] [--strangers-by family] [--people ALL] [--seed 1] "
        + "[--seeds 1] [--half 1|2] [--errors DIR] [--without FILE] [--cache FILE] [--pack DIR] [--setting fast|careful]";

    /// <inheritdoc/>
    public object Run(BenchOptions options, TextWriter log)
    {
        var byFamily = options.Find("strangers-by") switch
        {
            null => false,
            "family" => true,
            var other => throw new BenchOptionException($"--strangers-by is family, or left out, not '{other}'."),
        };
        var perPerson = options.Count("per-person", byFamily ? 2 : 5);
        var protocol = new IdentificationProtocol(
            perPerson, options.Count("min-photos", byFamily ? perPerson + 1 : 10), options.Count("strangers", byFamily ? 300 : 1500),
                options.Count("seed", 1))
        {
            StrangersByFamily = byFamily,
            People = options.Find("people") is null ? null : options.Count("people", 0),
        };
        if (protocol.MinPhotos <= protocol.PerPerson)
            throw new BenchOptionException(
                $"--min-photos {protocol.MinPhotos} leaves no photo to test with {protocol.PerPerson} confirmed ones a person: ask for more.");
        var seeds = options.Count("seeds", 1);
        var half = options.Find("half");
        if (half is not (null or "1" or "2"))
            throw new BenchOptionException("--half is 1 (the people that the classifier's constants were set on) or 2 (the others).");
        var errors = options.Find("errors");
        var images = options.Folder("images");
        var named = NamedFaces.Measure(options, log);
        if (half is not null)
            named = byFamily ? named.HalfOfFamilies(half == "1" ? 1 : 2) : named.Half(half == "1" ? 1 : 2);
        var runs = Enumerable.Range(protocol.Seed, seeds).Select(seed =>
        {
            log.WriteLine($"seed {seed}");
            return IdentificationRun.Of(protocol with { Seed = seed }, named, options.Pipeline.Parallelism);
        }).ToArray();
        var sheet = errors is null ? null : new ContactSheet(images, errors);
        if (sheet is not null)
        {
            // The same photo is missed with several seeds: its worst time is shown.
            foreach (var error in runs.SelectMany(run => run.Errors).GroupBy(e => e.Face.File)
                .Select(g => g.MaxBy(e => e.BelowThreshold ? -e.Probability : 1 + e.Probability)!))
                error.Draw(sheet);
        }
        return new
        {
            sheets = sheet?.Write("identify"),
            protocol,
            people = runs[0].People,
            probes = runs[0].Probes,
            strangers = runs[0].Strangers,
            photosWithoutFace = named.WithoutFace.Select(photo => photo.File),
            mean = new
            {
                classifier = IdentificationFigures.Mean([.. runs.Select(run => run.Classifier)]),
                together = IdentificationFigures.Mean([.. runs.Select(run => run.Together)]),
                calibrationErrorTogether = runs.Average(run => run.CalibrationErrorTogether),
                alone = IdentificationFigures.Mean([.. runs.Select(run => run.Alone)]),
                calibrationErrorAlone = runs.Average(run => run.CalibrationErrorAlone),
                withoutNormalisation = IdentificationFigures.Mean([.. runs.Select(run => run.WithoutNormalisation)]),
                calibrationErrorWithoutNormalisation = runs.Average(run => run.CalibrationErrorWithoutNormalisation),
                plainSvm = IdentificationFigures.Mean([.. runs.Select(run => run.PlainSvm)]),
                centroid = IdentificationFigures.Mean([.. runs.Select(run => run.Centroid)]),
                expectedCalibrationError = runs.Average(run => run.ExpectedCalibrationError),
                calibrationErrorByChance = runs.Average(run => run.CalibrationErrorByChance),
                suggestedRight = runs.Average(run => run.SuggestedRight),
                strangersSuggested = runs.Average(run => run.StrangersSuggested),
            },
            runs,
        };
    }
}
