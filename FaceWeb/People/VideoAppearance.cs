namespace FaceWeb.People;

/// <summary>A person's appearance in a video.</summary>
/// <param name="FaceId">The track's face.</param>
/// <param name="PhotoId">The video.</param>
/// <param name="FileName">Its name.</param>
/// <param name="Start">From when, milliseconds from the video's start.</param>
/// <param name="End">To when.</param>
public sealed record VideoAppearance(long FaceId, long PhotoId, string FileName, long Start, long End);
