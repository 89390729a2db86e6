using System.Numerics.Tensors;

namespace FaceWeb.Bench;

/// <summary>Are two photos of one person? LFW's protocol on the folds that the pairs file holds.</summary>
public sealed class VerifyProgram : IBenchProgram
{
    /// <inheritdoc/>
    public string Name => "verify";

    /// <inheritdoc/>
    public string Usage => "--images DIR --pairs FILE [--cache FILE] [--pack DIR] [--mirror true|false]";

    /// <inheritdoc/>
    public object Run(BenchOptions options, TextWriter log)
    {
        var folder = options.Folder("images");
        var pairs = FacePair.Read(options.File("pairs"));
        var named = pairs.SelectMany(p => new[] { p.First, p.Second }).ToHashSet();
        var photos = EmbeddingCache.Measure(folder, options, log, options.Find("cache") is null ? named.Contains : null).ToDictionary(p => p.Path);
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
        };
    }
}
