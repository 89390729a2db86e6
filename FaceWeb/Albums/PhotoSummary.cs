using FaceWeb.Data;

namespace FaceWeb.Albums;

/// <summary>A photo as the album's grid shows it.</summary>
/// <param name="Id">The photo's key.</param>
/// <param name="FileName">The name it was uploaded under.</param>
/// <param name="Width">Pixels of the upright original, turned as it is shown.</param>
/// <param name="Height">Pixels of the upright original, turned as it is shown.</param>
/// <param name="State">Where it is on its way through the analysis.</param>
/// <param name="Error">Why the analysis failed; null when it did not.</param>
/// <param name="Faces">Faces on it; those said to be no faces are not counted.</param>
/// <param name="Undecided">Faces that nobody has decided yet.</param>
/// <param name="TakenAt">When it was taken, by the clock at that place.</param>
/// <param name="Version">Names the content: an image address that ends in <c>&amp;v=</c> and this may be kept by the browser for good.</param>
/// <param name="Duration">Of a video, in milliseconds; 0 while it is not known, null for a picture.</param>
public sealed record PhotoSummary(
    long Id,
    string FileName,
    int Width,
    int Height,
    PhotoState State,
    string? Error,
    int Faces,
    int Undecided,
    DateTime? TakenAt,
    string Version,
    long? Duration = null);
