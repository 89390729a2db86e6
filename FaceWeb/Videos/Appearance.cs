using FaceWeb.Faces;

namespace FaceWeb.Videos;

/// <summary>A named person on a stretch of a video.</summary>
/// <param name="Person">Who.</param>
/// <param name="Start">From, in seconds from the video's start.</param>
/// <param name="End">To, in seconds.</param>
/// <param name="FaceId">The track's face.</param>
public sealed record Appearance(PersonRef Person, double Start, double End, long FaceId);
