namespace FaceWeb.Tests.Imaging;

/// <summary>The picture of <see cref="TestPictures"/> as a bitmap of OS/2, which no library here writes.</summary>
internal static class Os2Bitmap
{
    /// <summary>BITMAPCOREHEADER.</summary>
    public const int Core = 12;

    private static readonly byte[][] Colours = [[0, 0, 255], [0, 255, 0], [255, 0, 0], [255, 255, 255]];

    /// <summary>The file.</summary>
    /// <param name="header">Bytes of the header: <see cref="Core"/>, or 16 to 64 of OS/2 2.x.</param>
    /// <param name="bits">A pixel's: 4 and 8 with a palette, 24 without.</param>
    public static byte[] File(int header, int bits)
    {
        var palette = bits == 24 ? [] : Enumerable.Range(0, 1 << bits).SelectMany(i => Entry(i, header == Core)).ToArray();
        var pixels = Enumerable.Range(0, TestPictures.Height).Reverse().SelectMany(y => Row(y, bits)).ToArray();
        byte[] info = header == Core
            ? [.. Int(header), .. Short(TestPictures.Width), .. Short(TestPictures.Height), .. Short(1), .. Short(bits)]
            : [.. Int(header), .. Int(TestPictures.Width), .. Int(TestPictures.Height), .. Short(1), .. Short(bits), .. new byte[48]];
        var at = 14 + header + palette.Length;
        return [.. "BM"u8, .. Int(at + pixels.Length), .. Int(0), .. Int(at), .. info[..header], .. palette, .. pixels];
    }

    private static byte[] Entry(int index, bool core) => [.. index < Colours.Length ? Colours[index] : new byte[3], .. core ? [] : new byte[1]];

    private static IEnumerable<byte> Row(int y, int bits)
    {
        var indices = Enumerable.Range(0, TestPictures.Width)
            .Select(x => (x < TestPictures.Width / 2 ? 0 : 1) + (y < TestPictures.Height / 2 ? 0 : 2));
        return bits switch
        {
            4 => indices.Chunk(2).Select(pair => (byte)(pair[0] << 4 | pair[1])),
            8 => indices.Select(i => (byte)i),
            _ => indices.SelectMany(i => Colours[i]),
        };
    }

    private static byte[] Short(int value) => [(byte)value, (byte)(value >> 8)];

    private static byte[] Int(int value) => [(byte)value, (byte)(value >> 8), (byte)(value >> 16), (byte)(value >> 24)];
}
