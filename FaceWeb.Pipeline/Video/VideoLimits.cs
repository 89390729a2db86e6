namespace FaceWeb.Pipeline.Video;

/// <summary>What a video may ask of time and memory.</summary>
public sealed record VideoLimits
{
    /// <summary>Longest duration (default 4 hours).</summary>
    public TimeSpan MaxDuration { get; init; } = TimeSpan.FromHours(4);

    /// <summary>Most frames (default 1,000,000: four hours at 60 a second have 864,000).</summary>
    public long MaxFrames { get; init; } = 1_000_000;

    /// <summary>Most pixels of a frame (default 36 million: 8K has 33).</summary>
    public long MaxFramePixels { get; init; } = 36_000_000;
}
