namespace FaceWeb.Pipeline.Classification.Normalisation;

/// <summary>
/// Which corrected cosine (<see cref="ScoreNormalisation.Correct"/>, the compact pack's spread) which share of strangers passes. Thresholds are
/// said as such shares; the library's levels make the number out of them that holds for its people.
/// </summary>
public static class FalseAcceptRates
{
    /// <summary>
    /// Pairs of LFW's photos, the compact pack: at 1 in 100 (0.243), 1,000, 10,000 and 100,000 different pairs. Corrected cosines of families
    /// and of East Asian adults pass them at half to twice that rate (docs/classifier.md).
    /// </summary>
    private static readonly (double Log, double Cosine)[] table = [(-2, 0.243), (-3, 0.335), (-4, 0.411), (-5, 0.476)];

    /// <summary>The corrected cosine that a share of the pairs of different people passes.</summary>
    /// <param name="rate">The share, above 0 and at most 0.1; between the measured ones, and beyond, on straight lines over its logarithm.</param>
    public static double CosineAt(double rate)
    {
        if (rate is not (> 0 and <= 0.1))
            throw new ArgumentOutOfRangeException(nameof(rate), rate, "A false accept rate lies above 0 and is at most 0.1.");
        var log = Math.Log10(rate);
        var i = 0;
        while (i < table.Length - 2 && log < table[i + 1].Log)
            i++;
        var (from, to) = (table[i], table[i + 1]);
        return from.Cosine + ((to.Cosine - from.Cosine) * (log - from.Log) / (to.Log - from.Log));
    }
}
