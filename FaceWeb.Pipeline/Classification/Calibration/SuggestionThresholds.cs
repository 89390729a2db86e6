namespace FaceWeb.Pipeline.Classification.Calibration;

/// <summary>The probabilities from which names are suggested, and from which one is sure.</summary>
/// <param name="Suggest">That the face is the first name rather than nobody known, 0 to 1.</param>
/// <param name="Sure">That it is the one person; not below <paramref name="Suggest"/>.</param>
internal sealed record SuggestionThresholds(double Suggest, double Sure)
{
    /// <summary>The default counts as much as so many strangers.</summary>
    private const double StrangersOfDefault = 100;

    /// <summary>Without strangers to measure on.</summary>
    public static SuggestionThresholds Default { get; } = new(0.45, 0.95);

    /// <summary>Below this probability no name is suggested at a rate of 1 % or less, however rare strangers are.</summary>
    private const double LeastSuggest = 0.15;

    /// <summary>
    /// How that bound falls as the rate rises beyond 1 %: to 0.05 at 2 %, 0.013 at 5 %, 0.005 at 10 %. Beyond 2 % little is gained any more:
    /// of 100 people of LFW the measured thresholds were 0.09, 0.02 and 0.008 there, and no further face was found.
    /// </summary>
    private const double FallOfLeast = 1.5;

    /// <summary>Below this probability nothing is called sure.</summary>
    private const double LeastSure = 0.9;

    /// <summary>Above this probability nothing is called unsure.</summary>
    private const double Most = 0.99;

    /// <summary>
    /// The thresholds that the chosen share of strangers (a tenth of it for "sure") passes. The far end of few strangers' scores
    /// hangs on one or two of them, so what they say is blended by their number with what <see cref="Expected"/> says; and the
    /// thresholds keep to a range: a name is not suggested below 0.15 (lower where more than 1 % may be false), nothing is sure below
    /// 0.9, and nothing above 0.99 is called unsure.
    /// </summary>
    /// <param name="strangers">The probability of being the first name rather than nobody known that each stranger's face got in cross-validation.</param>
    /// <param name="independent">How many different people they are: several faces of one person err together.</param>
    /// <param name="falseSuggestionRate">The share of strangers that may get a name, above 0 and below 1.</param>
    public static SuggestionThresholds From(IReadOnlyCollection<double> strangers, int independent, double falseSuggestionRate)
    {
        var descending = strangers.OrderDescending().ToArray();
        var weight = independent / (independent + StrangersOfDefault);
        var least = LeastSuggest * Math.Pow(Math.Min(1, 0.01 / falseSuggestionRate), FallOfLeast);
        var suggest = Math.Clamp(Blended(falseSuggestionRate), least, Most);
        var sure = Math.Clamp(Blended(falseSuggestionRate / 10), Math.Max(suggest, LeastSure), Most);
        return new SuggestionThresholds(suggest, sure);

        double Blended(double share) => (weight * PassedBy(share)) + ((1 - weight) * Expected(share));

        double PassedBy(double share)
        {
            var at = (int)Math.Floor(share * descending.Length);
            return at < descending.Length ? Math.BitIncrement(descending[at]) : 0;
        }
    }

    /// <summary>The same decisions where no probability is above the ceiling; but still nothing is sure below 0.9.</summary>
    /// <param name="ceiling">See <see cref="EvidenceCalibration.Ceiling"/>.</param>
    public SuggestionThresholds Below(double ceiling) => new(Suggest * ceiling, Math.Max(Sure * ceiling, LeastSure));

    /// <summary>
    /// The threshold that a share of strangers is expected to pass: 0.22 for 1 %, 0.95 for 0.1 % (one half of LFW's people, the default
    /// calibration), and on the straight line through both in log-odds against the logarithm of the share.
    /// </summary>
    internal static double Expected(double share)
    {
        var (atOne, atTenth) = (LogOdds(0.22), LogOdds(0.95));
        var odds = atOne + ((atTenth - atOne) * (-2 - Math.Log10(share)));
        return 1 / (1 + Math.Exp(-odds));

        static double LogOdds(double p) => Math.Log(p / (1 - p));
    }
}
