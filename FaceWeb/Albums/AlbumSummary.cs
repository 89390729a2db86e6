namespace FaceWeb.Albums;

/// <summary>An album as lists and the HTTP API show it.</summary>
/// <param name="Id">The album's key.</param>
/// <param name="Name">Its name.</param>
/// <param name="CreatedAt">When it was made, UTC.</param>
/// <param name="Photos">How many photos it has.</param>
/// <param name="Queued">Photos that wait to be analysed.</param>
/// <param name="Running">Photos that are being analysed.</param>
/// <param name="Analysed">Photos whose faces are known.</param>
/// <param name="Failed">Photos that could not be analysed.</param>
/// <param name="Faces">Faces on its photos; those said to be no faces are not counted.</param>
/// <param name="Undecided">Faces that nobody has decided yet.</param>
/// <param name="CoverPhotoId">The photo that stands for the album: its first one that did not fail; null while there is none.</param>
/// <param name="CoverVersion">The cover's <see cref="PhotoSummary.Version"/>.</param>
public sealed record AlbumSummary(
    long Id,
    string Name,
    DateTime CreatedAt,
    int Photos,
    int Queued,
    int Running,
    int Analysed,
    int Failed,
    int Faces,
    int Undecided,
    long? CoverPhotoId,
    string? CoverVersion);
