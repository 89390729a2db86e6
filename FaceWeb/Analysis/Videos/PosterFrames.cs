using FaceWeb.Pipeline.Imaging;
using FaceWeb.Pipeline.Video;

namespace FaceWeb.Analysis.Videos;

/// <summary>
/// Frames on their way to be looked at, of which one becomes the video's small pictures: the first, and then each that follows one with more
/// faces than any before.
/// </summary>
/// <param name="frames">The frames; disposed with this.</param>
/// <param name="save">Saves a frame's picture, which stays the frame's.</param>
/// <param name="facesBefore">How many faces the present small pictures have; -1 where there are none.</param>
internal sealed class PosterFrames(IVideoFrames frames, Action<PhotoPixels> save, int facesBefore) : IVideoFrames
{
    private int most = facesBefore;

    /// <inheritdoc />
    public VideoFacts Facts => frames.Facts;

    /// <inheritdoc />
    public async Task<VideoFrame?> NextAsync(int faces, CancellationToken cancel)
    {
        var frame = await frames.NextAsync(faces, cancel);
        if (frame is null || faces <= most || (most >= 0 && frame.FirstOfShot))
            return frame;
        most = faces;
        save(frame.Pixels);
        return frame;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => frames.DisposeAsync();
}
