using FaceWeb.Albums;
using FaceWeb.Analysis;
using FaceWeb.Data;

namespace FaceWeb.Videos;

/// <summary>A video with its tracks.</summary>
/// <param name="Photo">What a video has in common with a photo.</param>
/// <param name="Tracks">Its tracks, in order of time.</param>
/// <param name="LookedUpTo">Up to where it has been looked at, milliseconds; null before the first look.</param>
/// <param name="EveryFrame">Whether every frame is wanted to be looked at.</param>
/// <param name="Latitude">Where it was taken, degrees north; null where that is not known.</param>
/// <param name="Longitude">Where it was taken, degrees east.</param>
/// <param name="Copying">How much of the copy is made that it has to have first, 0 to 1; null where none is being made.</param>
public sealed record VideoView(
    PhotoView Photo, IReadOnlyList<TrackView> Tracks, long? LookedUpTo, bool EveryFrame = false, double? Latitude = null, double? Longitude = null,
    double? Copying = null)
{
    /// <summary>Whether a look at every frame was called off before its end, and can go on.</summary>
    public bool EveryFrameHalted =>
        EveryFrame && Photo.State is PhotoState.Analysed or PhotoState.Failed && LookedUpTo is { } upTo && upTo < Duration - PhotoStates.LeastLeft;

    /// <summary>How long it is, in milliseconds; 0 while that is not known.</summary>
    public long Duration => Photo.Duration ?? 0;
}
