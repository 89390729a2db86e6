using FaceWeb.Faces;

namespace FaceWeb.Videos;

/// <summary>A track of a video as its page shows it.</summary>
/// <param name="Face">The face, with what was said of it.</param>
/// <param name="Start">When it is first seen, milliseconds from the video's start.</param>
/// <param name="End">When it is last seen.</param>
/// <param name="GroupId">The group of similar unknown faces that it is in; null when in none.</param>
public sealed record TrackView(FaceView Face, long Start, long End, long? GroupId);
