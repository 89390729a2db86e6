using FaceWeb.Pipeline.Video;

namespace FaceWeb.Store;

/// <summary>The frames of a copy, with what the original says of itself.</summary>
internal sealed class CopiedFrames(IVideoFrames copy, VideoFacts original) : IVideoFrames
{
    /// <inheritdoc />
    public VideoFacts Facts { get; } = original with { Width = copy.Facts.Width, Height = copy.Facts.Height };

    /// <inheritdoc />
    public Task<VideoFrame?> NextAsync(int faces, CancellationToken cancel) => copy.NextAsync(faces, cancel);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => copy.DisposeAsync();
}
