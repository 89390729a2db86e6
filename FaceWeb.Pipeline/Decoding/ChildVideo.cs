using FaceWeb.Pipeline.Video;

namespace FaceWeb.Pipeline.Decoding;

/// <summary>The video that a child has open: between two frames it keeps its place, and no longer.</summary>
internal sealed class ChildVideo : IDisposable
{
    // Frames read for one request: a second or two of work, whatever is left out.
    private const int FramesAtOnce = 100;

    private readonly VideoFile file;
    private readonly SampledFrames frames;

    private ChildVideo(VideoFile file, VideoWish wish) => (this.file, frames) = (file, new SampledFrames(file, wish.Sampling, wish.From));

    /// <summary>What the container says.</summary>
    public VideoFacts Facts => file.Facts;

    /// <summary>Opens one.</summary>
    public static ChildVideo Open(string path, VideoWish wish) => new(VideoFile.Open(path, wish.Limits), wish);

    /// <summary>Reads on to the next frame to be looked at.</summary>
    public (DecodeReply Reply, SharedPixels? Pixels) Next(int faces)
    {
        if (frames.Next(faces, FramesAtOnce) is not { } frame)
            return (frames.Ended ? new DecodeReply.VideoEnded() : new DecodeReply.VideoGoesOn(), null);
        using var picture = frame.Pixels;
        var pixels = SharedPixels.Create(picture.Width, picture.Height);
        try
        {
            using var target = pixels.AsPicture(picture.Width, picture.Height);
            picture.Mat.CopyTo(target);
            return (new DecodeReply.Frame(pixels.Descriptor, picture.Width, picture.Height, frame.Time, frame.Number, frame.FirstOfShot), pixels);
        }
        catch
        {
            pixels.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();
}
