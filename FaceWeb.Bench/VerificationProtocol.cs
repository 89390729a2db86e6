namespace FaceWeb.Bench;

/// <summary>LFW's image-restricted protocol (Huang et al. 2007).</summary>
public static class VerificationProtocol
{
    /// <summary>
    /// Per fold: the threshold that is best on all other folds, applied to this one.
    /// </summary>
    /// <param name="scores">One a pair; higher = more alike.</param>
    /// <param name="same">Whether the pair shows one person.</param>
    /// <param name="folds">Each pair's fold.</param>
    /// <returns>Accuracy (0..1) and threshold of each fold.</returns>
    public static (double Accuracy, double Threshold)[] CrossValidate(
        IReadOnlyList<double> scores, IReadOnlyList<bool> same, IReadOnlyList<int> folds) =>
    [
        .. folds.Distinct().Order().Select(fold =>
        {
            var threshold = BestThreshold([.. Enumerable.Range(0, scores.Count).Where(i => folds[i] != fold).Select(i => (scores[i], same[i]))]);
            var mine = Enumerable.Range(0, scores.Count).Where(i => folds[i] == fold).ToList();
            return (mine.Average(i => scores[i] >= threshold == same[i] ? 1.0 : 0.0), threshold);
        }),
    ];

    /// <summary>The share of same pairs accepted when at most the given share of different pairs is.</summary>
    public static double TrueAcceptRate(IReadOnlyList<double> scores, IReadOnlyList<bool> same, double falseAcceptRate)
    {
        var different = Enumerable.Range(0, scores.Count).Where(i => !same[i]).Select(i => scores[i]).OrderDescending().ToList();
        var allowed = (int)Math.Floor(falseAcceptRate * different.Count);
        // Accepting only above the first impostor that may not pass.
        var threshold = allowed < different.Count ? different[allowed] : double.NegativeInfinity;
        return Enumerable.Range(0, scores.Count).Where(i => same[i]).Average(i => scores[i] > threshold ? 1.0 : 0.0);
    }

    /// <summary>The threshold with the fewest errors; the middle of the gap where it lies.</summary>
    public static double BestThreshold(IReadOnlyList<(double Score, bool Same)> pairs)
    {
        var sorted = pairs.OrderBy(p => p.Score).ToList();
        // Accepting everything: every different pair is an error. Then the threshold climbs past one pair at a time.
        var errors = sorted.Count(p => !p.Same);
        var (best, threshold) = (errors, sorted.Count > 0 ? sorted[0].Score : 0);
        for (var i = 0; i < sorted.Count; i++)
        {
            errors += sorted[i].Same ? 1 : -1;
            if (errors < best)
                (best, threshold) = (errors, i + 1 < sorted.Count ? (sorted[i].Score + sorted[i + 1].Score) / 2 : sorted[i].Score + 1e-6);
        }
        return threshold;
    }
}
