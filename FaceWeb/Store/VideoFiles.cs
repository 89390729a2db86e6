using System.Runtime.CompilerServices;
using FaceWeb.Pipeline.Decoding;
using FaceWeb.Pipeline.Imaging;
using FaceWeb.Pipeline.Video;
using Microsoft.Extensions.Options;

namespace FaceWeb.Store;

/// <summary>Opens videos, in decoder processes: the only place where one is read.</summary>
public sealed class VideoFiles(IOptions<UploadOptions> upload, IPhotoDecoder decoder)
{
    // As many as fit one request to a decoder process.
    private const int TimesAtOnce = 2000;

    /// <summary>Opens a video for looking at its frames.</summary>
    /// <param name="path">The file.</param>
    /// <param name="sampling">Which frames; the default when null.</param>
    /// <param name="from">Frames before this time are left out.</param>
    /// <param name="asker">Who waits for it.</param>
    /// <param name="cancel">Stops before it is opened.</param>
    /// <exception cref="PhotoException">Not a video, without pictures, or beyond the limits; the message says which.</exception>
    public Task<IVideoFrames> OpenAsync(string path, VideoSampling? sampling, TimeSpan from, DecodeAsker asker, CancellationToken cancel) =>
        decoder.OpenVideoAsync(path, upload.Value.VideoLimits, sampling ?? new(), from, asker, cancel);

    /// <summary>What a video's container says, and its first picture, which shows that it can be read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancel">Stops reading.</param>
    /// <returns>The facts and the picture, which the caller disposes.</returns>
    /// <exception cref="PhotoException">It cannot be read; the message says why.</exception>
    public async Task<(VideoFacts Facts, PhotoPixels First)> BeginAsync(string path, CancellationToken cancel)
    {
        await using var frames = await OpenAsync(path, null, TimeSpan.Zero, DecodeAsker.Person, cancel);
        var first = await frames.NextAsync(0, cancel);
        return first is null ? throw Unreadable(frames.Facts) : (frames.Facts, first.Pixels);
    }

    /// <summary>The frames of a video that are shown at some times.</summary>
    /// <param name="path">The file.</param>
    /// <param name="times">When, in any order.</param>
    /// <param name="asker">Who waits for them.</param>
    /// <param name="cancel">Stops between two frames.</param>
    /// <returns>Each frame once, in order of time, with its time; the caller disposes it. Fewer where the video ends before.</returns>
    /// <exception cref="PhotoException">It cannot be read; the message says why.</exception>
    public async IAsyncEnumerable<(TimeSpan Time, PhotoPixels Frame)> FramesAsync(
        string path, IReadOnlyCollection<TimeSpan> times, DecodeAsker asker, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var part in times.Distinct().Order().Chunk(TimesAtOnce))
        {
            await using var frames = await OpenAsync(path, new VideoSampling { At = part }, TimeSpan.Zero, asker, cancel);
            while (await frames.NextAsync(0, cancel) is { } frame)
                yield return (frame.Time, frame.Pixels);
        }
    }

    private static PhotoException Unreadable(VideoFacts facts) => new(
        facts.Codec.Equals("av01", StringComparison.OrdinalIgnoreCase)
            ? "The video is packed as AV1, which cannot be read here. Save it as H.264, HEVC or VP9 with a video program and upload that."
            : "None of the video's pictures can be read: it is damaged, or packed in a way that is not known here"
                + $"{(facts.Codec.Length > 0 ? $" ({facts.Codec})" : "")}. Save it as H.264 with a video program and upload that.");
}
