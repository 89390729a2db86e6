using System.Buffers.Binary;

namespace FaceWeb.Albums.Uploading;

/// <summary>A ZIP archive's list of entries, as far as its size (PKWARE APPNOTE 6.3.10, sections 4.3.14 to 4.3.16).</summary>
public static class ZipDirectory
{
    private const int EndBytes = 22;
    private const int MaxComment = 65_535;
    private const int LocatorBytes = 20;

    /// <summary>Bytes from where the list begins to the file's end: more than that cannot be read as entries.</summary>
    /// <exception cref="InvalidDataException">The record that ends every ZIP archive is not there.</exception>
    public static long Measure(FileStream file)
    {
        var tail = new byte[(int)Math.Min(file.Length, EndBytes + MaxComment + LocatorBytes)];
        file.Position = file.Length - tail.Length;
        file.ReadExactly(tail);
        file.Position = 0;
        var end = tail.AsSpan().LastIndexOf("PK\x05\x06"u8);
        if (end < 0 || end + EndBytes > tail.Length)
            throw new InvalidDataException("The end record is missing.");
        long start = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end + 16));
        if (start == uint.MaxValue)
            start = Zip64Start(file, tail, end);
        if (start < 0 || start > file.Length)
            throw new InvalidDataException("The end record points outside the file.");
        return file.Length - start;
    }

    private static long Zip64Start(FileStream file, byte[] tail, int end)
    {
        if (end < LocatorBytes || !tail.AsSpan(end - LocatorBytes).StartsWith("PK\x06\x07"u8))
            throw new InvalidDataException("The ZIP64 locator is missing.");
        var record = BinaryPrimitives.ReadInt64LittleEndian(tail.AsSpan(end - LocatorBytes + 8));
        if (record < 0 || record > file.Length - 56)
            throw new InvalidDataException("The ZIP64 locator points outside the file.");
        var bytes = new byte[56];
        file.Position = record;
        file.ReadExactly(bytes);
        file.Position = 0;
        return BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(48));
    }
}
