namespace FaceWeb.Faces;

/// <summary>Somebody whose name waits to be confirmed.</summary>
/// <param name="PersonId">The person's key.</param>
/// <param name="Name">The person's name.</param>
/// <param name="Faces">For how many undecided faces the person is suggested first.</param>
public sealed record SuggestedPerson(long PersonId, string Name, int Faces);
