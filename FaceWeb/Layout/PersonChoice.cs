namespace FaceWeb.Layout;

/// <summary>Whom a user picked: someone known, or a new name.</summary>
/// <param name="PersonId">The person's key; null for a new person called <paramref name="Name"/>.</param>
/// <param name="Name">The person's name.</param>
public sealed record PersonChoice(long? PersonId, string Name);
