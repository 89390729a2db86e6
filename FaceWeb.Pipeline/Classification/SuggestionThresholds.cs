namespace FaceWeb.Pipeline.Classification;

/// <summary>The probabilities from which a name is suggested, and from which it is sure.</summary>
/// <param name="Suggest">0 to 1.</param>
/// <param name="Sure">Not below <paramref name="Suggest"/>.</param>
internal sealed record SuggestionThresholds(double Suggest, double Sure)
{
    /// <summary>The default counts as much as so many strangers.</summary>
    private const double StrangersOfDefault = 100;

    /// <summary>Without strangers to measure on.</summary>
    public static SuggestionThresholds Default { get; } = new(0.45, 0.95);

    /// <summary>
    /// The thresholds that the chosen share of strangers (a tenth of it for "sure") passes. The far end of few strangers' scores
    /// hangs on one or two of them, so what they say is blended with a default by their number; and the thresholds keep to a
    /// range: however rare strangers are, a name is not suggested below 0.15, and nothing above 0.99 is called unsure.
    /// </summary>
    /// <param name="strangers">The greatest probability that each stranger's face got in cross-validation.</param>
    /// <param name="independent">How many different people they are: several faces of one person err together.</param>
    /// <param name="falseSuggestionRate">The share of strangers that may get a name.</param>
    public static SuggestionThresholds From(IReadOnlyCollection<double> strangers, int independent, double falseSuggestionRate)
    {
        var descending = strangers.OrderDescending().ToArray();
        var weight = independent / (independent + StrangersOfDefault);
        var suggest = Math.Clamp((weight * PassedBy(falseSuggestionRate)) + ((1 - weight) * 0.22), 0.15, 0.9);
        var sure = Math.Clamp((weight * PassedBy(falseSuggestionRate / 10)) + ((1 - weight) * Default.Sure), Math.Max(suggest, 0.9), 0.99);
        return new SuggestionThresholds(suggest, sure);

        double PassedBy(double share)
        {
            var at = (int)Math.Floor(share * descending.Length);
            return at < descending.Length ? Math.BitIncrement(descending[at]) : 0;
        }
    }
}
