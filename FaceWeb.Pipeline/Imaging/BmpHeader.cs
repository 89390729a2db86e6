using System.Buffers.Binary;

namespace FaceWeb.Pipeline.Imaging;

/// <summary>
/// The header of a bitmap of Windows (from 40 bytes) or OS/2: BITMAPCOREHEADER (12 bytes, 16-bit sides) and OS/2 2.x, whose 64 bytes may be
/// cut anywhere after the first 16 and then count as zero.
/// </summary>
internal readonly record struct BmpHeader(int Width, int Height, bool IsComplete)
{
    private const int FileHeader = 14;
    private const int Core = 12;
    private const int ShortestOs2 = 16;
    private const int Windows = 40;

    /// <summary>Whether the bytes begin a bitmap.</summary>
    public static bool Begins(ReadOnlySpan<byte> b) => b.StartsWith("BM"u8) && b.Length > 26 && InfoSize(b) is Core or (>= ShortestOs2 and <= 1024);

    /// <summary>Reads the header.</summary>
    public static BmpHeader Read(ReadOnlySpan<byte> b)
    {
        long width, height, bits, compression = 0;
        if (InfoSize(b) == Core)
        {
            (width, height, bits) = (Little16(b, 18), Little16(b, 20), Little16(b, 24));
        }
        else
        {
            (width, height, bits) = (Little32(b, 18), Math.Abs((long)Little32(b, 22)), Little16(b, 28));
            compression = InfoSize(b) >= 20 ? Little32(b, 30) : 0;
        }
        var complete = compression is not (0 or 3) || IsWithin(b, width, height, bits);
        return new((int)Math.Clamp(width, 0, int.MaxValue), (int)Math.Min(int.MaxValue, height), complete);
    }

    /// <summary>The file for OpenCV, which reads no header between 12 and 36 bytes: such a one is filled up with zeros to Windows' 40.</summary>
    public static ReadOnlySpan<byte> FilledUp(ReadOnlySpan<byte> b)
    {
        var size = InfoSize(b);
        if (size is Core or >= 36)
            return b;
        if (b.Length < FileHeader + size)
            throw new PhotoException("The picture is damaged: the file ends inside its header. Copy it again from where it came.");
        var more = Windows - size;
        var filled = new byte[b.Length + more];
        b[..(FileHeader + size)].CopyTo(filled);
        b[(FileHeader + size)..].CopyTo(filled.AsSpan(FileHeader + Windows));
        BinaryPrimitives.WriteInt32LittleEndian(filled.AsSpan(10), unchecked(Little32(b, 10) + more));
        BinaryPrimitives.WriteInt32LittleEndian(filled.AsSpan(FileHeader), Windows);
        return filled;
    }

    /// <summary>
    /// Whether rows of whole 32-bit words, so many, end within the file. Sides of 2^31 and 65,535 bits a pixel need more than 64 bits.
    /// </summary>
    private static bool IsWithin(ReadOnlySpan<byte> b, long width, long height, long bits) =>
        (uint)Little32(b, 10) + ((Int128)width * bits + 31) / 32 * 4 * height <= b.Length;

    private static int InfoSize(ReadOnlySpan<byte> b) => Little32(b, FileHeader);

    private static int Little32(ReadOnlySpan<byte> b, int at) => BinaryPrimitives.ReadInt32LittleEndian(b[at..]);

    private static int Little16(ReadOnlySpan<byte> b, int at) => BinaryPrimitives.ReadUInt16LittleEndian(b[at..]);
}
