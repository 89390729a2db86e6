namespace FaceWeb.Faces.Naming;

/// <summary>A new person.</summary>
/// <param name="Name">The name, 1 to 100 characters.</param>
public sealed record PersonNameBody(string? Name);
