using FaceWeb.Pipeline.Classification;
using FaceWeb.Pipeline.Classification.Report;

namespace FaceWeb.Training;

/// <summary>A trained classifier in a list.</summary>
/// <param name="Id">Its key.</param>
/// <param name="TrainedAt">When its faces were read, UTC.</param>
/// <param name="Model">The model pack whose embeddings it reads.</param>
/// <param name="People">How many people it knows.</param>
/// <param name="Faces">How many confirmed faces it was trained on.</param>
/// <param name="Rank1Accuracy">
/// Cross-validated share of faces whose first name is right, 0 to 1; 0 where nobody has two faces to measure it on.
/// </param>
/// <param name="Active">Whether suggestions come from it.</param>
/// <param name="Note">Why it was or was not activated, and when a person last activated it.</param>
public sealed record ClassifierSummary(
    long Id, DateTime TrainedAt, string Model, int People, int Faces, double Rank1Accuracy, bool Active, string? Note)
{
    /// <summary>Whether it can be activated: kept whole, and of the model pack in use.</summary>
    public bool IsUsable { get; init; }

    /// <summary>See <see cref="TrainingReport.DetectionAndIdentificationRateAt1Percent"/>.</summary>
    public double? DetectionAndIdentificationRateAt1Percent { get; init; }

    /// <summary>See <see cref="TrainingReport.ExpectedCalibrationError"/>; null when the report cannot be read.</summary>
    public double? ExpectedCalibrationError { get; init; }

    /// <summary>How it compared with the one in use when it was trained; null when the report does not say.</summary>
    public ModelVerdict? Verdict { get; init; }
}
