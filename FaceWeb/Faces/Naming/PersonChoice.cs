namespace FaceWeb.Faces.Naming;

/// <summary>Whom a user picked: someone known, or a new name.</summary>
/// <param name="PersonId">The person's key; null for a new person called <paramref name="Name"/>.</param>
/// <param name="Name">The person's name.</param>
/// <param name="CoverFaceId">The face to show, to tell people of the same name apart; null for none.</param>
/// <param name="Faces">How many faces are confirmed as this person.</param>
/// <param name="BirthDate">The day of birth, when told.</param>
public sealed record PersonChoice(long? PersonId, string Name, long? CoverFaceId = null, int Faces = 0, DateOnly? BirthDate = null);
