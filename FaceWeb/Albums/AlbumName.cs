namespace FaceWeb.Albums;

/// <summary>The body of the calls that make and rename an album.</summary>
/// <param name="Name">1 to 200 characters.</param>
public sealed record AlbumName(string? Name);
