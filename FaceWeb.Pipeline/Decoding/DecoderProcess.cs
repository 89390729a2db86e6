using System.Diagnostics;
using System.Text;
using FaceWeb.Pipeline.Imaging;
using FaceWeb.Pipeline.Video;

namespace FaceWeb.Pipeline.Decoding;

/// <summary>One child, from the parent's side. It serves one request at a time.</summary>
internal sealed class DecoderProcess : IDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(1);

    private readonly DecoderOptions options;
    private readonly Process process;
    private readonly ProcessFigures figures;
    private readonly StringBuilder said = new();
    private readonly Lock gate = new();
    private RequestLimits limits;
    private TimeSpan processorBefore;
    private long began;
    private DecoderFault? breach;

    private DecoderProcess(DecoderOptions options)
    {
        this.options = options;
        limits = options.LimitsFor(0);
        process = Process.Start(DecoderProgram.Start(options)) ?? throw new InvalidOperationException("The decoder process did not start.");
        figures = new ProcessFigures(process.Id);
        new Thread(Listen) { IsBackground = true, Name = "decoder errors" }.Start();
    }

    /// <summary>Requests answered so far.</summary>
    public int Served { get; private set; }

    /// <summary>When it last answered, as <see cref="Stopwatch.GetTimestamp"/>.</summary>
    public long Rested { get; private set; } = Stopwatch.GetTimestamp();

    /// <summary>The process's number.</summary>
    public int Id => process.Id;

    /// <summary>The most memory that was seen during the last request, in bytes.</summary>
    public long PeakBytes { get; private set; }

    /// <summary>Whether it lives and may serve another request.</summary>
    public bool IsFit => !process.HasExited && Served < options.RequestsPerChild && figures.MemoryBytes() <= options.IdleMemoryBytes;

    /// <summary>Processor time since its start, all threads together.</summary>
    public TimeSpan ProcessorTime => figures.ProcessorTime();

    /// <summary>Starts a child and waits until it says that it is ready.</summary>
    /// <exception cref="InvalidOperationException">It does not start; the message says what it wrote.</exception>
    public static DecoderProcess Start(DecoderOptions options, DecoderWatch watch)
    {
        var child = new DecoderProcess(options);
        child.Begin(options.LimitsFor(0) with { WallTime = StartTime, ProcessorTime = StartTime });
        watch.Add(child);
        try
        {
            if (child.Next() is not DecodeReply.Ready ready)
                throw new InvalidOperationException($"The decoder process did not start: {child.End()}");
            if (ready.Version != DecoderFrames.Version)
                throw new InvalidOperationException("The decoder process is of another version: FaceWeb was replaced while it ran. Start it again.");
            return child;
        }
        catch (InvalidDataException e)
        {
            throw new InvalidOperationException($"The decoder process did not start: {child.End()}", e);
        }
        catch
        {
            child.Dispose();
            throw;
        }
        finally
        {
            watch.Remove(child);
        }
    }

    /// <summary>Asks and waits for the answer, within the limits.</summary>
    /// <param name="request">The question.</param>
    /// <param name="watch">Looks at the child meanwhile.</param>
    /// <param name="pixels">What the limits count with before a header is admitted.</param>
    /// <returns>Facts, pixels or a refusal.</returns>
    /// <exception cref="DecoderFaultException">The child was lost or had to be killed.</exception>
    public DecodeReply Ask(DecodeRequest request, DecoderWatch watch, long pixels = 0)
    {
        Begin(options.LimitsFor(pixels));
        watch.Add(this);
        try
        {
            DecoderFrames.Write(process.StandardInput.BaseStream, request.Write());
            var reply = Next();
            if (reply is DecodeReply.Admitted admitted)
            {
                Admit(admitted, request.Limits);
                reply = Next();
            }
            switch (reply)
            {
                case DecodeReply.Identified or DecodeReply.Pixels or DecodeReply.Refused or DecodeReply.Unreadable or DecodeReply.Video
                    or DecodeReply.Frame or DecodeReply.VideoGoesOn or DecodeReply.VideoEnded
                    or DecodeReply.Motion:
                    Served++;
                    return reply;
                case DecodeReply.Failed failed:
                    throw Fault(DecoderFault.Crash, failed.Detail);
                case null:
                    throw Fault(DecoderFault.Crash, "");
                default:
                    throw Fault(DecoderFault.Answer, "an answer to no question");
            }
        }
        catch (Exception e) when (e is InvalidDataException or OverflowException)
        {
            throw Fault(DecoderFault.Answer, e.Message);
        }
        catch (IOException e)
        {
            // A pipe that breaks while the question is written: the child was gone before.
            throw Fault(DecoderFault.Crash, e.Message);
        }
        finally
        {
            watch.Remove(this);
            Rested = Stopwatch.GetTimestamp();
        }
    }

    /// <summary>The pixels that were answered, mapped; the child lets go of them.</summary>
    /// <exception cref="DecoderFaultException">They are not what was said.</exception>
    public PhotoPixels Take(DecodeReply.Pixels pixels, PhotoLimits asked)
    {
        try
        {
            Require(pixels.Width, pixels.Height, asked);
            Require(pixels.OriginalWidth, pixels.OriginalHeight, asked);
            if (pixels.Width > pixels.OriginalWidth || pixels.Height > pixels.OriginalHeight || pixels.Descriptor < 0)
                throw new InvalidDataException("More pixels came than the photo has.");
            var memory = SharedPixels.Open(process.Id, pixels.Descriptor, pixels.Width, pixels.Height);
            DecoderFrames.Write(process.StandardInput.BaseStream, DecodeRequest.Release.Write());
            return new PhotoPixels(memory.AsPicture(pixels.Width, pixels.Height), pixels.OriginalWidth, pixels.OriginalHeight, memory)
            {
                Damaged = pixels.Damaged,
            };
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw Fault(DecoderFault.Answer, $"{e.Message} {e.InnerException?.Message}");
        }
    }

    /// <summary>A frame that was answered, mapped; the child lets go of it.</summary>
    /// <exception cref="DecoderFaultException">It is not what was said.</exception>
    public PhotoPixels Take(DecodeReply.Frame frame, VideoLimits asked)
    {
        try
        {
            if (frame.Width < 1 || frame.Height < 1 || (long)frame.Width * frame.Height > asked.MaxFramePixels || frame.Descriptor < 0)
                throw new InvalidDataException($"A frame of {frame.Width} x {frame.Height} was answered.");
            var memory = SharedPixels.Open(process.Id, frame.Descriptor, frame.Width, frame.Height);
            DecoderFrames.Write(process.StandardInput.BaseStream, DecodeRequest.Release.Write());
            return new PhotoPixels(memory.AsPicture(frame.Width, frame.Height), frame.Width, frame.Height, memory);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw Fault(DecoderFault.Answer, $"{e.Message} {e.InnerException?.Message}");
        }
    }

    /// <summary>Kills the child if it is beyond its limits. Called by the watch.</summary>
    public void Check()
    {
        lock (gate)
        {
            if (breach is not null)
                return;
            var memory = figures.MemoryBytes();
            PeakBytes = Math.Max(PeakBytes, memory);
            breach = memory > limits.MemoryBytes ? DecoderFault.Memory
                : figures.ProcessorTime() - processorBefore > limits.ProcessorTime ? DecoderFault.ProcessorTime
                : Stopwatch.GetElapsedTime(began) > limits.WallTime ? DecoderFault.WallTime
                : null;
            if (breach is not null)
                Kill();
        }
    }

    /// <summary>Ends the process, whatever it does.</summary>
    public void Kill()
    {
        if (!process.HasExited)
            process.Kill();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Kill();
        process.WaitForExit(5000);
        figures.Dispose();
        process.Dispose();
    }

    private void Begin(RequestLimits limits)
    {
        lock (gate)
        {
            this.limits = limits;
            processorBefore = figures.ProcessorTime();
            began = Stopwatch.GetTimestamp();
            PeakBytes = 0;
        }
    }

    private void Admit(DecodeReply.Admitted admitted, PhotoLimits asked)
    {
        Require(admitted.Width, admitted.Height, asked);
        lock (gate)
            limits = options.LimitsFor((long)admitted.Width * admitted.Height);
    }

    private static void Require(int width, int height, PhotoLimits asked)
    {
        if (width < 1 || height < 1 || width > asked.MaxSide || height > asked.MaxSide || (long)width * height > asked.MaxPixels)
            throw new InvalidDataException($"A size of {width} x {height} was answered.");
    }

    private DecodeReply? Next() => DecoderFrames.Read(process.StandardOutput.BaseStream) is { } payload ? DecodeReply.Read(payload) : null;

    private DecoderFaultException Fault(DecoderFault fault, string detail)
    {
        var end = End();
        lock (gate)
            return DecoderFaultException.Of(breach ?? fault, limits, $"{detail} {end}".Trim());
    }

    /// <summary>Kills what is left, and tells how it ended.</summary>
    private string End()
    {
        if (!process.HasExited && !process.WaitForExit(200))
            process.Kill();
        process.WaitForExit(5000);
        lock (said)
            return FormattableString.Invariant($"(exit code {(process.HasExited ? process.ExitCode : 0)}) {said.ToString().Trim()}").TrimEnd();
    }

    /// <summary>Keeps the last that the child says on its standard error, and never more than a page of it.</summary>
    private void Listen()
    {
        const int most = 2000;
        var part = new char[512];
        try
        {
            int read;
            while ((read = process.StandardError.Read(part, 0, part.Length)) > 0)
            {
                lock (said)
                {
                    said.Append(part, 0, read);
                    if (said.Length > most)
                        said.Remove(0, said.Length - most);
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The process is gone.
        }
    }
}
