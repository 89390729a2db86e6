namespace FaceWeb.Faces;

/// <summary>A person as named beside a face.</summary>
/// <param name="Id">The person's key.</param>
/// <param name="Name">The person's name.</param>
public sealed record PersonRef(long Id, string Name);
