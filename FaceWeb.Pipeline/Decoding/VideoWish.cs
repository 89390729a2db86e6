using FaceWeb.Pipeline.Video;

namespace FaceWeb.Pipeline.Decoding;

/// <summary>How a video is to be read.</summary>
/// <param name="Limits">What it may ask for.</param>
/// <param name="Sampling">Which frames are looked at.</param>
/// <param name="From">Frames before this time are left out.</param>
internal sealed record VideoWish(VideoLimits Limits, VideoSampling Sampling, TimeSpan From)
{
    /// <summary>As a part of a payload.</summary>
    public void Write(BinaryWriter to)
    {
        to.Write(Limits.MaxDuration.Ticks);
        to.Write(Limits.MaxFrames);
        to.Write(Limits.MaxFramePixels);
        to.Write(Sampling.EveryFrame);
        to.Write(Sampling.Quiet.Ticks);
        to.Write(Sampling.Busy.Ticks);
        to.Write(Sampling.Motion);
        to.Write(From.Ticks);
        to.Write(Sampling.At?.Count ?? -1);
        foreach (var time in Sampling.At ?? [])
            to.Write(time.Ticks);
    }

    /// <summary>Reads that part.</summary>
    public static VideoWish Read(BinaryReader from)
    {
        var wish = new VideoWish(
            new VideoLimits { MaxDuration = new TimeSpan(from.ReadInt64()), MaxFrames = from.ReadInt64(), MaxFramePixels = from.ReadInt64() },
            new VideoSampling
            {
                EveryFrame = from.ReadBoolean(),
                Quiet = new TimeSpan(from.ReadInt64()),
                Busy = new TimeSpan(from.ReadInt64()),
                Motion = from.ReadDouble(),
            },
            new TimeSpan(from.ReadInt64()));
        var count = from.ReadInt32();
        return count < 0 ? wish : wish with { Sampling = wish.Sampling with { At = ReadTimes(from, count) } };
    }

    // The stream ends where fewer follow than are announced.
    private static List<TimeSpan> ReadTimes(BinaryReader from, int count)
    {
        var times = new List<TimeSpan>();
        for (var i = 0; i < count; i++)
            times.Add(new TimeSpan(from.ReadInt64()));
        return times;
    }
}
