namespace FaceWeb.Albums;

/// <summary>A photo whose analysis was given up.</summary>
/// <param name="Id">The photo.</param>
/// <param name="FileName">Its file's name.</param>
/// <param name="AlbumId">Its album.</param>
/// <param name="AlbumName">Its album's name.</param>
/// <param name="Error">Why, as a sentence.</param>
public sealed record FailedPhoto(long Id, string FileName, long AlbumId, string AlbumName, string? Error);
