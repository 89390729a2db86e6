using FaceWeb.Pipeline.Classification.Scoring;

namespace FaceWeb.Pipeline.Classification.Calibration;

/// <summary>Fits a calibration to faces that were scored by classifiers which have not seen them.</summary>
internal static class CalibrationFitter
{
    /// <summary>
    /// Fits both sets of weights and the ceiling. All candidates count for the weights without a margin, as if nobody had one; then those
    /// for people with a hyperplane are fitted beside them.
    /// </summary>
    /// <param name="scored">The faces.</param>
    /// <param name="prior">What the weights are drawn to.</param>
    public static EvidenceCalibration Fit(IReadOnlyList<ScoredFace> scored, EvidenceCalibration prior)
    {
        var without = ConditionalLogit.Fit(
            [.. scored.Where(face => face.Evidence.Count > 0).Select(WithoutMargins)], prior.WithoutMargin, EvidenceCalibration.DeviationsWithoutMargin);
        var with = ConditionalLogit.Fit(
            [.. scored.Where(face => face.Evidence.Any(evidence => evidence.HasMargin)).Select(face => WithMargins(face, without))],
            prior.WithMargin, EvidenceCalibration.DeviationsWithMargin);
        var calibration = new EvidenceCalibration(with, without);
        var known = scored.Where(face => !face.IsStranger).Select(face => (Face: face, First: face.First(calibration)))
            .Where(face => face.First.Candidate >= 0);
        return calibration with
        {
            Ceiling = NameErrors.Ceiling([.. known.Select(face => (face.First.Probability, face.Face.IsRight(face.First.Candidate)))]),
        };
    }

    private static ScoredChoice WithoutMargins(ScoredFace face) =>
        new([.. face.Evidence.Select(evidence => FeaturesOf(evidence with { Margin = float.NaN }))], new double[face.Evidence.Count], Right(face));

    private static ScoredChoice WithMargins(ScoredFace face, double[] without)
    {
        var others = new EvidenceCalibration(without, without);
        return new ScoredChoice(
            [.. face.Evidence.Select(evidence => evidence.HasMargin ? FeaturesOf(evidence) : new double[Evidence.FeatureCount])],
            [.. face.Evidence.Select(evidence => evidence.HasMargin ? 0 : others.Logit(evidence))],
            Right(face));
    }

    private static int Right(ScoredFace face) =>
        Enumerable.Range(0, face.Evidence.Count).Where(face.IsRight).Select(candidate => (int?)candidate).FirstOrDefault() ?? -1;

    private static double[] FeaturesOf(Evidence evidence)
    {
        var features = new double[Evidence.FeatureCount];
        evidence.Features(features);
        return features;
    }
}
