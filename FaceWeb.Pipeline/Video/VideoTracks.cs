using System.Threading.Channels;
using FaceWeb.Pipeline.Imaging;

namespace FaceWeb.Pipeline.Video;

/// <summary>
/// Looks at a video from beginning to end and finds the tracks of its faces. One thread reads frames and finds cuts, several measure the
/// frames that are looked at, one joins their faces in order of time; a few frames are in memory at once, however long the video is.
/// </summary>
public sealed class VideoTracks
{
    // A face's crop: as large as those of photos.
    private const double CropMargin = 0.3;
    private const int CropSide = 256;

    private readonly FacePipeline pipeline;
    private readonly VideoSampling sampling;
    private readonly int parallelism;

    /// <summary>Prepares to look.</summary>
    /// <param name="pipeline">Measures the frames.</param>
    /// <param name="sampling">Which frames; the default when null.</param>
    /// <param name="parallelism">How many frames are measured at once, 1 or more.</param>
    public VideoTracks(FacePipeline pipeline, VideoSampling? sampling = null, int parallelism = 2)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentOutOfRangeException.ThrowIfLessThan(parallelism, 1);
        (this.pipeline, this.sampling, this.parallelism) = (pipeline, sampling ?? new(), parallelism);
    }

    /// <summary>Looks at a video.</summary>
    /// <param name="video">The video, before its first frame or where <see cref="VideoFile.GoTo"/> has put it.</param>
    /// <param name="from">Frames before this time are read and left out.</param>
    /// <param name="ended">Is called with tracks that have ended and a time up to which all tracks have been handed over: reading may begin there
    /// another day.</param>
    /// <param name="progress">Is told how far it is, at each frame that was looked at; null for nobody.</param>
    /// <param name="cancel">Stops between two frames.</param>
    /// <returns>Where it ended.</returns>
    /// <exception cref="PhotoException">The video goes beyond its limits.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<VideoProgress> FindAsync(
        VideoFile video, TimeSpan from, Func<IReadOnlyList<FaceTrack>, TimeSpan, Task> ended, IProgress<VideoProgress>? progress, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(video);
        ArgumentNullException.ThrowIfNull(ended);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        // As many as are measured at once wait behind the one that is joined next.
        var looks = Channel.CreateBounded<Task<Look>>(new BoundedChannelOptions(2 * parallelism) { SingleReader = true, SingleWriter = true });
        using var places = new SemaphoreSlim(parallelism);
        var faces = new FacesSeen();
        var reading = Task.Run(() => ReadAsync(video, from, looks.Writer, places, faces, stop.Token), stop.Token);
        var tracker = new FaceTracker();
        var tracks = new List<FaceTrack>();
        var state = new VideoProgress(from, 0, 0, 0);
        try
        {
            await foreach (var task in looks.Reader.ReadAllAsync(stop.Token))
            {
                var look = await task;
                if (look.Cut)
                    tracker.EndAll(tracks);
                faces.Last = look.Faces.Count;
                tracker.Add(look.Time, look.Faces, tracks);
                state = new VideoProgress(
                    look.Time, video.Facts.Duration > TimeSpan.Zero ? Math.Min(1, look.Time / video.Facts.Duration) : 0, look.Frame, state.Looked + 1);
                progress?.Report(state);
                if (tracks.Count > 0 && tracker.Open == 0)
                {
                    await ended([.. tracks], look.Time);
                    tracks.Clear();
                }
            }
            await reading;
        }
        catch
        {
            await stop.CancelAsync();
            await Task.WhenAny(reading);
            while (looks.Reader.TryRead(out var left))
                await Task.WhenAny(left);
            throw;
        }
        tracker.EndAll(tracks);
        state = state with { Time = video.Time, Share = 1, Frames = video.Frames };
        await ended(tracks, video.Time);
        return state;
    }

    private async Task ReadAsync(
        VideoFile video, TimeSpan from, ChannelWriter<Task<Look>> looks, SemaphoreSlim places, FacesSeen faces, CancellationToken cancel)
    {
        Exception? problem = null;
        try
        {
            FrameSignature? before = null, looked = null;
            TimeSpan? lookedAt = null;
            var cut = true;
            while (video.Next())
            {
                cancel.ThrowIfCancellationRequested();
                if (video.Time < from || video.Frame() is not { } frame)
                    continue;
                var signature = new FrameSignature(frame);
                cut |= before is not null && signature.IsCutFrom(before);
                before = signature;
                if (!cut && !IsDue(video.Time, lookedAt, signature, looked, faces.Last))
                {
                    frame.Dispose();
                    continue;
                }
                (looked, lookedAt) = (signature, video.Time);
                await places.WaitAsync(cancel);
                var (time, number, first) = (video.Time, video.Frames, cut);
                await looks.WriteAsync(Task.Run(() => Measure(frame, time, number, first, places, cancel), CancellationToken.None), cancel);
                cut = false;
            }
        }
        catch (Exception e)
        {
            problem = e;
            throw;
        }
        finally
        {
            looks.Complete(problem);
        }
    }

    private bool IsDue(TimeSpan time, TimeSpan? lookedAt, FrameSignature now, FrameSignature? looked, int faces)
    {
        if (sampling.EveryFrame || lookedAt is not { } last || looked is null)
            return true;
        var passed = time - last;
        return passed >= sampling.Quiet || (passed >= sampling.Busy && (faces > 0 || now.Motion(looked) > sampling.Motion));
    }

    private Look Measure(PhotoPixels frame, TimeSpan time, long number, bool cut, SemaphoreSlim places, CancellationToken cancel)
    {
        try
        {
            var faces = pipeline.Measure(frame, cancel).Faces.Select(face => (face, frame.CropJpeg(face.Box, CropMargin, CropSide))).ToList();
            return new Look(time, number, cut, faces);
        }
        finally
        {
            frame.Dispose();
            places.Release();
        }
    }

    private sealed record Look(TimeSpan Time, long Frame, bool Cut, IReadOnlyList<(MeasuredFace Face, byte[] Crop)> Faces);

    // Told by the joining thread to the reading one; a frame late at worst.
    private sealed class FacesSeen
    {
        private int last;

        public int Last
        {
            get => Volatile.Read(ref last);
            set => Volatile.Write(ref last, value);
        }
    }
}
