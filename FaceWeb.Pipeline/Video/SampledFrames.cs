namespace FaceWeb.Pipeline.Video;

/// <summary>
/// Chooses the frames of a video that are looked at: more of them while something moves or a face is there, and the first after each cut.
/// </summary>
public sealed class SampledFrames : IVideoFrames
{
    private readonly VideoFile video;
    private readonly VideoSampling sampling;
    private readonly TimeSpan from;
    private int taken;
    private FrameSignature? before;
    private FrameSignature? looked;
    private TimeSpan? lookedAt;
    private bool cut = true;

    /// <summary>Takes a video over.</summary>
    /// <param name="video">The video before its first frame; is disposed with this.</param>
    /// <param name="sampling">Which frames; the default when null.</param>
    /// <param name="from">Frames before this time are read and left out.</param>
    public SampledFrames(VideoFile video, VideoSampling? sampling = null, TimeSpan from = default) =>
        (this.video, this.sampling, this.from) = (video, sampling ?? new(), from);

    /// <inheritdoc/>
    public VideoFacts Facts => video.Facts;

    /// <inheritdoc/>
    public Task<VideoFrame?> NextAsync(int faces, CancellationToken cancel) => Task.FromResult(Next(faces, int.MaxValue, cancel));

    /// <summary>Whether the last frame has been read.</summary>
    public bool Ended { get; private set; }

    /// <summary>The next frame, on the caller's thread.</summary>
    /// <param name="faces">How many faces were seen last.</param>
    /// <param name="most">How many frames are read at most.</param>
    /// <param name="cancel">Stops between two frames.</param>
    /// <returns>Null where none of them is to be looked at, or (then <see cref="Ended"/> is true) there are no more.</returns>
    public VideoFrame? Next(int faces, int most = int.MaxValue, CancellationToken cancel = default)
    {
        for (var read = 0; read < most; read++)
        {
            cancel.ThrowIfCancellationRequested();
            if (taken >= sampling.At?.Count || !video.Next())
            {
                Ended = true;
                return null;
            }
            if (video.Time < from || (sampling.At is not null && !IsAwaited()) || video.Frame() is not { } frame)
                continue;
            if (sampling.At is not null)
                return new VideoFrame(video.Time, video.Frames, false, frame);
            var signature = new FrameSignature(frame);
            cut |= before is not null && signature.IsCutFrom(before);
            before = signature;
            if (!cut && !IsDue(signature, faces))
            {
                frame.Dispose();
                continue;
            }
            var first = cut;
            (looked, lookedAt, cut) = (signature, video.Time, false);
            return new VideoFrame(video.Time, video.Frames, first, frame);
        }
        return null;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        video.Dispose();
        return ValueTask.CompletedTask;
    }

    // Times that are kept are whole milliseconds.
    private bool IsAwaited()
    {
        var reached = video.Time + TimeSpan.FromMilliseconds(1);
        if (reached < sampling.At![taken])
            return false;
        while (taken < sampling.At.Count && sampling.At[taken] <= reached)
            taken++;
        return true;
    }

    private bool IsDue(FrameSignature now, int faces)
    {
        if (sampling.EveryFrame || lookedAt is not { } last || looked is null)
            return true;
        var passed = video.Time - last;
        return passed >= sampling.Quiet || (passed >= sampling.Busy && (faces > 0 || now.Motion(looked) > sampling.Motion));
    }
}
