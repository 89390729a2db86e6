using System.Runtime.CompilerServices;
using FaceWeb.Pipeline.Decoding;
using FaceWeb.Pipeline.Imaging;
using FaceWeb.Pipeline.Video;
using Microsoft.Extensions.Options;

namespace FaceWeb.Store;

/// <summary>Opens videos, in decoder processes: the only place where one is read. What they cannot read is packed anew first.</summary>
public sealed class VideoFiles(IOptions<UploadOptions> upload, IPhotoDecoder decoder, ReadableCopies copies)
{
    // As many as fit one request to a decoder process.
    private const int TimesAtOnce = 2000;

    // Decoder processes were seen to read AV1: that depends on the FFmpeg that OpenCV brings.
    private bool readsAv1;

    /// <summary>Opens a video for looking at its frames; of one that decoder processes cannot read, a copy.</summary>
    /// <param name="path">The file in the store.</param>
    /// <param name="sampling">Which frames; the default when null.</param>
    /// <param name="from">Frames before this time are left out.</param>
    /// <param name="asker">Who waits for it.</param>
    /// <param name="copying">Is told how far a copy is that has to be made first, 0 to 1; null where nobody asks.</param>
    /// <param name="cancel">Stops before it is opened.</param>
    /// <exception cref="PhotoException">Not a video, without pictures, or beyond the limits; the message says which.</exception>
    public async Task<IVideoFrames> OpenAsync(
        string path, VideoSampling? sampling, TimeSpan from, DecodeAsker asker, Action<double>? copying, CancellationToken cancel)
    {
        var frames = await OpenFileAsync(path, sampling, from, asker, cancel);
        var facts = frames.Facts;
        if (!IsAv1(facts) || readsAv1)
            return frames;
        await frames.DisposeAsync();
        if (await ReadsAsync(path, asker, cancel))
            return await OpenFileAsync(path, sampling, from, asker, cancel);
        var copy = await CopyAsync(() => copies.WholeAsync(path, facts.Duration, copying ?? (_ => { }), cancel), NotCopied);
        return new CopiedFrames(await OpenFileAsync(copy, sampling, from, asker, cancel), facts);
    }

    /// <summary>What a video's container says, and its first picture, which shows that it can be read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancel">Stops reading.</param>
    /// <returns>The facts and the picture, which the caller disposes.</returns>
    /// <exception cref="PhotoException">It cannot be read; the message says why.</exception>
    public async Task<(VideoFacts Facts, PhotoPixels First)> BeginAsync(string path, CancellationToken cancel)
    {
        VideoFacts facts;
        await using (var frames = await OpenFileAsync(path, null, TimeSpan.Zero, DecodeAsker.Person, cancel))
        {
            facts = frames.Facts;
            if (await frames.NextAsync(0, cancel) is { } first)
                return (facts, first.Pixels);
        }
        if (!IsAv1(facts))
            throw Unreadable(facts);
        var beginning = await CopyAsync(() => copies.BeginningAsync(path, cancel), _ => Unreadable(facts));
        try
        {
            await using var frames = new CopiedFrames(await OpenFileAsync(beginning, null, TimeSpan.Zero, DecodeAsker.Person, cancel), facts);
            return await frames.NextAsync(0, cancel) is { } first ? (frames.Facts, first.Pixels) : throw Unreadable(facts);
        }
        finally
        {
            File.Delete(beginning);
        }
    }

    /// <summary>What a video's container says of it; no picture is read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancel">Stops reading.</param>
    /// <exception cref="PhotoException">It cannot be read; the message says why.</exception>
    public async Task<VideoFacts> FactsAsync(string path, CancellationToken cancel)
    {
        await using var frames = await OpenFileAsync(path, null, TimeSpan.Zero, DecodeAsker.Job, cancel);
        return frames.Facts;
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
            await using var frames = await OpenAsync(path, new VideoSampling { At = part }, TimeSpan.Zero, asker, null, cancel);
            while (await frames.NextAsync(0, cancel) is { } frame)
                yield return (frame.Time, frame.Pixels);
        }
    }

    private Task<IVideoFrames> OpenFileAsync(string path, VideoSampling? sampling, TimeSpan from, DecodeAsker asker, CancellationToken cancel) =>
        decoder.OpenVideoAsync(path, upload.Value.VideoLimits, sampling ?? new(), from, asker, cancel);

    private async Task<bool> ReadsAsync(string path, DecodeAsker asker, CancellationToken cancel)
    {
        await using var frames = await OpenFileAsync(path, null, TimeSpan.Zero, asker, cancel);
        var first = await frames.NextAsync(0, cancel);
        first?.Pixels.Dispose();
        return readsAv1 |= first is not null;
    }

    private async Task<string> CopyAsync(Func<Task<string>> make, Func<string, PhotoException> failed)
    {
        if (!copies.CanMake)
        {
            throw new PhotoException(
                "The video is packed as AV1, which is read by the ffmpeg program, and the server has none. Its admin can install it (on Debian: apt "
                    + "install ffmpeg); or save the video as H.264, HEVC or VP9 and upload that.");
        }
        try
        {
            return await make();
        }
        catch (FilmException e)
        {
            throw failed(e.Message);
        }
    }

    private static PhotoException NotCopied(string why) =>
        new($"The video is packed as AV1, and the copy for reading it could not be made. {why}");

    private static bool IsAv1(VideoFacts facts) => facts.Codec.ToLowerInvariant() is "av01" or "av1";

    private static PhotoException Unreadable(VideoFacts facts) => new(
        "None of the video's pictures can be read: it is damaged, or packed in a way that is not known here"
            + $"{(facts.Codec.Length > 0 ? $" ({facts.Codec})" : "")}. Save it as H.264 with a video program and upload that.");
}
