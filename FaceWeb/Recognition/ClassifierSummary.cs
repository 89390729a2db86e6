namespace FaceWeb.Recognition;

/// <summary>A trained classifier in a list.</summary>
/// <param name="Id">Its key.</param>
/// <param name="TrainedAt">When its training ended, UTC.</param>
/// <param name="Model">The model pack whose embeddings it reads.</param>
/// <param name="People">How many people it knows.</param>
/// <param name="Faces">How many confirmed faces it was trained on.</param>
/// <param name="Rank1Accuracy">Cross-validated share of faces whose first name is right, 0 to 1; 0 where nobody has two faces to measure it on.</param>
/// <param name="Active">Whether suggestions come from it.</param>
/// <param name="Note">Why it was or was not activated.</param>
public sealed record ClassifierSummary(
    long Id, DateTime TrainedAt, string Model, int People, int Faces, double Rank1Accuracy, bool Active, string? Note);
