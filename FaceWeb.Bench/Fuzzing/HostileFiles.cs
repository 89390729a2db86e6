using System.Buffers.Binary;
using System.IO.Compression;
using ImageMagick;

namespace FaceWeb.Bench.Fuzzing;

/// <summary>Small files that cost a careless reader gigabytes or hours.</summary>
public static class HostileFiles
{
    /// <summary>A file and its name.</summary>
    /// <param name="Name">With the usual extension.</param>
    /// <param name="Bytes">The file.</param>
    public sealed record Hostile(string Name, byte[] Bytes);

    /// <summary>All of them, at most a megabyte each.</summary>
    public static IEnumerable<Hostile> All()
    {
        yield return new("directory-300-times-one-block.tif", TiffOfOneBlock(300));
        yield return new("two-sizes.tif", TiffOfTwoSizes());
        yield return new("ring.heic", HeicRing(1));
        yield return new("long-ring.heic", HeicRing(2000));
        yield return new("600-mb-comment.png", PngInflating("zTXt"u8, "Comment\0\0"u8));
        yield return new("600-mb-text.png", PngInflating("iTXt"u8, "Comment\0\x1\0\0\0"u8));
        yield return new("600-mb-profile.png", PngInflating("iCCP"u8, "icc\0\0"u8));
        yield return new("2000-scans.jpg", JpegOfScans(2000, 512));
        yield return new("exif-of-one-block.jpg", JpegWithExif(ExifOfOneBlock()));
        yield return new("height-of-2-to-the-31.bmp", BitmapOfNegativeHeight());
    }

    /// <summary>A progressive JPEG whose last scan is there so many times.</summary>
    /// <param name="scans">How many times.</param>
    /// <param name="side">Width and height in pixels.</param>
    public static byte[] JpegOfScans(int scans, uint side)
    {
        using var image = new MagickImage("gradient:red-blue", new MagickReadSettings { Width = side, Height = side });
        var jpeg = image.ToByteArray(MagickFormat.Pjpeg);
        var last = jpeg.AsSpan().LastIndexOf<byte>([0xFF, 0xDA]);
        var scan = jpeg[last..^2];
        return [.. jpeg[..^2], .. Enumerable.Repeat(scan, scans).SelectMany(s => s), 0xFF, 0xD9];
    }

    /// <summary>A directory whose entries all point at the same megabyte.</summary>
    private static byte[] TiffOfOneBlock(int entries)
    {
        const int block = 1_000_000;
        var at = 8 + 2 + 12 * (entries + 3) + 4;
        byte[] sizes = [.. Entry(256, 3, 1, 16), .. Entry(257, 3, 1, 16), .. Entry(262, 3, 1, 2)];
        return
        [
            .. "II*\0"u8, .. Little(8), .. Little16(entries + 3), .. sizes,
            .. Enumerable.Range(0, entries).SelectMany(_ => Entry(60_000, 1, block, at)), .. Little(0), .. new byte[block],
        ];
    }

    /// <summary>Each side twice: one reader takes the first of 20,000 x 20,000, another the last of 100 x 100.</summary>
    private static byte[] TiffOfTwoSizes()
    {
        const int large = 20_000, small = 100;
        var strip = Deflated(large * 3 * 200, 0xFF);
        const int entries = 12;
        var at = 8 + 2 + 12 * entries + 4;
        return
        [
            .. "II*\0"u8, .. Little(8), .. Little16(entries),
            .. Entry(256, 4, 1, large), .. Entry(256, 4, 1, small), .. Entry(257, 4, 1, large), .. Entry(257, 4, 1, small),
            .. Entry(258, 3, 1, 8), .. Entry(259, 3, 1, 8), .. Entry(262, 3, 1, 2), .. Entry(273, 4, 1, at), .. Entry(277, 3, 1, 3),
            .. Entry(278, 4, 1, large), .. Entry(279, 4, 1, strip.Length), .. Entry(284, 3, 1, 1), .. Little(0), .. strip,
        ];
    }

    /// <summary>Boxes whose 64-bit sizes lead back to an earlier one, where numbers wrap.</summary>
    private static byte[] HeicRing(int chain) =>
    [
        .. Big(24), .. "ftypheic"u8, .. Big(0), .. Big(24), .. "mif1"u8,
        .. Big(1), .. "free"u8, .. Big64((1UL << 63) - 8),
        .. Enumerable.Repeat<byte[]>([.. Big(8), .. "free"u8], chain).SelectMany(b => b),
        .. Big(1), .. "free"u8, .. Big64((1UL << 32) - (8UL * (uint)chain)), .. new byte[64],
    ];

    /// <summary>A small picture with a chunk that inflates to 600 MB.</summary>
    private static byte[] PngInflating(ReadOnlySpan<byte> type, ReadOnlySpan<byte> head)
    {
        using var image = new MagickImage("gradient:red-blue", new MagickReadSettings { Width = 64, Height = 64 });
        var png = image.ToByteArray(MagickFormat.Png24);
        byte[] content = [.. head, .. Deflated(600 << 20, (byte)'A')];
        byte[] typed = [.. type, .. content];
        // Behind the header, which ends at 33.
        return [.. png[..33], .. Big(content.Length), .. typed, .. Big((int)PngChunks.Crc32(typed)), .. png[33..]];
    }

    /// <summary>EXIF of 64 KB: 4,000 entries that all point at the same 16 KB.</summary>
    private static byte[] ExifOfOneBlock()
    {
        const int entries = 4000, block = 16_000;
        const int at = 8 + 2 + 12 * entries + 4;
        return
        [
            .. "II*\0"u8, .. Little(8), .. Little16(entries), .. Enumerable.Range(0, entries).SelectMany(_ => Entry(60_000, 1, block, at)),
            .. Little(0), .. new byte[block],
        ];
    }

    private static byte[] JpegWithExif(byte[] exif)
    {
        using var image = new MagickImage("gradient:red-blue", new MagickReadSettings { Width = 64, Height = 64 });
        var jpeg = image.ToByteArray(MagickFormat.Jpeg);
        var length = 2 + 6 + exif.Length;
        return [.. jpeg[..2], 0xFF, 0xE1, (byte)(length >> 8), (byte)length, .. "Exif\0\0"u8, .. exif, .. jpeg[2..]];
    }

    private static byte[] BitmapOfNegativeHeight() =>
    [
        .. "BM"u8, .. Little(1000), .. Little(0), .. Little(54), .. Little(40), .. Little(16), .. Little(int.MinValue), .. Little16(1),
        .. Little16(24), .. new byte[24], .. new byte[1000],
    ];

    private static byte[] Deflated(int bytes, byte value)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var part = new byte[1 << 20];
            Array.Fill(part, value);
            for (var left = bytes; left > 0; left -= part.Length)
                zlib.Write(part, 0, Math.Min(left, part.Length));
        }
        return packed.ToArray();
    }

    private static byte[] Entry(int tag, int type, int count, int value) => [.. Little16(tag), .. Little16(type), .. Little(count), .. Little(value)];

    private static byte[] Little16(int value) => [(byte)value, (byte)(value >> 8)];

    private static byte[] Little(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] Big(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Big64(ulong value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        return bytes;
    }
}
