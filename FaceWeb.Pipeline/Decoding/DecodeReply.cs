using FaceWeb.Pipeline.Imaging;
using FaceWeb.Pipeline.Video;

namespace FaceWeb.Pipeline.Decoding;

/// <summary>What a child answers. The parent trusts none of it: every number is checked where it is used.</summary>
internal abstract record DecodeReply
{
    /// <summary>The child is ready, and speaks this version of the protocol.</summary>
    public sealed record Ready(int Version) : DecodeReply;

    /// <summary>The header passed the limits; more time and memory are allowed from now on. Another reply follows.</summary>
    public sealed record Admitted(int Width, int Height) : DecodeReply;

    /// <summary>What the header says.</summary>
    public sealed record Identified(PhotoInfo Info) : DecodeReply;

    /// <summary>The pixels lie in shared memory, which the child holds open under this number until it is told to let go.</summary>
    public sealed record Pixels(
        int Descriptor, int Width, int Height, int OriginalWidth, int OriginalHeight, bool Damaged) : DecodeReply;

    /// <summary>The file is refused, with a sentence for its owner.</summary>
    public sealed record Refused(string Sentence) : DecodeReply;

    /// <summary>The reader failed in a way that nobody foresaw.</summary>
    public sealed record Failed(string Detail) : DecodeReply;

    /// <summary>The file itself could not be opened: this is nobody's damage.</summary>
    public sealed record Unreadable(string Detail) : DecodeReply;

    /// <summary>A video is open.</summary>
    public sealed record Video(VideoFacts Facts) : DecodeReply;

    /// <summary>A frame of the open video, in shared memory as <see cref="Pixels"/>.</summary>
    public sealed record Frame(int Descriptor, int Width, int Height, TimeSpan Time, long Number, bool FirstOfShot) : DecodeReply;

    /// <summary>Some frames were read, and none is to be looked at yet: ask again.</summary>
    public sealed record VideoGoesOn : DecodeReply;

    /// <summary>The video has no more frames.</summary>
    public sealed record VideoEnded : DecodeReply;

    /// <summary>The clip in a motion photo, and what a Live Photo's files are called by.</summary>
    public sealed record Motion(MotionFacts Facts) : DecodeReply;

    private const int LongestSentence = 1000;
    private const short NoOffset = short.MinValue;

    /// <summary>As the payload of a frame.</summary>
    public byte[] Write() => DecoderFrames.Payload(to =>
    {
        switch (this)
        {
            case Ready ready:
                to.Write((byte)1);
                to.Write(ready.Version);
                break;
            case Admitted admitted:
                to.Write((byte)2);
                to.Write(admitted.Width);
                to.Write(admitted.Height);
                break;
            case Identified { Info: var info }:
                to.Write((byte)3);
                to.Write(info.Format);
                to.Write(info.Width);
                to.Write(info.Height);
                to.Write(info.MimeType);
                to.Write(info.TakenAt is not null);
                to.Write(info.TakenAt?.Local.Ticks ?? 0);
                to.Write((short)(info.TakenAt?.Offset?.TotalMinutes ?? NoOffset));
                break;
            case Pixels pixels:
                to.Write((byte)4);
                to.Write(pixels.Descriptor);
                to.Write(pixels.Width);
                to.Write(pixels.Height);
                to.Write(pixels.OriginalWidth);
                to.Write(pixels.OriginalHeight);
                to.Write(pixels.Damaged);
                break;
            case Refused refused:
                to.Write((byte)5);
                to.Write(Shortened(refused.Sentence));
                break;
            case Failed failed:
                to.Write((byte)6);
                to.Write(Shortened(failed.Detail));
                break;
            case Unreadable unreadable:
                to.Write((byte)7);
                to.Write(Shortened(unreadable.Detail));
                break;
            case Video { Facts: var facts }:
                to.Write((byte)8);
                to.Write(facts.Width);
                to.Write(facts.Height);
                to.Write(facts.Duration.Ticks);
                to.Write(facts.FramesPerSecond);
                to.Write(facts.Codec);
                to.Write(facts.Origin.TakenAt is not null);
                to.Write(facts.Origin.TakenAt?.Ticks ?? 0);
                to.Write((short)(facts.Origin.TakenAt?.Offset.TotalMinutes ?? 0));
                to.Write(facts.Origin.Latitude ?? double.NaN);
                to.Write(facts.Origin.Longitude ?? double.NaN);
                to.Write((byte)facts.Transfer);
                break;
            case Frame frame:
                to.Write((byte)9);
                to.Write(frame.Descriptor);
                to.Write(frame.Width);
                to.Write(frame.Height);
                to.Write(frame.Time.Ticks);
                to.Write(frame.Number);
                to.Write(frame.FirstOfShot);
                break;
            case VideoGoesOn:
                to.Write((byte)10);
                break;
            case VideoEnded:
                to.Write((byte)11);
                break;
            case Motion { Facts: var facts }:
                to.Write((byte)12);
                to.Write(facts.Clip?.Offset ?? 0);
                to.Write(facts.Clip?.Length ?? 0);
                to.Write(facts.Clip?.MimeType ?? "");
                to.Write(facts.ContentIdentifier ?? "");
                break;
        }
    });

    /// <summary>Reads a payload.</summary>
    /// <exception cref="InvalidDataException">It is no reply.</exception>
    public static DecodeReply Read(byte[] payload) => DecoderFrames.Parse<DecodeReply>(payload, from => from.ReadByte() switch
    {
        1 => new Ready(from.ReadInt32()),
        2 => new Admitted(from.ReadInt32(), from.ReadInt32()),
        3 => new Identified(ReadInfo(from)),
        4 => new Pixels(from.ReadInt32(), from.ReadInt32(), from.ReadInt32(), from.ReadInt32(), from.ReadInt32(), from.ReadBoolean()),
        5 => new Refused(Plain(from.ReadString())),
        6 => new Failed(Plain(from.ReadString())),
        7 => new Unreadable(Plain(from.ReadString())),
        8 => new Video(new VideoFacts(
            from.ReadInt32(), from.ReadInt32(), new TimeSpan(from.ReadInt64()), from.ReadDouble(), Plain(from.ReadString()), ReadOrigin(from),
            (VideoTransfer)Math.Min(from.ReadByte(), (byte)VideoTransfer.HybridLogGamma))),
        9 => new Frame(
            from.ReadInt32(), from.ReadInt32(), from.ReadInt32(), new TimeSpan(from.ReadInt64()), from.ReadInt64(), from.ReadBoolean()),
        10 => new VideoGoesOn(),
        11 => new VideoEnded(),
        12 => new Motion(ReadMotion(from)),
        var other => throw new InvalidDataException($"{other} is no reply."),
    });

    private static PhotoInfo ReadInfo(BinaryReader from)
    {
        var (format, width, height, mime) = (Plain(from.ReadString()), from.ReadInt32(), from.ReadInt32(), Plain(from.ReadString()));
        var (dated, ticks, minutes) = (from.ReadBoolean(), from.ReadInt64(), from.ReadInt16());
        var offset = minutes == NoOffset ? (TimeSpan?)null : TimeSpan.FromMinutes(minutes);
        return new(format, width, height, dated ? new TakenTime(new DateTime(ticks), offset) : null, mime);
    }

    private static MotionFacts ReadMotion(BinaryReader from)
    {
        var (offset, length, mime, name) = (from.ReadInt64(), from.ReadInt64(), from.ReadString(), AppleMakerNote.Plain(from.ReadString()));
        return new(offset > 0 && length > 0 && mime is "video/mp4" or "video/quicktime" ? new MotionClip(offset, length, mime) : null, name);
    }

    private static VideoOrigin ReadOrigin(BinaryReader from)
    {
        var (dated, ticks, minutes) = (from.ReadBoolean(), from.ReadInt64(), from.ReadInt16());
        var (latitude, longitude) = (from.ReadDouble(), from.ReadDouble());
        return new(
            dated ? new DateTimeOffset(ticks, TimeSpan.FromMinutes(minutes)) : null,
            latitude is >= -90 and <= 90 ? latitude : null, longitude is >= -180 and <= 180 ? longitude : null);
    }

    /// <summary>What is shown to people and written to logs carries no control characters.</summary>
    private static string Plain(string text) => Shortened(string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)));

    private static string Shortened(string text) => text.Length <= LongestSentence ? text : text[..LongestSentence];
}
