using FaceWeb.Pipeline.Classification.Training;

namespace FaceWeb.Pipeline.Classification.Report;

/// <summary>
/// What is known of a trained classifier. All rates are cross-validated: a face is scored by a classifier that has not seen it, and
/// strangers are people (and given strangers) that it has not seen either.
/// </summary>
public sealed record TrainingReport
{
    /// <summary>People with confirmed faces.</summary>
    public required int People { get; init; }

    /// <summary>People for whom a hyperplane was trained (three faces or more); the others are named by their nearest faces.</summary>
    public required int PeopleWithHyperplane { get; init; }

    /// <summary>Confirmed faces.</summary>
    public required int Faces { get; init; }

    /// <summary>Strangers that were used as negatives.</summary>
    public required int Strangers { get; init; }

    /// <summary>Faces scored by cross-validation: those of people with two faces or more.</summary>
    public required int CrossValidatedFaces { get; init; }

    /// <summary>
    /// True when the cross-validated figures, C, calibration and thresholds are those of the model before, because at most one face in a
    /// hundred has changed since they were measured.
    /// </summary>
    public required bool CrossValidationCarriedOver { get; init; }

    /// <summary>Share of the cross-validated faces whose first name is right, 0 to 1; null where nobody has two faces.</summary>
    public required double? Rank1Accuracy { get; init; }

    /// <summary>
    /// Share of the cross-validated faces whose first name is right and above the threshold that 1 % of the strangers pass
    /// (detection and identification rate, ISO/IEC 19795-1); null with fewer than 100 strangers to measure it on.
    /// </summary>
    public required double? DetectionAndIdentificationRateAt1Percent { get; init; }

    /// <summary>
    /// The curve of identification against false identification, from the strictest threshold to the loosest; about 15 points for each
    /// factor of ten. Empty without strangers or without known faces.
    /// </summary>
    public IReadOnlyList<IdentificationPoint> IdentificationCurve { get; init; } = [];

    /// <summary>How the probabilities of first names are spread, twenty bins; empty in reports of older versions.</summary>
    public IReadOnlyList<ScoreBin> Scores { get; init; } = [];

    /// <summary>Faces that played strangers in cross-validation: those of people left out, and ignored ones.</summary>
    public int CrossValidatedStrangers { get; init; }

    /// <summary>
    /// The faces that were cross-validated as known, so that the next training can be compared on the same ones. Kept with the classifier
    /// itself; empty in reports of older versions.
    /// </summary>
    public IReadOnlyList<long> CrossValidatedFaceIds { get; init; } = [];

    /// <summary>How it compares with the classifier before; null when nobody has compared it.</summary>
    public ModelComparison? Comparison { get; init; }

    /// <summary>The share of strangers that was asked for (<see cref="TrainingOptions.FalseSuggestionRate"/>).</summary>
    public required double FalseSuggestionRate { get; init; }

    /// <summary>Share of strangers, in cross-validation, that got a name above <see cref="SuggestThreshold"/>; null without strangers.</summary>
    public required double? StrangerSuggestionRate { get; init; }

    /// <summary>Mean distance between probability and accuracy over the bins of <see cref="Reliability"/>, weighted by their faces (ECE).</summary>
    public required double ExpectedCalibrationError { get; init; }

    /// <summary>The reliability diagram, ten bins.</summary>
    public required IReadOnlyList<ReliabilityBin> Reliability { get; init; }

    /// <summary>Pairs of people that were taken for each other, most faces first.</summary>
    public required IReadOnlyList<Confusion> Confusions { get; init; }

    /// <summary>Confirmed faces that look wrong, the least fitting first.</summary>
    public required IReadOnlyList<SuspectFace> SuspectFaces { get; init; }

    /// <summary>People with too few or contradictory faces.</summary>
    public required IReadOnlyList<PersonNote> PersonNotes { get; init; }

    /// <summary>The SVM's C that was chosen.</summary>
    public required double C { get; init; }

    /// <summary>How probable the first name must be, rather than nobody known, for names to be suggested.</summary>
    public required double SuggestThreshold { get; init; }

    /// <summary>The least probability at which a name is sure.</summary>
    public required double SureThreshold { get; init; }

    /// <summary>No name is more probable than this: in cross-validation so many of the surest names were right. 1 in reports of older versions.</summary>
    public double Ceiling { get; init; } = 1;

    /// <summary>Wall-clock time of the whole training, cross-validation included.</summary>
    public required TimeSpan TrainingTime { get; init; }

    /// <summary>Whether it began from the hyperplanes of the model before.</summary>
    public required bool WarmStarted { get; init; }
}
