using System.Buffers.Binary;

namespace FaceWeb.Pipeline.Imaging;

/// <summary>The header of a JPEG XL picture (ISO/IEC 18181-1, annex D), bare or in a container (18181-2).</summary>
/// <param name="Width">Stored width, before <paramref name="Orientation"/>.</param>
/// <param name="Height">Stored height.</param>
/// <param name="Orientation">1..8, with the meaning of EXIF's tag; what EXIF says does not count in this format.</param>
/// <param name="ExtraChannels">Transparency, depth and whatever else stands beside the colours.</param>
/// <param name="IsComplete">False when the container ends before its picture does; of a bare stream only the decoder can tell.</param>
internal readonly record struct JxlHeader(int Width, int Height, int Orientation, int ExtraChannels, bool IsComplete)
{
    /// <summary>The most a codestream of level 5 may have (18181-1, annex M): photos have none or one, and each takes a plane of memory.</summary>
    private const int MostExtraChannels = 4;

    private static ReadOnlySpan<byte> Codestream => [0xFF, 0x0A];

    private static ReadOnlySpan<byte> Container => [0, 0, 0, 0x0C, (byte)'J', (byte)'X', (byte)'L', (byte)' ', 0x0D, 0x0A, 0x87, 0x0A];

    /// <summary>Whether the bytes begin a JPEG XL file.</summary>
    public static bool Begins(ReadOnlySpan<byte> bytes) => bytes.StartsWith(Codestream) || bytes.StartsWith(Container);

    /// <summary>Reads the header.</summary>
    /// <exception cref="PhotoException">Not a JPEG XL picture, or one with more planes than a photo has.</exception>
    public static JxlHeader Read(ReadOnlySpan<byte> bytes)
    {
        // No header is longer: all its fields together have fewer than 400 bits.
        Span<byte> start = stackalloc byte[64];
        var complete = true;
        if (bytes.StartsWith(Codestream))
            start = start[..Copy(bytes, start, 0)];
        else
            start = start[..Unpack(bytes, start, out complete)];
        if (!start.StartsWith(Codestream))
            throw new PhotoException("The JPEG XL file is damaged: its picture is missing. Copy it again from where it came.");
        var header = Fields(new JxlBits(start[2..])) with { IsComplete = complete };
        return header.ExtraChannels <= MostExtraChannels
            ? header
            : throw new PhotoException(FormattableString.Invariant(
                $"The JPEG XL file holds {header.ExtraChannels:N0} planes beside its colours, and {MostExtraChannels} are allowed. Save it as JPEG."));
    }

    /// <summary>EXIF's data (a TIFF directory) in a container, empty where there are none.</summary>
    public static ReadOnlySpan<byte> Exif(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith(Container))
            return [];
        var exif = IsoBox.Find(bytes, "Exif"u8);
        // A number in front says where the directory begins.
        var skip = exif.Length < 4 ? uint.MaxValue : BinaryPrimitives.ReadUInt32BigEndian(exif);
        return skip < exif.Length - 4 ? exif[(4 + (int)skip)..] : [];
    }

    /// <summary>Gathers the first bytes of the codestream, which lies in one box or in several numbered ones.</summary>
    private static int Unpack(ReadOnlySpan<byte> bytes, Span<byte> start, out bool complete)
    {
        var have = 0;
        complete = false;
        for (var at = 0; IsoBox.TryRead(bytes, ref at, out var box);)
        {
            if (box.Type.SequenceEqual("jxlc"u8))
            {
                have = Copy(box.Content, start, have);
                complete = box.IsWhole;
            }
            else if (box.Type.SequenceEqual("jxlp"u8) && box.Content.Length >= 4)
            {
                have = Copy(box.Content[4..], start, have);
                // The last part's number has the highest bit set.
                complete |= box.IsWhole && (box.Content[0] & 0x80) != 0;
            }
        }
        return have;
    }

    private static int Copy(ReadOnlySpan<byte> from, Span<byte> to, int at)
    {
        var count = Math.Min(from.Length, to.Length - at);
        from[..count].CopyTo(to[at..]);
        return at + count;
    }

    private static JxlHeader Fields(JxlBits bits)
    {
        var (width, height) = Size(ref bits);
        var (orientation, extraChannels) = (1, 0);
        var allDefault = bits.Flag();
        if (!allDefault)
        {
            if (bits.Flag())
            {
                orientation = 1 + bits.Number(3);
                if (bits.Flag())
                    Size(ref bits);
                if (bits.Flag())
                    SkipPreview(ref bits);
                if (bits.Flag())
                    SkipAnimation(ref bits);
            }
            SkipBitDepth(ref bits);
            bits.Flag();
            extraChannels = bits.Choice((0, 0), (1, 0), (2, 4), (1, 12));
        }
        return new(width, height, orientation, extraChannels, IsComplete: true);
    }

    private static (int Width, int Height) Size(ref JxlBits bits)
    {
        var small = bits.Flag();
        var height = Side(ref bits, small);
        return (bits.Number(3) switch
        {
            0 => Side(ref bits, small),
            1 => height,
            2 => Part(height, 12, 10),
            3 => Part(height, 4, 3),
            4 => Part(height, 3, 2),
            5 => Part(height, 16, 9),
            6 => Part(height, 5, 4),
            _ => Part(height, 2, 1),
        }, height);

        static int Side(ref JxlBits bits, bool small) => small ? 8 * (1 + bits.Number(5)) : bits.Choice((1, 9), (1, 13), (1, 18), (1, 30));

        static int Part(int height, long times, long by) => (int)Math.Min(int.MaxValue, height * times / by);
    }

    private static void SkipPreview(ref JxlBits bits)
    {
        var eighths = bits.Flag();
        Side(ref bits);
        if (bits.Number(3) == 0)
            Side(ref bits);

        void Side(ref JxlBits bits) => _ = eighths
            ? bits.Choice((16, 0), (32, 0), (1, 5), (33, 9))
            : bits.Choice((1, 6), (65, 8), (321, 10), (1345, 12));
    }

    private static void SkipAnimation(ref JxlBits bits)
    {
        bits.Choice((100, 0), (1000, 0), (1, 10), (1, 30));
        bits.Choice((1, 0), (1001, 0), (1, 8), (1, 10));
        bits.Choice((0, 0), (0, 3), (0, 16), (0, 32));
        bits.Flag();
    }

    private static void SkipBitDepth(ref JxlBits bits)
    {
        var floats = bits.Flag();
        bits.Choice(floats ? (32, 0) : (8, 0), floats ? (16, 0) : (10, 0), floats ? (24, 0) : (12, 0), (1, 6));
        if (floats)
            bits.Number(4);
    }
}
