namespace FaceWeb.Faces.Naming;

/// <summary>A person as lists show them.</summary>
/// <param name="Id">The person's key.</param>
/// <param name="Name">The name.</param>
/// <param name="Hidden">Hidden people are not listed and not suggested.</param>
/// <param name="CoverFaceId">The face to show: the chosen one, else the one of best quality; null without faces.</param>
/// <param name="Faces">How many faces are confirmed as this person.</param>
/// <param name="Suggested">How many undecided faces have this person as their first suggestion.</param>
/// <param name="BirthDate">The day of birth, when told.</param>
public sealed record PersonSummary(long Id, string Name, bool Hidden, long? CoverFaceId, int Faces, int Suggested, DateOnly? BirthDate);
