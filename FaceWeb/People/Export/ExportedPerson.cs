namespace FaceWeb.People.Export;

/// <summary>A person as they are exported.</summary>
/// <param name="Id">The person's key.</param>
/// <param name="Name">The name.</param>
/// <param name="OtherNames">The names of those merged into them.</param>
/// <param name="BirthDate">The day of birth, when told.</param>
/// <param name="Hidden">Whether they are hidden.</param>
/// <param name="FirstNamedAt">When they were first named, UTC.</param>
/// <param name="ConfirmedFaces">How many faces are confirmed as them.</param>
/// <param name="SuggestedFaces">For how many faces they are suggested first.</param>
/// <param name="RejectedFaces">Of how many faces somebody said that they are not them.</param>
/// <param name="ToldApartFrom">The people of whom somebody said that they are somebody else.</param>
/// <param name="Files">What the other files hold.</param>
public sealed record ExportedPerson(
    long Id, string Name, IReadOnlyList<string> OtherNames, DateOnly? BirthDate, bool Hidden, DateTime FirstNamedAt, int ConfirmedFaces,
    int SuggestedFaces, int RejectedFaces, IReadOnlyList<string> ToldApartFrom, IReadOnlyDictionary<string, string> Files);
