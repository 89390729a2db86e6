using FaceWeb.Pipeline.Classification.Scoring;

namespace FaceWeb.Pipeline.Classification.Calibration;

/// <summary>
/// Turns evidence into probabilities by conditional logistic regression (McFadden: Conditional logit analysis of qualitative choice behavior,
/// 1974): a face is one of the people who come into question or nobody known, so what speaks for one of two look-alikes takes from the other.
/// One set of weights for people with a hyperplane, one for people who are known by their nearest faces alone.
/// </summary>
/// <param name="WithMargin">Weights of the numbers of <see cref="Evidence.Features"/>.</param>
/// <param name="WithoutMargin">The same; the margin's is 0.</param>
internal sealed record EvidenceCalibration(double[] WithMargin, double[] WithoutMargin)
{
    /// <summary>
    /// The share of names that are right where nothing speaks against them, above 0 and at most 1: what is confirmed holds wrong names and
    /// look-alikes, so no probability is above it (<see cref="NameErrors"/>).
    /// </summary>
    public double Ceiling { get; init; } = 1;

    /// <summary>
    /// Used before there is anything to fit, and as the centre that fits are drawn to. Fitted on one half of LFW's people (the compact
    /// pack; galleries of 2 to 40 people with 1 to 8 faces each, as many strangers as known faces) and rounded; on the other half it is
    /// as good as weights fitted to each size of gallery, and once cosines are corrected it ranks families as well as weights fitted to them
    /// (<c>FaceWeb.Bench calibrate</c>). With one face a person it gives even odds at a cosine of about 0.40, which 1 stranger in 8,000 reaches.
    /// </summary>
    public static EvidenceCalibration Default { get; } = FromFour([-7.5, 8, 9, 7], [-12, 13, 13, 7]);

    /// <summary>
    /// The default where the hyperplanes were trained against few others: a margin then says little of strangers, so cosines have to say
    /// more. Between 2 and 25 others the weights are interpolated (fitted on the same half of LFW's people to 2, 4, 10 and all people).
    /// </summary>
    /// <param name="others">How many other people, named or not, each person was told from.</param>
    public static EvidenceCalibration DefaultAmong(int others)
    {
        var share = Math.Clamp((others - 2) / 23.0, 0, 1);
        double[] amongFew = [-10.5, 14, 6, 4, 0, 0, 0];
        return Default with { WithMargin = [.. amongFew.Zip(Default.WithMargin, (few, many) => few + (share * (many - few)))] };
    }

    /// <summary>
    /// How strongly fits are drawn to the default: standard deviations of a normal prior. Narrow, because the default already fits small
    /// and large albums, while a fit to some hundred cross-validated faces, whose galleries miss a fifth of the photos, is too
    /// cautious (deviations ten times as wide gave a calibration error of 0.005 instead of 0.003 on LFW, and 0.03 with four people).
    /// </summary>
    public static double[] DeviationsWithMargin { get; } = [0.5, 1, 1, 0.5, 1, 0.3, 1];

    /// <summary>
    /// The same for the weights without a margin, whose own weight stays at 0. Narrower still: of two photos of a person cross-validation leaves
    /// one, and what is fitted to that is too cautious for two.
    /// </summary>
    public static double[] DeviationsWithoutMargin { get; } = [0.25, 0.5, 0.5, 1e-3, 0.6, 0.2, 0.5];

    /// <summary>Weights that an older version saved: a constant, the two cosines, and the margin or, without one, the gap.</summary>
    /// <exception cref="ArgumentException">They are not four each.</exception>
    public static EvidenceCalibration FromFour(double[] withMargin, double[] withoutMargin)
    {
        if (withMargin.Length != 4 || withoutMargin.Length != 4)
            throw new ArgumentException($"{withMargin.Length} and {withoutMargin.Length} weights instead of four each.");
        return new([.. withMargin, 0, 0, 0], [withoutMargin[0], withoutMargin[1], withoutMargin[2], 0, withoutMargin[3], 0, 0]);
    }

    /// <summary>
    /// The probabilities that a face is each of the people who come into question: Ceiling x e^s / (1 + the sum of all e^s), the 1 for nobody
    /// known. Together at most <see cref="Ceiling"/>.
    /// </summary>
    /// <param name="evidence">What speaks for each.</param>
    /// <param name="inQuestion">
    /// Of so many, from the first, the sum is made; null for all. Those behind them were asked about in any case and take nothing from others.
    /// </param>
    public double[] Probabilities(IReadOnlyList<Evidence> evidence, int? inQuestion = null)
    {
        var logits = new double[evidence.Count];
        var most = 0d;
        for (var c = 0; c < logits.Length; c++)
            most = Math.Max(most, logits[c] = Logit(evidence[c]));
        var sum = Math.Exp(-most);
        for (var c = 0; c < (inQuestion ?? logits.Length); c++)
            sum += Math.Exp(logits[c] - most);
        for (var c = 0; c < logits.Length; c++)
        {
            var own = Math.Exp(logits[c] - most);
            logits[c] = Ceiling * own / (c < (inQuestion ?? logits.Length) ? sum : sum + own);
        }
        return logits;
    }

    /// <summary>
    /// The probability that a face is the first of its candidates rather than nobody known: what the first would get if no other came into
    /// question. By it, not by the first's share, it is decided whether a face is suggested at all: one of two brothers surely is, a stranger who
    /// looks a little like each of a family is not.
    /// </summary>
    /// <param name="probabilities">Of all candidates, in any order; the first is the most probable one.</param>
    /// <returns>0 to <see cref="Ceiling"/>; 0 without candidates.</returns>
    public double FirstOrNobody(IReadOnlyCollection<double> probabilities)
    {
        var first = probabilities.Count == 0 ? 0 : probabilities.Max();
        return first <= 0 ? 0 : Ceiling * first / (first + Math.Max(0, Ceiling - probabilities.Sum()));
    }

    /// <summary>The sum of the terms: the logarithm of the odds that the face is this person rather than nobody known.</summary>
    public double Logit(in Evidence evidence)
    {
        var weights = evidence.HasMargin ? WithMargin : WithoutMargin;
        Span<double> features = stackalloc double[weights.Length];
        evidence.Features(features);
        var logit = 0d;
        for (var i = 0; i < weights.Length; i++)
            logit += weights[i] * features[i];
        return logit;
    }

    /// <summary>The terms that <see cref="Logit"/> adds up.</summary>
    public IReadOnlyList<EvidenceTerm> Terms(in Evidence evidence)
    {
        var weights = evidence.HasMargin ? WithMargin : WithoutMargin;
        Span<double> features = stackalloc double[weights.Length];
        evidence.Features(features);
        EvidenceKind[] kinds =
            [EvidenceKind.Constant, EvidenceKind.MeanCosine, EvidenceKind.NearestCosine, EvidenceKind.Margin, EvidenceKind.Gap, EvidenceKind.People,
                EvidenceKind.Level];
        var terms = new List<EvidenceTerm>();
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] != 0 && (kinds[i] != EvidenceKind.Margin || evidence.HasMargin))
                terms.Add(new EvidenceTerm(kinds[i], features[i], weights[i]));
        }
        return terms;
    }
}
