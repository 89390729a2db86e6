using System.Numerics.Tensors;

namespace FaceWeb.Bench;

/// <summary>Are two photos of one person? LFW's protocol on the folds that the pairs file holds.</summary>
public sealed class VerifyProgram : IBenchProgram
{
    /// <inheritdoc/>
    public string Name => "verify";

    /// <inheritdoc/>
    public string Usage => "--images DIR --pairs FILE [--cache FILE] [--pack DIR] [--setting fast|careful] [--mirror true|false] [--errors DIR]";

    /// <inheritdoc/>
    public object Run(BenchOptions options, TextWriter log)
    {
        var folder = options.Folder("images");
        var errors = options.Find("errors");
        var pairs = FacePair.Read(options.File("pairs"));
        var named = pairs.SelectMany(p => new[] { p.First, p.Second }).ToHashSet();
        var photos = EmbeddingCache.Measure(folder, options, log, options.Find("cache") is null ? named.Contains : null).Photos.ToDictionary(p => p.Path);
        if (named.FirstOrDefault(n => !photos.ContainsKey(n)) is { } absent)
            throw new BenchOptionException($"The pairs file names {absent}, which is not a readable photo in {folder}.");

        var missed = named.Where(n => photos[n].CentralFace is null).Order().ToList();
        // A photo without a face found is unlike everything: a missed face counts against the same pairs.
        double[] scores = [.. pairs.Select(p => photos[p.First].CentralFace is { } a && photos[p.Second].CentralFace is { } b
            ? TensorPrimitives.Dot<float>(a.Embedding, b.Embedding)
            : -1)];
        bool[] same = [.. pairs.Select(p => p.Same)];
        var folds = VerificationProtocol.CrossValidate(scores, same, [.. pairs.Select(p => p.Fold)]);
        var mean = folds.Average(f => f.Accuracy);
        var wrong = Enumerable.Range(0, pairs.Count).Where(i => scores[i] >= folds[pairs[i].Fold].Threshold != same[i]).OrderBy(i => same[i]).ThenBy(i => scores[i]).ToList();
        var sheet = errors is null ? null : new ContactSheet(folder, errors);
        foreach (var i in sheet is null ? [] : wrong)
        {
            var found = new[] { pairs[i].First, pairs[i].Second }.Where(path => photos[path].CentralFace is not null);
            sheet!.Add(FormattableString.Invariant($"{(same[i] ? "SAME by the label" : "DIFFERENT by the label")}, cosine {scores[i]:0.000}, threshold {folds[pairs[i].Fold].Threshold:0.000}: {Path.GetDirectoryName(pairs[i].First)} / {Path.GetDirectoryName(pairs[i].Second)}"),
                [.. found.Select(path => (path, photos[path].CentralFace!.Box, Path.GetFileNameWithoutExtension(path)))]);
        }
        return new
        {
            pairs = pairs.Count,
            folds = folds.Length,
            accuracy = mean,
            standardError = Math.Sqrt(folds.Sum(f => Math.Pow(f.Accuracy - mean, 2)) / Math.Max(1, folds.Length - 1) / folds.Length),
            trueAcceptRateAtFalse1In100 = VerificationProtocol.TrueAcceptRate(scores, same, 1e-2),
            trueAcceptRateAtFalse1In1000 = VerificationProtocol.TrueAcceptRate(scores, same, 1e-3),
            foldAccuracies = folds.Select(f => f.Accuracy),
            thresholds = folds.Select(f => f.Threshold),
            photosWithoutFace = missed,
            wrong = wrong.Select(i => FormattableString.Invariant($"{(same[i] ? "same" : "different")} {pairs[i].First} {pairs[i].Second} {scores[i]:0.000}")),
            sheets = sheet?.Write("verify"),
        };
    }
}
