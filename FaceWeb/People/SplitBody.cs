namespace FaceWeb.People;

/// <summary>Which faces are somebody else.</summary>
/// <param name="FaceIds">Faces confirmed as the person that the address names.</param>
/// <param name="Name">The new person's name.</param>
public sealed record SplitBody(IReadOnlyList<long>? FaceIds, string? Name);
