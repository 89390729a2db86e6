using System.Diagnostics;
using FaceWeb.Pipeline.Imaging;
using FaceWeb.Pipeline.Video;

namespace FaceWeb.Pipeline.Decoding;

/// <summary>
/// Reads uploaded files in child processes: few of them, started when they are needed, used again and again, each request within
/// <see cref="DecoderOptions"/>'s limits. A child that is lost or killed is replaced.
/// </summary>
/// <remarks>
/// A file is blamed only for what it did to a fresh child: where a child that had served others was lost or took too much memory, the file is
/// read once more by a new one. Linux only, as the native libraries are.
/// </remarks>
public sealed class DecoderPool : IPhotoDecoder, IDisposable
{
    private readonly DecoderOptions options;
    private readonly Action<DecoderFaultException, string>? faulted;
    private readonly DecoderWatch watch = new();
    private readonly Stack<DecoderProcess> idle = new();
    private readonly HashSet<DecoderProcess> alive = [];
    private readonly SemaphoreSlim places;
    private readonly SemaphoreSlim placesOfJobs;
    private readonly WaitingThreads threads;
    private readonly Timer tidying;
    private TimeSpan processorTimeOfEnded;
    private bool disposed;

    /// <summary>Makes a pool without children: each is started when it is first needed.</summary>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="faulted">Is told of every child lost or killed, with the file it was reading; from any thread.</param>
    public DecoderPool(DecoderOptions? options = null, Action<DecoderFaultException, string>? faulted = null)
    {
        this.options = options ?? new();
        this.faulted = faulted;
        var children = Math.Max(1, this.options.Children);
        places = new SemaphoreSlim(children);
        placesOfJobs = new SemaphoreSlim(Math.Max(1, children - this.options.KeptForPeople));
        threads = new WaitingThreads(children);
        tidying = new Timer(_ => Tidy(), null, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
    }

    /// <summary>The children that live now: their process numbers.</summary>
    public IReadOnlyList<int> Children
    {
        get
        {
            lock (alive)
                return [.. alive.Select(child => child.Id)];
        }
    }

    /// <summary>Processor time of all children together, but for the last moments of those that were lost.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            lock (alive)
                return alive.Aggregate(processorTimeOfEnded, (sum, child) => sum + child.ProcessorTime);
        }
    }

    /// <summary>Children lost or killed since the start.</summary>
    public int Faults { get; private set; }

    /// <summary>The most memory that any child was seen to have, in bytes.</summary>
    public long PeakBytes { get; private set; }

    /// <inheritdoc/>
    public Task<PhotoInfo> IdentifyAsync(string path, PhotoLimits limits, DecodeAsker asker, CancellationToken cancel = default) =>
        AskAsync(new(DecodeWish.Identify, Path.GetFullPath(path), limits), asker,
            (_, reply) => reply is DecodeReply.Identified { Info: var info } ? info : null, _ => { }, cancel);

    /// <inheritdoc/>
    public Task<PhotoPixels> DecodeAsync(string path, PhotoLimits limits, DecodeAsker asker, CancellationToken cancel = default) =>
        AskAsync(new(DecodeWish.Decode, Path.GetFullPath(path), limits), asker,
            (child, reply) => reply is DecodeReply.Pixels pixels ? child.Take(pixels, limits) : null, pixels => pixels.Dispose(), cancel);

    /// <inheritdoc/>
    public Task<MotionFacts> FindMotionAsync(string path, DecodeAsker asker, CancellationToken cancel = default) =>
        AskAsync(new(DecodeWish.FindMotion, Path.GetFullPath(path), this.options.Photos), asker,
            (_, reply) => reply is DecodeReply.Motion { Facts: var facts } ? Within(facts, path) : null, _ => { }, cancel);

    /// <inheritdoc/>
    public async Task<IVideoFrames> OpenVideoAsync(
        string path, VideoLimits limits, VideoSampling sampling, TimeSpan from, DecodeAsker asker, CancellationToken cancel = default)
    {
        var wish = new VideoWish(limits, sampling, from);
        var release = await TakePlaceAsync(asker, cancel);
        try
        {
            return await threads.Run<IVideoFrames>(() =>
            {
                var child = Rent();
                try
                {
                    var request = new DecodeRequest(DecodeWish.OpenVideo, Path.GetFullPath(path), this.options.Photos, wish);
                    var reply = child.Ask(request, watch, limits.MaxFramePixels);
                    if (reply is DecodeReply.Video { Facts: var facts })
                        return new ProcessVideoFrames(this, child, Path.GetFullPath(path), facts, wish, release);
                    Return(child);
                    throw Refusal(reply);
                }
                catch (DecoderFaultException fault)
                {
                    Lose(child, fault, path);
                    throw;
                }
            });
        }
        catch
        {
            release();
            throw;
        }
    }

    /// <summary>The next frame of a video that a child has open; null after the last one.</summary>
    internal VideoFrame? Next(DecoderProcess child, string path, VideoFacts facts, VideoWish wish, int faces, CancellationToken cancel)
    {
        try
        {
            while (true)
            {
                cancel.ThrowIfCancellationRequested();
                var reply = child.Ask(new DecodeRequest(DecodeWish.NextFrame, "", this.options.Photos, Faces: faces), watch, 4L * facts.Width * facts.Height);
                switch (reply)
                {
                    case DecodeReply.Frame frame:
                        return new VideoFrame(frame.Time, frame.Number, frame.FirstOfShot, child.Take(frame, wish.Limits));
                    case DecodeReply.VideoEnded:
                        return null;
                    case DecodeReply.VideoGoesOn:
                        break;
                    default:
                        throw Refusal(reply);
                }
            }
        }
        catch (DecoderFaultException fault)
        {
            Lose(child, fault, path);
            throw;
        }
    }

    /// <summary>A video is done with: its child may read something else.</summary>
    internal void Leave(DecoderProcess child) => Return(child);

    /// <summary>Ends all children; what they are reading is lost.</summary>
    public void Dispose()
    {
        lock (alive)
        {
            if (disposed)
                return;
            disposed = true;
            // One that is reading is ended by the thread that waits for it.
            foreach (var child in alive.Except(idle))
                child.Kill();
            foreach (var child in idle)
                child.Dispose();
            alive.Clear();
            idle.Clear();
        }
        tidying.Dispose();
        threads.Dispose();
        watch.Dispose();
    }

    // The child may be wrong about it, the file's length is not.
    private static MotionFacts Within(MotionFacts facts, string path) =>
        facts.Clip is { } clip && (clip.Offset > new FileInfo(path).Length - clip.Length || clip.Offset < 0) ? facts with { Clip = null } : facts;

    private async Task<T> AskAsync<T>(
        DecodeRequest request, DecodeAsker asker, Func<DecoderProcess, DecodeReply, T?> take, Action<T> forget, CancellationToken cancel)
        where T : class
    {
        var release = await TakePlaceAsync(asker, cancel);
        Task<T> work;
        try
        {
            work = threads.Run(() =>
            {
                try
                {
                    return Ask(request, take);
                }
                finally
                {
                    release();
                }
            });
        }
        catch (ObjectDisposedException)
        {
            // Others may wait for the place, only to be told the same.
            release();
            throw;
        }
        try
        {
            return await work.WaitAsync(cancel);
        }
        catch (OperationCanceledException) when (!work.IsCompleted || work.IsCompletedSuccessfully)
        {
            // Nobody waits any more. The child ends what it has begun: starting another would cost more.
            _ = work.ContinueWith(done => { if (done.IsCompletedSuccessfully) forget(done.Result); else _ = done.Exception; },
                CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            throw;
        }
    }

    private T Ask<T>(DecodeRequest request, Func<DecoderProcess, DecodeReply, T?> take)
        where T : class
    {
        while (true)
        {
            var child = Rent();
            var fresh = child.Served == 0;
            try
            {
                var reply = child.Ask(request, watch);
                if (reply is DecodeReply.Refused or DecodeReply.Unreadable)
                {
                    Return(child);
                    throw Refusal(reply);
                }
                var taken = take(child, reply) ?? throw DecoderFaultException.Of(DecoderFault.Answer, this.options.LimitsFor(0), "another answer");
                Return(child);
                return taken;
            }
            catch (DecoderFaultException fault)
            {
                Lose(child, fault, request.Path);
                if (fresh || fault.Fault is DecoderFault.ProcessorTime or DecoderFault.WallTime)
                    throw;
            }
        }
    }

    private Exception Refusal(DecodeReply reply) => reply switch
    {
        DecodeReply.Refused refused => new PhotoException(refused.Sentence),
        DecodeReply.Unreadable unreadable => new IOException(unreadable.Detail),
        _ => DecoderFaultException.Of(DecoderFault.Answer, this.options.LimitsFor(0), "another answer"),
    };

    // What gives the place back.
    private async Task<Action> TakePlaceAsync(DecodeAsker asker, CancellationToken cancel)
    {
        var ofJobs = asker == DecodeAsker.Job ? placesOfJobs : null;
        if (ofJobs is not null)
            await ofJobs.WaitAsync(cancel);
        try
        {
            await places.WaitAsync(cancel);
        }
        catch
        {
            ofJobs?.Release();
            throw;
        }
        return () =>
        {
            places.Release();
            ofJobs?.Release();
        };
    }

    private DecoderProcess Rent()
    {
        while (true)
        {
            DecoderProcess? child;
            lock (alive)
            {
                ObjectDisposedException.ThrowIf(disposed, this);
                idle.TryPop(out child);
            }
            if (child is null)
                break;
            if (child.IsFit)
                return child;
            End(child);
        }
        var started = DecoderProcess.Start(options, watch);
        lock (alive)
        {
            if (!disposed)
            {
                alive.Add(started);
                return started;
            }
        }
        started.Dispose();
        throw new ObjectDisposedException(nameof(DecoderPool));
    }

    private void Return(DecoderProcess child)
    {
        lock (alive)
        {
            PeakBytes = Math.Max(PeakBytes, child.PeakBytes);
            if (!disposed)
                idle.Push(child);
        }
    }

    private void Lose(DecoderProcess child, DecoderFaultException fault, string path)
    {
        bool ending;
        lock (alive)
        {
            PeakBytes = Math.Max(PeakBytes, child.PeakBytes);
            ending = disposed;
            if (!ending)
                Faults++;
        }
        End(child);
        // A child that is ended with the server is no fault of the file.
        ObjectDisposedException.ThrowIf(ending, this);
        faulted?.Invoke(fault, path);
    }

    private void End(DecoderProcess child)
    {
        lock (alive)
        {
            if (alive.Remove(child))
                processorTimeOfEnded += child.ProcessorTime;
        }
        child.Dispose();
    }

    private void Tidy()
    {
        var old = new List<DecoderProcess>();
        lock (alive)
        {
            var kept = idle.Where(child => Stopwatch.GetElapsedTime(child.Rested) < options.IdleTime && child.IsFit).Reverse().ToList();
            old.AddRange(idle.Except(kept));
            idle.Clear();
            kept.ForEach(idle.Push);
        }
        old.ForEach(End);
    }
}
