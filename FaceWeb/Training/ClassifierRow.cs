using System.Globalization;
using FaceWeb.Data;

namespace FaceWeb.Training;

/// <summary>What lists and pages read of a classifier's row: all but its bytes.</summary>
/// <param name="Id">Its key.</param>
/// <param name="TrainedAt">When its faces were read, UTC.</param>
/// <param name="Model">The model pack whose embeddings it reads.</param>
/// <param name="People">How many people it knows.</param>
/// <param name="Faces">How many confirmed faces it was trained on.</param>
/// <param name="Rank1Accuracy">See <see cref="ClassifierSummary.Rank1Accuracy"/>.</param>
/// <param name="Active">Whether suggestions come from it.</param>
/// <param name="Note">Why its training did or did not activate it.</param>
/// <param name="ActivatedByHandAt">When a person last activated it, UTC.</param>
/// <param name="ReportJson">The training report.</param>
/// <param name="Kept">Whether its bytes are kept.</param>
internal sealed record ClassifierRow(
    long Id,
    DateTime TrainedAt,
    string Model,
    int People,
    int Faces,
    double Rank1Accuracy,
    bool Active,
    string? Note,
    DateTime? ActivatedByHandAt,
    string ReportJson,
    bool Kept)
{
    /// <summary>Reads rows.</summary>
    public static IQueryable<ClassifierRow> Read(IQueryable<Classifier> classifiers) => classifiers.Select(c => new ClassifierRow(
        c.Id, c.TrainedAt, c.Model, c.People, c.Faces, c.Rank1Accuracy, c.Active, c.Note, c.ActivatedByHandAt, c.ReportJson, c.Blob.Length > 0));

    /// <summary>Shows it in a list.</summary>
    /// <param name="model">The model pack in use.</param>
    public ClassifierSummary Summary(string model)
    {
        var report = Training.ReportJson.Read(ReportJson);
        return new ClassifierSummary(Id, TrainedAt, Model, People, Faces, Rank1Accuracy, Active, Said)
        {
            IsUsable = Kept && Model == model,
            DetectionAndIdentificationRateAt1Percent = report?.DetectionAndIdentificationRateAt1Percent,
            ExpectedCalibrationError = report?.ExpectedCalibrationError,
            Verdict = report?.Comparison?.Verdict,
        };
    }

    /// <summary>Shows it with its report.</summary>
    public ClassifierView View() =>
        new(Id, TrainedAt, Model, People, Faces, Rank1Accuracy, Active, Said, Training.ReportJson.Read(ReportJson));

    // Why its training did or did not activate it stays said; the last choice by hand is added.
    private string? Said => ActivatedByHandAt is { } at
        ? string.Create(CultureInfo.InvariantCulture, $"{(Note is null ? "" : Note + " ")}Activated by hand on {at:d MMMM yyyy, HH:mm} UTC.")
        : Note;
}
