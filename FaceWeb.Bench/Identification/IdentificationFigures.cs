namespace FaceWeb.Bench.Identification;

/// <summary>What a way of identifying scores under the open-set protocol (terms of ISO/IEC 19795-1).</summary>
/// <param name="Rank1">Share of probes whose first name is right.</param>
/// <param name="RateAt1Percent">Share of probes whose first name is right and scores above the score that 1 % of the strangers pass.</param>
/// <param name="RateAt01Percent">The same where 0.1 % of the strangers pass.</param>
public sealed record IdentificationFigures(double Rank1, double RateAt1Percent, double RateAt01Percent)
{
    /// <summary>Works the figures out.</summary>
    /// <param name="probes">For each probe the first name's score, and whether it is right.</param>
    /// <param name="strangers">For each stranger the first name's score.</param>
    public static IdentificationFigures From(IReadOnlyCollection<(double Score, bool Right)> probes, IReadOnlyCollection<double> strangers)
    {
        var descending = strangers.OrderDescending().ToArray();
        return new IdentificationFigures(
            probes.Count(probe => probe.Right) / (double)probes.Count,
            RateAt(0.01),
            RateAt(0.001));

        double RateAt(double share)
        {
            // So many strangers may score above the threshold; the next one sets it.
            var threshold = descending[(int)Math.Floor(share * descending.Length)];
            return probes.Count(probe => probe.Right && probe.Score > threshold) / (double)probes.Count;
        }
    }

    /// <summary>The mean of several runs.</summary>
    public static IdentificationFigures Mean(IReadOnlyCollection<IdentificationFigures> runs) =>
        new(runs.Average(run => run.Rank1), runs.Average(run => run.RateAt1Percent), runs.Average(run => run.RateAt01Percent));
}
