using System.Threading.Channels;
using FaceWeb.Pipeline.Imaging;

namespace FaceWeb.Pipeline.Video;

/// <summary>
/// Looks at a video from beginning to end and finds the tracks of its faces. Frames are read by one task, measured by several, and their faces
/// joined in order of time; a few frames are in memory at once, however long the video is.
/// </summary>
public sealed class VideoTracks
{
    // A face's crop: as large as those of photos.
    private const double CropMargin = 0.3;
    private const int CropSide = 256;

    // Also where nobody is seen, the time up to which nothing is left to do is told now and then.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(30);

    private readonly VideoUprightness upright;
    private readonly int parallelism;

    /// <summary>Prepares to look at one video.</summary>
    /// <param name="pipeline">Measures the frames.</param>
    /// <param name="parallelism">How many frames are measured at once, 1 or more.</param>
    public VideoTracks(FacePipeline pipeline, int parallelism = 2)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentOutOfRangeException.ThrowIfLessThan(parallelism, 1);
        (upright, this.parallelism) = (new VideoUprightness(pipeline), parallelism);
    }

    /// <summary>How the video has to be turned to be seen upright, once it has been looked at: boxes are those of the turned pictures.</summary>
    public PhotoTurn Turn => upright.Turn;

    /// <summary>Looks at a video.</summary>
    /// <param name="frames">The frames to look at.</param>
    /// <param name="ended">
    /// Is called with tracks that have ended and a time up to which all tracks have been handed over: looking may begin there another day.
    /// </param>
    /// <param name="progress">Is told how far it is, at each frame that was looked at; null for nobody.</param>
    /// <param name="cancel">Stops between two frames.</param>
    /// <returns>Where it ended.</returns>
    /// <exception cref="PhotoException">The video goes beyond its limits.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<VideoProgress> FindAsync(
        IVideoFrames frames, Func<IReadOnlyList<FaceTrack>, TimeSpan, Task> ended, IProgress<VideoProgress>? progress, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(frames);
        ArgumentNullException.ThrowIfNull(ended);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        // As many as are measured at once wait behind the one that is joined next.
        var looks = Channel.CreateBounded<Task<Look>>(new BoundedChannelOptions(2 * parallelism) { SingleReader = true, SingleWriter = true });
        using var places = new SemaphoreSlim(parallelism);
        var faces = new FacesSeen();
        var reading = Task.Run(() => ReadAsync(frames, looks.Writer, places, faces, stop.Token), stop.Token);
        var tracker = new FaceTracker();
        var tracks = new List<FaceTrack>();
        var state = new VideoProgress(TimeSpan.Zero, 0, 0, 0);
        var told = TimeSpan.Zero;
        try
        {
            await foreach (var task in looks.Reader.ReadAllAsync(stop.Token))
            {
                var look = await task;
                if (look.FirstOfShot)
                    tracker.EndAll(tracks);
                faces.Last = look.Faces.Count;
                tracker.Add(look.Time, look.Faces, tracks);
                var duration = frames.Facts.Duration;
                state = new VideoProgress(look.Time, duration > TimeSpan.Zero ? Math.Min(1, look.Time / duration) : 0, look.Number, state.Looked + 1);
                progress?.Report(state);
                if (tracker.Open == 0 && (tracks.Count > 0 || look.Time - told >= LongestSilence))
                {
                    await ended([.. tracks], look.Time);
                    tracks.Clear();
                    told = look.Time;
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
        await ended(tracks, state.Time);
        return state with { Share = 1 };
    }

    private async Task ReadAsync(
        IVideoFrames frames, ChannelWriter<Task<Look>> looks, SemaphoreSlim places, FacesSeen faces, CancellationToken cancel)
    {
        Exception? problem = null;
        try
        {
            while (await frames.NextAsync(faces.Last, cancel) is { } frame)
            {
                try
                {
                    await places.WaitAsync(cancel);
                }
                catch
                {
                    frame.Pixels.Dispose();
                    throw;
                }
                await looks.WriteAsync(Task.Factory.StartNew(
                    () => Measure(frame, places, cancel), CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskScheduler.Current), cancel);
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

    /// <summary>A face's picture with its surroundings, as JPEG.</summary>
    /// <param name="picture">The frame, upright.</param>
    /// <param name="box">The face.</param>
    public static byte[] Crop(PhotoPixels picture, FaceBox box)
    {
        ArgumentNullException.ThrowIfNull(picture);
        return picture.CropJpeg(box, CropMargin, CropSide);
    }

    private Look Measure(VideoFrame frame, SemaphoreSlim places, CancellationToken cancel)
    {
        try
        {
            var (faces, picture) = upright.Measure(frame.Pixels, cancel);
            try
            {
                return new Look(
                    frame.Time, frame.Number, frame.FirstOfShot, [.. faces.Select(face => (face, Crop(picture, face.Box)))]);
            }
            finally
            {
                if (picture != frame.Pixels)
                    picture.Dispose();
            }
        }
        finally
        {
            frame.Pixels.Dispose();
            places.Release();
        }
    }

    private sealed record Look(TimeSpan Time, long Number, bool FirstOfShot, IReadOnlyList<(MeasuredFace Face, byte[] Crop)> Faces);

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
