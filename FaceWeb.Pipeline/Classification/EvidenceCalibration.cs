namespace FaceWeb.Pipeline.Classification;

/// <summary>
/// Turns evidence into a probability by logistic regression: one set of weights for people with a hyperplane, one for people who
/// are known by their nearest faces alone.
/// </summary>
/// <param name="WithMargin">Weights of a constant, the prototype's cosine, the nearest faces' cosine, the gap, and the margin.</param>
/// <param name="WithoutMargin">The same without the margin.</param>
internal sealed record EvidenceCalibration(double[] WithMargin, double[] WithoutMargin)
{
    /// <summary>
    /// Used before there is anything to fit, and as the centre that fits are drawn to. Its steepness and middle follow the cosines at
    /// which the compact pack mistakes strangers on LFW (1 in 100: 0.243, 1 in 1,000: 0.335, 1 in 10,000: 0.411, 1 in 100,000: 0.476):
    /// even odds at 0.40, where about 1 stranger in 7,000 is as near to one given face.
    /// </summary>
    public static EvidenceCalibration Default { get; } = new([-10.5, 12, 12, 5, 1.0], [-11.5, 13, 13, 5]);

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
}
