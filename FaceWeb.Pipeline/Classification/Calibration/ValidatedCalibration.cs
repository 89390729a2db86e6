using System.Diagnostics;
using FaceWeb.Pipeline.Classification.Report;
using FaceWeb.Pipeline.Classification.Scoring;
using FaceWeb.Pipeline.Classification.Training;

namespace FaceWeb.Pipeline.Classification.Calibration;

/// <summary>What cross-validation settles: C, calibration, thresholds, and the figures of the report.</summary>
/// <param name="Calibration">Evidence to probability.</param>
/// <param name="Thresholds">From which probability a name is suggested, and sure.</param>
/// <param name="Measured">The faces that it was settled on.</param>
/// <param name="Report">The report with its cross-validated figures; what the training adds is still empty.</param>
internal sealed record ValidatedCalibration(
    EvidenceCalibration Calibration,
    SuggestionThresholds Thresholds,
    MeasuredFaces Measured,
    TrainingReport Report)
{
    /// <summary>Beyond this many faces x people only the first price is tried: each costs five trainings.</summary>
    private const long FewFacesTimesPeople = 2_000_000;

    /// <summary>Another C is taken only if it lessens the logarithmic loss by this share: less is chance.</summary>
    private const double ClearGain = 0.02;

    private static readonly double[] Prices = [1, 4, 0.25];

    /// <summary>
    /// What the model before was validated with, if that still holds (<see cref="MeasuredFaces.HoldsFor"/>) and the same rate is asked for;
    /// else null.
    /// </summary>
    public static ValidatedCalibration? CarriedOver(TrainedClassifier? before, TrainingSet set, TrainingOptions options)
    {
        if (before?.Report is not { } report || before.Measured is not { } measured || report.FalseSuggestionRate != options.FalseSuggestionRate
            || before.Normalisation is null != set.Normalisation is null)
            return null;
        return measured.HoldsFor(MeasuredFaces.Of(set))
            ? new ValidatedCalibration(before.Calibration, new SuggestionThresholds(before.SuggestThreshold, before.SureThreshold), measured,
                report with { CrossValidationCarriedOver = true })
            : null;
    }

    /// <summary>Cross-validates one price after the other while there is time, and takes the one whose scores tell right from wrong best.</summary>
    public static ValidatedCalibration Validate(
        TrainingSet set, TrainingOptions options, Stopwatch clock, Action<double> progress, CancellationToken cancel)
    {
        var sample = CrossValidationSample.Take(set, options.Seed);
        var people = sample.Faces.Select(face => face.PersonId).Distinct().Count();
        var prices = (long)sample.Faces.Count * people <= FewFacesTimesPeople ? Prices : Prices[..1];
        var prior = EvidenceCalibration.DefaultAmong(people - 1 + sample.Ignored.Count + sample.Strangers.Count);
        var folds = new CrossValidation(sample, options.Seed);
        var (price, best, calibration, least) = (prices[0], new List<ScoredFace>(), prior, double.PositiveInfinity);
        for (var i = 0; i < prices.Length; i++)
        {
            var scored = folds.Run(ClassifierTrainer.Svm(options, prices[i]), cancel);
            var fitted = CalibrationFitter.Fit(scored, prior);
            var loss = LogLoss(scored, fitted);
            if (i == 0 || loss < least * (1 - ClearGain))
                (price, best, calibration, least) = (prices[i], scored, fitted, loss);
            progress((i + 1) / (double)prices.Length);
            if (clock.Elapsed * (i + 2) / (i + 1) > options.Budget)
                break;
        }
        var figures = new CrossValidatedFigures(best, calibration);
        var strangers = figures.StrangerScores;
        var thresholds = strangers.Length == 0 ? SuggestionThresholds.Default
            : SuggestionThresholds.From([.. strangers.Select(score => score / calibration.Ceiling)], figures.StrangerPeople, options.FalseSuggestionRate)
                .Below(calibration.Ceiling);
        return new ValidatedCalibration(calibration, thresholds, MeasuredFaces.Of(set), new TrainingReport
        {
            People = 0,
            PeopleWithHyperplane = 0,
            Faces = 0,
            Strangers = 0,
            CrossValidatedFaces = figures.KnownFaces,
            CrossValidatedFaceIds = figures.KnownFaceIds,
            CrossValidatedStrangers = strangers.Length,
            CrossValidationCarriedOver = false,
            Rank1Accuracy = figures.Rank1Accuracy,
            DetectionAndIdentificationRateAt1Percent = figures.DetectionAndIdentificationRateAt1Percent,
            IdentificationCurve = figures.IdentificationCurve,
            Scores = figures.Scores,
            FalseSuggestionRate = options.FalseSuggestionRate,
            StrangerSuggestionRate = strangers.Length == 0 ? null : strangers.Count(p => p >= thresholds.Suggest) / (double)strangers.Length,
            ExpectedCalibrationError = figures.ExpectedCalibrationError,
            Reliability = figures.Reliability,
            Confusions = figures.Confusions,
            SuspectFaces = [],
            PersonNotes = [],
            C = price,
            SuggestThreshold = thresholds.Suggest,
            SureThreshold = thresholds.Sure,
            Ceiling = calibration.Ceiling,
            TrainingTime = TimeSpan.Zero,
            WarmStarted = false,
        });
    }

    private static double LogLoss(List<ScoredFace> scored, EvidenceCalibration calibration)
    {
        var sum = 0d;
        foreach (var face in scored)
        {
            var probabilities = calibration.Probabilities(face.Evidence);
            var right = Enumerable.Range(0, probabilities.Length).Where(face.IsRight).Sum(c => probabilities[c]);
            // A person who was not even shortlisted counts as nobody known.
            sum -= Math.Log(Math.Clamp(right > 0 ? right : 1 - probabilities.Sum(), 1e-9, 1));
        }
        return sum;
    }
}
