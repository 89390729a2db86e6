namespace FaceWeb.Pipeline.Classification;

/// <summary>The probabilities from which a name is suggested, and from which it is sure.</summary>
/// <param name="Suggest">0 to 1.</param>
/// <param name="Sure">Not below <paramref name="Suggest"/>.</param>
internal sealed record SuggestionThresholds(double Suggest, double Sure)
{
    /// <summary>Without strangers to measure on.</summary>
    public static SuggestionThresholds Default { get; } = new(0.45, 0.95);

    /// <summary>
    /// The thresholds that the chosen share of strangers (a tenth of it for "sure") passes. The order statistics of few strangers say
    /// little, so the thresholds keep to a range: however rare strangers are, a name is not suggested at less than
    /// 0.3 (0.4 where few strangers were seen), and nothing above 0.99 is called unsure.
    /// </summary>
    /// <param name="strangers">The greatest probability that each stranger got in cross-validation.</param>
    /// <param name="falseSuggestionRate">The share of strangers that may get a name.</param>
    public static SuggestionThresholds From(IReadOnlyCollection<double> strangers, double falseSuggestionRate)
    {
        var descending = strangers.OrderDescending().ToArray();
        var enough = descending.Length >= 3 / falseSuggestionRate;
        var suggest = Math.Clamp(PassedBy(falseSuggestionRate), enough ? 0.3 : 0.4, 0.9);
        var sure = Math.Clamp(PassedBy(falseSuggestionRate / 10), Math.Max(suggest, 0.9), 0.99);
        return new SuggestionThresholds(suggest, sure);

        double PassedBy(double share)
        {
            var at = (int)Math.Floor(share * descending.Length);
            return at < descending.Length ? Math.BitIncrement(descending[at]) : 0;
        }
    }
}
