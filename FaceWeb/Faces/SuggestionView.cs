namespace FaceWeb.Faces;

/// <summary>A name offered for an undecided face.</summary>
/// <param name="PersonId">The person's key.</param>
/// <param name="Name">The person's name.</param>
/// <param name="Probability">Calibrated probability that it is this person, 0 to 1.</param>
public sealed record SuggestionView(long PersonId, string Name, double Probability);
