using System.Buffers.Binary;

namespace FaceWeb.Pipeline.Imaging;

/// <summary>Walks a JPEG's segments (ITU T.81, annex B).</summary>
internal readonly record struct JpegHeader(int Width, int Height, int Components)
{
    /// <summary>A profile has at most 255 parts, and some programs write XMP in many more.</summary>
    private const int MostSegments = 4096;

    /// <summary>Reads the frame header.</summary>
    public static JpegHeader Read(ReadOnlySpan<byte> bytes)
    {
        for (var at = 2; NextMarker(bytes, ref at) is { } marker;)
        {
            if (IsStandalone(marker))
                continue;
            if (at + 2 > bytes.Length)
                break;
            var length = BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);
            if (IsFrame(marker) && at + 8 <= bytes.Length)
                return new(BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 5)..]), BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 3)..]),
                    bytes[at + 7]);
            if (marker is 0xDA or 0xD9 || length < 2)
                break;
            at += length;
        }
        throw new PhotoException("The JPEG is damaged: it has no frame header. Copy it again from where it came.");
    }

    /// <summary>
    /// Whether the picture's data reach the end-of-image marker, and how many scans come before it. Decoders fill what is missing with gray
    /// without a word, so a half-copied photo has to be found here.
    /// </summary>
    public static (bool IsComplete, int Scans) Walk(ReadOnlySpan<byte> bytes)
    {
        var (at, scans) = (2, 0);
        while (NextMarker(bytes, ref at) is { } marker)
        {
            if (marker == 0xD9)
                return (true, scans);
            if (IsStandalone(marker))
                continue;
            if (marker == 0xDA)
                scans++;
            if (at + 2 > bytes.Length)
                break;
            // After a scan header follows entropy-coded data up to the next real marker; NextMarker skips it.
            at = checked(at + BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]));
        }
        return (false, scans);
    }

    /// <summary>The TIFF directory in the first EXIF segment (APP1), empty where there is none.</summary>
    public static ReadOnlySpan<byte> Exif(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> name = "Exif\0\0"u8;
        foreach (var (from, count) in Segments(bytes, 0xE1))
        {
            var content = bytes.Slice(from, count);
            if (content.StartsWith(name))
                return content[name.Length..];
        }
        return [];
    }

    /// <summary>Where the contents of the segments of one kind lie before the first scan: at most <see cref="MostSegments"/> of them.</summary>
    public static List<(int From, int Count)> Segments(ReadOnlySpan<byte> bytes, int wanted)
    {
        var found = new List<(int From, int Count)>();
        for (var at = 2; found.Count < MostSegments && NextMarker(bytes, ref at) is { } marker && marker is not (0xDA or 0xD9);)
        {
            if (IsStandalone(marker))
                continue;
            if (at + 2 > bytes.Length)
                break;
            var length = BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);
            if (length < 2 || at + length > bytes.Length)
                break;
            if (marker == wanted)
                found.Add((at + 2, length - 2));
            at += length;
        }
        return found;
    }

    private static int? NextMarker(ReadOnlySpan<byte> bytes, ref int at)
    {
        while (at < bytes.Length)
        {
            var skip = bytes[at..].IndexOf((byte)0xFF);
            if (skip < 0)
                return null;
            at += skip;
            while (at < bytes.Length && bytes[at] == 0xFF)
                at++;
            if (at >= bytes.Length)
                return null;
            var marker = bytes[at++];
            // 0xFF00 is a stuffed 0xFF inside entropy-coded data.
            if (marker != 0)
                return marker;
        }
        return null;
    }

    private static bool IsStandalone(int marker) => marker is 0x01 or (>= 0xD0 and <= 0xD8);

    private static bool IsFrame(int marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);
}
