using FaceWeb.Data;

namespace FaceWeb.Videos;

/// <summary>A video's tracks in the HTTP API.</summary>
/// <param name="PhotoId">The video.</param>
/// <param name="Duration">How long it is, in milliseconds; 0 while that is not known.</param>
/// <param name="Width">Width of a frame in pixels, upright.</param>
/// <param name="Height">Height of a frame in pixels, upright.</param>
/// <param name="Turn">By how many degrees clockwise the picture is turned, beyond what its file says, to be upright.</param>
/// <param name="State">Where it is on its way through the analysis.</param>
/// <param name="LookedUpTo">Up to where it has been looked at, milliseconds; null before the first look.</param>
/// <param name="Copying">How much of the copy is made that it has to have first, 0 to 1; null where none is being made.</param>
/// <param name="Tracks">Its tracks, in order of time.</param>
public sealed record VideoTracksView(
    long PhotoId, long Duration, int Width, int Height, int Turn, PhotoState State, long? LookedUpTo, double? Copying,
    IReadOnlyList<TrackSightings> Tracks);
