using FaceWeb.Albums;

namespace FaceWeb.Videos;

/// <summary>A video with its tracks.</summary>
/// <param name="Photo">What a video has in common with a photo.</param>
/// <param name="Tracks">Its tracks, in order of time.</param>
/// <param name="LookedUpTo">Up to where it has been looked at, milliseconds; null before the first look.</param>
public sealed record VideoView(PhotoView Photo, IReadOnlyList<TrackView> Tracks, long? LookedUpTo)
{
    /// <summary>How long it is, in milliseconds; 0 while that is not known.</summary>
    public long Duration => Photo.Duration ?? 0;
}
