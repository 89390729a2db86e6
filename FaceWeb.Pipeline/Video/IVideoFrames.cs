using FaceWeb.Pipeline.Imaging;

namespace FaceWeb.Pipeline.Video;

/// <summary>The frames of a video that are to be looked at, one after the other. Used by one caller at a time.</summary>
public interface IVideoFrames : IAsyncDisposable
{
    /// <summary>What the container says.</summary>
    VideoFacts Facts { get; }

    /// <summary>The next frame.</summary>
    /// <param name="faces">How many faces were seen last: where there are some, the next look comes sooner.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <returns>Null after the last one.</returns>
    /// <exception cref="PhotoException">The video goes beyond its limits; the message says how.</exception>
    Task<VideoFrame?> NextAsync(int faces, CancellationToken cancel);
}
