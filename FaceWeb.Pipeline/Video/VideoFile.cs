using System.Globalization;
using FaceWeb.Pipeline.Imaging;
using OpenCvSharp;

namespace FaceWeb.Pipeline.Video;

/// <summary>
/// A video that is read from its first frame to its last, by the FFmpeg that OpenCV brings: frames come upright (the display matrix is
/// applied), in 8 bits and the light of ordinary pictures (<see cref="ToneCurve"/>), with the time at which they are shown. Used by one thread.
/// </summary>
public sealed class VideoFile : IDisposable
{
    // A broken file's time may stand still; a video whose frames all have one time has none.
    private const int MostFramesOfOneTime = 1000;
    private const double MostStartSeconds = 10;

    // OpenCV's CAP_PROP_PTS (4.11 and later): a frame's presentation time in units of the mean time between frames.
    private const VideoCaptureProperties PresentationNumber = (VideoCaptureProperties)71;

    private readonly VideoCapture capture;
    private readonly VideoLimits limits;
    private readonly byte[]? curve;
    private TimeSpan start;
    private long frames;
    private int standing;

    private VideoFile(VideoCapture capture, VideoLimits limits, VideoFacts facts, byte[]? curve) =>
        (this.capture, this.limits, Facts, this.curve) = (capture, limits, facts, curve);

    /// <summary>What the container says.</summary>
    public VideoFacts Facts { get; }

    /// <summary>How many frames have been read.</summary>
    public long Frames => frames;

    /// <summary>When the present frame is shown, from the video's start.</summary>
    public TimeSpan Time { get; private set; }

    /// <summary>Opens a video.</summary>
    /// <exception cref="PhotoException">Not a video, without pictures, or beyond the limits; the message says which.</exception>
    public static VideoFile Open(string path, VideoLimits? limits = null)
    {
        limits ??= new();
        OpenCvLibrary.Require();
        var capture = new VideoCapture();
        try
        {
            if (!capture.Open(path, VideoCaptureAPIs.FFMPEG))
                throw new PhotoException(
                    "The video cannot be read: it is damaged, cut off before its index, holds only sound, or is of a kind that is not known.");
            var facts = FactsOf(capture, VideoOrigin.Read(path), VideoTransfers.Read(path));
            if (facts.Width < 1 || facts.Height < 1)
                throw new PhotoException("The video has no pictures: only sound, or an empty track.");
            if ((long)facts.Width * facts.Height > limits.MaxFramePixels)
                throw new PhotoException(string.Create(CultureInfo.InvariantCulture,
                    $"The video's pictures are too large: {facts.Width:N0} x {facts.Height:N0} pixels, and {limits.MaxFramePixels / 1_000_000:N0} "
                        + $"million are allowed."));
            if (facts.Duration > limits.MaxDuration)
                throw TooLong(facts.Duration, limits);
            return new VideoFile(capture, limits, facts, ToneCurve.For(facts.Transfer));
        }
        catch
        {
            capture.Dispose();
            throw;
        }
    }

    /// <summary>Goes on to the next frame.</summary>
    /// <returns>False after the last one (also where the file is cut off: what was there is read).</returns>
    /// <exception cref="PhotoException">There are more frames, or they last longer, than is allowed.</exception>
    public bool Next()
    {
        if (!capture.Grab())
            return false;
        if (++frames > limits.MaxFrames)
            throw new PhotoException(string.Create(CultureInfo.InvariantCulture, $"The video has more than {limits.MaxFrames:N0} frames: cut it into shorter ones."));
        if (frames == 1)
            start = StartOf(capture, Facts.FramesPerSecond);
        var time = start + TimeSpan.FromMilliseconds(Math.Max(0, capture.Get(VideoCaptureProperties.PosMsec)));
        standing = time > Time ? 0 : standing + 1;
        if (standing > MostFramesOfOneTime)
            throw new PhotoException("The video's frames have no times: it is damaged. Save it anew with a video program and upload that.");
        // Times of frames never go back.
        Time = time > Time ? time : Time;
        if (Time > limits.MaxDuration)
            throw TooLong(Time, limits);
        return true;
    }

    /// <summary>The present frame; the caller disposes it.</summary>
    /// <returns>Null where this frame is damaged.</returns>
    public PhotoPixels? Frame()
    {
        var mat = new Mat();
        if (!capture.Retrieve(mat) || mat.Empty())
        {
            mat.Dispose();
            return null;
        }
        if (curve is not null)
            ToneCurve.Apply(curve, mat);
        return new PhotoPixels(mat, mat.Cols, mat.Rows);
    }

    /// <inheritdoc />
    public void Dispose() => capture.Dispose();

    // OpenCV counts from the first frame where the stream says when that is, and else from the container's start; a player counts from the first
    // of picture and sound. A stream that was cut out of a longer one has times of its own, which no player shows.
    private static TimeSpan StartOf(VideoCapture capture, double rate)
    {
        if (capture.Get(VideoCaptureProperties.PosMsec) > 0)
            return TimeSpan.Zero;
        var number = capture.Get(PresentationNumber);
        return rate > 0 && number > 0 && number / rate < MostStartSeconds ? TimeSpan.FromSeconds(number / rate) : TimeSpan.Zero;
    }

    private static PhotoException TooLong(TimeSpan duration, VideoLimits limits) => new(string.Create(CultureInfo.InvariantCulture,
        $"The video is too long: {duration.TotalHours:N1} hours, and {limits.MaxDuration.TotalHours:N1} are allowed. Cut it into shorter ones."));

    private static VideoFacts FactsOf(VideoCapture capture, VideoOrigin origin, VideoTransfer transfer)
    {
        var rate = capture.Get(VideoCaptureProperties.Fps);
        var count = capture.Get(VideoCaptureProperties.FrameCount);
        // A lying container may say anything.
        var seconds = rate is > 0 and < 10_000 && count is > 0 and < 1e12 ? count / rate : 0;
        var code = (uint)capture.Get(VideoCaptureProperties.FourCC);
        var codec = new string([.. Enumerable.Range(0, 4).Select(i => (char)((code >> (8 * i)) & 0xff)).Where(c => c is >= ' ' and <= '~')]);
        var (width, height) = ((int)capture.Get(VideoCaptureProperties.FrameWidth), (int)capture.Get(VideoCaptureProperties.FrameHeight));
        return new VideoFacts(width, height, TimeSpan.FromSeconds(Math.Min(seconds, 1e7)), rate is > 0 and < 10_000 ? rate : 0, codec, origin, transfer);
    }
}
