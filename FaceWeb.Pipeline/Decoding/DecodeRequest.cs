using FaceWeb.Pipeline.Imaging;

namespace FaceWeb.Pipeline.Decoding;

/// <summary>What a child is asked for.</summary>
internal enum DecodeWish : byte
{
    /// <summary>The header's facts.</summary>
    Identify = 1,

    /// <summary>The pixels, upright.</summary>
    Decode = 2,

    /// <summary>Nothing: the pixels that were handed over are mapped by the parent, the child may let them go.</summary>
    Release = 3,

    /// <summary>A video's facts; the frames follow by <see cref="NextFrame"/>.</summary>
    OpenVideo = 4,

    /// <summary>The next frame of the open video that is to be looked at.</summary>
    NextFrame = 5,

    /// <summary>The clip in a motion photo, and what a Live Photo's files are called by.</summary>
    FindMotion = 6,
}

/// <summary>One request to a child.</summary>
/// <param name="Wish">What is wanted.</param>
/// <param name="Path">The file, absolute; empty for <see cref="DecodeWish.Release"/> and <see cref="DecodeWish.NextFrame"/>.</param>
/// <param name="Limits">What the photo may ask for.</param>
/// <param name="Video">How a video is to be read; null for photos.</param>
/// <param name="Faces">How many faces were seen last, for <see cref="DecodeWish.NextFrame"/>.</param>
internal sealed record DecodeRequest(DecodeWish Wish, string Path, PhotoLimits Limits, VideoWish? Video = null, int Faces = 0)
{
    /// <summary>Tells a child that it may let the last pixels go.</summary>
    public static DecodeRequest Release { get; } = new(DecodeWish.Release, "", new PhotoLimits());

    /// <summary>As the payload of a frame.</summary>
    public byte[] Write() => DecoderFrames.Payload(to =>
    {
        to.Write((byte)Wish);
        to.Write(Path);
        to.Write(Limits.MaxPixels);
        to.Write(Limits.MaxSide);
        to.Write(Limits.HeldPixels);
        to.Write(Limits.MaxScans);
        to.Write(Faces);
        to.Write(Video is not null);
        Video?.Write(to);
    });

    /// <summary>Reads a payload.</summary>
    /// <exception cref="InvalidDataException">It is no request.</exception>
    public static DecodeRequest Read(byte[] payload) => DecoderFrames.Parse(payload, from =>
    {
        var wish = (DecodeWish)from.ReadByte();
        if (!Enum.IsDefined(wish))
            throw new InvalidDataException($"{wish} is no request.");
        var path = from.ReadString();
        var limits = new PhotoLimits
        {
            MaxPixels = from.ReadInt64(),
            MaxSide = from.ReadInt32(),
            HeldPixels = from.ReadInt64(),
            MaxScans = from.ReadInt32(),
        };
        var faces = from.ReadInt32();
        return new DecodeRequest(wish, path, limits, from.ReadBoolean() ? VideoWish.Read(from) : null, faces);
    });
}
