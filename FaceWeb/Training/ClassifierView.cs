using FaceWeb.Pipeline.Classification;
using FaceWeb.Pipeline.Classification.Report;

namespace FaceWeb.Training;

/// <summary>A trained classifier with its report.</summary>
/// <param name="Id">Its key.</param>
/// <param name="TrainedAt">When its training ended, UTC.</param>
/// <param name="Model">The model pack whose embeddings it reads.</param>
/// <param name="People">How many people it knows.</param>
/// <param name="Faces">How many confirmed faces it was trained on.</param>
/// <param name="Rank1Accuracy">See <see cref="ClassifierSummary.Rank1Accuracy"/>.</param>
/// <param name="Active">Whether suggestions come from it.</param>
/// <param name="Note">Why it was or was not activated, and when a person last activated it.</param>
/// <param name="Report">What the training found out; null when an older version wrote it and this one cannot read it.</param>
public sealed record ClassifierView(
    long Id, DateTime TrainedAt, string Model, int People, int Faces, double Rank1Accuracy, bool Active, string? Note, TrainingReport? Report);
