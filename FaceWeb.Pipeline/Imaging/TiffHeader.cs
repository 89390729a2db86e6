using System.Buffers.Binary;

namespace FaceWeb.Pipeline.Imaging;

/// <summary>The first directory of a TIFF file (TIFF 6.0), and whether the file is really a camera's raw data.</summary>
internal sealed record TiffHeader(int Width, int Height, int Photometric, bool IsRaw, bool IsComplete)
{
    private const int ColourFilterArray = 32803;
    private const int LinearRaw = 34892;

    public static TiffHeader Read(ReadOnlySpan<byte> bytes)
    {
        var little = bytes[0] == (byte)'I';
        var first = Number(bytes, 4, 4, little);
        int width = 0, height = 0, photometric = -1;
        var raw = bytes.Length > 10 && bytes[8] == (byte)'C' && bytes[9] == (byte)'R';
        var subDirectories = new List<long>();
        foreach (var (tag, values) in Directory(bytes, first, little))
        {
            switch (tag)
            {
                case 256: width = (int)Math.Min(int.MaxValue, values[0]); break;
                case 257: height = (int)Math.Min(int.MaxValue, values[0]); break;
                case 262: photometric = (int)values[0]; break;
                case 330: subDirectories.AddRange(values); break;
                case 50706: raw = true; break;
            }
        }
        var complete = DataEnd(bytes, first, little) <= bytes.Length;
        raw |= photometric is ColourFilterArray or LinearRaw;
        foreach (var offset in subDirectories.Take(8))
            raw |= Directory(bytes, offset, little).Any(e => e.Tag == 262 && e.Values[0] is ColourFilterArray or LinearRaw);
        if (!raw && (width == 0 || height == 0))
            throw new PhotoException("The TIFF is damaged: its first directory gives no size. Copy it again from where it came.");
        return new(width, height, photometric, raw, complete);
    }

    private static long DataEnd(ReadOnlySpan<byte> bytes, long offset, bool little)
    {
        long[] starts = [], counts = [];
        foreach (var (tag, values) in Directory(bytes, offset, little))
        {
            if (tag is 273 or 324)
                starts = values;
            else if (tag is 279 or 325)
                counts = values;
        }
        return starts.Zip(counts, (start, count) => start + count).DefaultIfEmpty(0).Max();
    }

    private static List<(int Tag, long[] Values)> Directory(ReadOnlySpan<byte> bytes, long offset, bool little)
    {
        var entries = new List<(int, long[])>();
        if (offset < 8 || offset + 2 > bytes.Length)
            return entries;
        var count = (int)Number(bytes, offset, 2, little);
        for (var i = 0; i < count && offset + 2 + 12L * (i + 1) <= bytes.Length; i++)
        {
            var at = offset + 2 + 12L * i;
            var size = (int)Number(bytes, at + 2, 2, little) switch { 1 => 1, 3 => 2, 4 or 13 => 4, _ => 0 };
            var length = Number(bytes, at + 4, 4, little);
            if (size == 0 || length is 0 or > 1_000_000)
                continue;
            var from = size * length <= 4 ? at + 8 : Number(bytes, at + 8, 4, little);
            if (from + size * length > bytes.Length)
                continue;
            var values = new long[length];
            for (var v = 0; v < length; v++)
                values[v] = Number(bytes, from + v * size, size, little);
            entries.Add(((int)Number(bytes, at, 2, little), values));
        }
        return entries;
    }

    private static long Number(ReadOnlySpan<byte> bytes, long offset, int size, bool little)
    {
        if (offset + size > bytes.Length)
            return 0;
        var part = bytes.Slice((int)offset, size);
        return size switch
        {
            1 => part[0],
            2 => little ? BinaryPrimitives.ReadUInt16LittleEndian(part) : BinaryPrimitives.ReadUInt16BigEndian(part),
            _ => little ? BinaryPrimitives.ReadUInt32LittleEndian(part) : BinaryPrimitives.ReadUInt32BigEndian(part),
        };
    }
}
