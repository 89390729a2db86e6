using FaceWeb.Pipeline.Classification.Scoring;

namespace FaceWeb.Pipeline.Classification.Calibration;

/// <summary>
/// Turns evidence into a probability by logistic regression: one set of weights for people with a hyperplane, one for people who
/// are known by their nearest faces alone.
/// </summary>
/// <param name="WithMargin">Weights of a constant, the prototype's cosine, the nearest faces' cosine, and the margin.</param>
/// <param name="WithoutMargin">Weights of a constant, the same two cosines, and the gap.</param>
internal sealed record EvidenceCalibration(double[] WithMargin, double[] WithoutMargin)
{
    /// <summary>
    /// Used before there is anything to fit, and as the centre that fits are drawn to. Fitted on one half of LFW's people (the compact
    /// pack; galleries of 2 to 40 people with 1 to 8 faces each, as many strangers as known faces) and rounded; on the other half it is
    /// as good as weights fitted to each size of gallery. With one face a person it gives even odds at a cosine of about 0.40, which
    /// 1 stranger in 8,000 reaches.
    /// </summary>
    public static EvidenceCalibration Default { get; } = new([-7.5, 8, 9, 7], [-12, 13, 13, 7]);

    /// <summary>
    /// The default where the hyperplanes were trained against few others: a margin then says little of strangers, so cosines have to say
    /// more. Between 2 and 25 others the weights are interpolated (fitted on the same half of LFW's people to 2, 4, 10 and all people).
    /// </summary>
    /// <param name="others">How many other people, named or not, each person was told from.</param>
    public static EvidenceCalibration DefaultAmong(int others)
    {
        var share = Math.Clamp((others - 2) / 23.0, 0, 1);
        double[] amongFew = [-10.5, 14, 6, 4];
        return Default with { WithMargin = [.. amongFew.Zip(Default.WithMargin, (few, many) => few + (share * (many - few)))] };
    }

    /// <summary>
    /// How strongly fits are drawn to the default: standard deviations of a normal prior. Narrow, because the default already fits small
    /// and large albums, while a fit to some hundred cross-validated faces, whose galleries miss a fifth of the photos, is too
    /// cautious (deviations ten times as wide gave a calibration error of 0.005 instead of 0.003 on LFW, and 0.03 with four people).
    /// </summary>
    public static double[] DeviationsWithMargin { get; } = [0.5, 1, 1, 0.5];

    /// <summary>The same for the weights without a margin.</summary>
    public static double[] DeviationsWithoutMargin { get; } = [0.5, 1, 1, 1];

    /// <summary>The probability, 0 to 1.</summary>
    public double Probability(in Evidence evidence)
    {
        var weights = evidence.HasMargin ? WithMargin : WithoutMargin;
        Span<double> features = stackalloc double[weights.Length];
        evidence.Features(features);
        var logit = 0d;
        for (var i = 0; i < weights.Length; i++)
            logit += weights[i] * features[i];
        return 1 / (1 + Math.Exp(-logit));
    }

    /// <summary>The terms that <see cref="Probability"/> adds up.</summary>
    public IReadOnlyList<EvidenceTerm> Terms(in Evidence evidence)
    {
        var weights = evidence.HasMargin ? WithMargin : WithoutMargin;
        Span<double> features = stackalloc double[weights.Length];
        evidence.Features(features);
        EvidenceKind[] kinds = [EvidenceKind.Constant, EvidenceKind.MeanCosine, EvidenceKind.NearestCosine, evidence.HasMargin ? EvidenceKind.Margin
            : EvidenceKind.Gap];
        var terms = new EvidenceTerm[weights.Length];
        for (var i = 0; i < terms.Length; i++)
            terms[i] = new EvidenceTerm(kinds[i], features[i], weights[i]);
        return terms;
    }
}
