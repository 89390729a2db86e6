using System.Buffers.Binary;

namespace FaceWeb.Pipeline.Imaging;

/// <summary>
/// The first directory of a TIFF file (TIFF 6.0), and whether the file is really a camera's raw data. A directory has at most 65,535 entries;
/// each is looked at once, and of its values only those that are needed are read, where they lie.
/// </summary>
internal sealed record TiffHeader(int Width, int Height, int Photometric, bool IsRaw, bool IsComplete, bool IsPacked)
{
    private const int ColourFilterArray = 32803;
    private const int LinearRaw = 34892;
    private const int InterColorProfile = 34675;
    private const int MostSubDirectories = 8;

    /// <summary>The most strips or tiles whose ends are looked at: more than any photo has.</summary>
    private const long MostParts = 4_000_000;

    public static TiffHeader Read(ReadOnlySpan<byte> bytes)
    {
        var little = bytes[0] == (byte)'I';
        var first = Number(bytes, 4, 4, little);
        long width = 0, height = 0, photometric = -1, compression = 1;
        var raw = bytes.Length > 10 && bytes[8] == (byte)'C' && bytes[9] == (byte)'R';
        Entry starts = default, counts = default, subDirectories = default;
        for (var i = 0; Next(bytes, first, i, little) is { } entry; i++)
        {
            switch (entry.Tag)
            {
                case 256: width = One(width, entry.Value(bytes, 0, little)); break;
                case 257: height = One(height, entry.Value(bytes, 0, little)); break;
                case 259: compression = entry.Value(bytes, 0, little); break;
                case 262: photometric = entry.Value(bytes, 0, little); break;
                case 273 or 324: starts = entry; break;
                case 279 or 325: counts = entry; break;
                case 330: subDirectories = entry; break;
                case 50706: raw = true; break;
            }
        }
        raw |= photometric is ColourFilterArray or LinearRaw;
        for (var i = 0; i < Math.Min(subDirectories.Count, MostSubDirectories); i++)
            raw |= IsRawDirectory(bytes, subDirectories.Value(bytes, i, little), little);
        if (!raw && (width == 0 || height == 0))
            throw new PhotoException("The TIFF is damaged: its first directory gives no size. Copy it again from where it came.");
        return new((int)Math.Min(int.MaxValue, width), (int)Math.Min(int.MaxValue, height), (int)Math.Min(int.MaxValue, photometric), raw,
            DataEnd(bytes, starts, counts, little) <= bytes.Length, compression != 1);
    }

    /// <summary>The colour profile in the first directory (ICC.1:2022, B.4); empty where there is none.</summary>
    public static ReadOnlySpan<byte> ColourProfile(ReadOnlySpan<byte> bytes)
    {
        var little = bytes[0] == (byte)'I';
        var first = Number(bytes, 4, 4, little);
        for (var i = 0; Next(bytes, first, i, little) is { } entry; i++)
        {
            if (entry is { Tag: InterColorProfile, Size: 1, Count: < int.MaxValue })
                return bytes.Slice((int)entry.From, (int)entry.Count);
        }
        return [];
    }

    /// <summary>Decoders disagree on which of two sizes counts, so that the limits would be checked against the wrong one.</summary>
    private static long One(long known, long value) => known == 0 || known == value
        ? value
        : throw new PhotoException("The TIFF is damaged: its first directory gives two sizes. Save the picture anew as JPEG.");

    private static bool IsRawDirectory(ReadOnlySpan<byte> bytes, long offset, bool little)
    {
        for (var i = 0; Next(bytes, offset, i, little) is { } entry; i++)
        {
            if (entry.Tag == 262 && entry.Value(bytes, 0, little) is ColourFilterArray or LinearRaw)
                return true;
        }
        return false;
    }

    private static long DataEnd(ReadOnlySpan<byte> bytes, Entry starts, Entry counts, bool little)
    {
        var end = 0L;
        for (var i = 0L; i < Math.Min(MostParts, Math.Min(starts.Count, counts.Count)); i++)
            end = Math.Max(end, starts.Value(bytes, i, little) + counts.Value(bytes, i, little));
        return end;
    }

    /// <summary>The directory's entry at an index; one whose values are no whole numbers or lie outside the file counts as empty.</summary>
    private static Entry? Next(ReadOnlySpan<byte> bytes, long offset, int index, bool little)
    {
        if (offset < 8 || offset > bytes.Length - 2 || index >= Number(bytes, offset, 2, little))
            return null;
        var at = offset + 2 + 12L * index;
        if (at > bytes.Length - 12)
            return null;
        var size = (int)Number(bytes, at + 2, 2, little) switch { 1 or 7 => 1, 3 => 2, 4 or 13 => 4, _ => 0 };
        // At most 2^32 values of 4 bytes: no product here leaves 64 bits.
        var count = Number(bytes, at + 4, 4, little);
        var from = size * count <= 4 ? at + 8 : Number(bytes, at + 8, 4, little);
        var readable = size > 0 && count > 0 && from + size * count <= bytes.Length;
        return readable ? new((int)Number(bytes, at, 2, little), from, size, count) : new(0, 0, 0, 0);
    }

    /// <summary>A whole number of 1, 2 or 4 bytes; 0 where the file ends before it.</summary>
    private static long Number(ReadOnlySpan<byte> bytes, long offset, int size, bool little)
    {
        if (offset < 0 || offset > bytes.Length - size)
            return 0;
        var part = bytes.Slice((int)offset, size);
        return size switch
        {
            1 => part[0],
            2 => little ? BinaryPrimitives.ReadUInt16LittleEndian(part) : BinaryPrimitives.ReadUInt16BigEndian(part),
            _ => little ? BinaryPrimitives.ReadUInt32LittleEndian(part) : BinaryPrimitives.ReadUInt32BigEndian(part),
        };
    }

    /// <summary>Where a tag's values lie.</summary>
    private readonly record struct Entry(int Tag, long From, int Size, long Count)
    {
        public long Value(ReadOnlySpan<byte> bytes, long index, bool little) => Number(bytes, From + index * Size, Size, little);
    }
}
