using System.Buffers.Binary;
using System.IO.Compression;

namespace FaceWeb.Pipeline.Imaging.Colours;

/// <summary>Where a file that OpenCV decodes keeps its colour profile (ICC.1:2022, annex B, and the formats' own specifications).</summary>
internal static class IccPlace
{
    /// <summary>The longest profile that is read: those of printers have about 2 MB.</summary>
    private const int Longest = 4 << 20;

    private static ReadOnlySpan<byte> JpegName => "ICC_PROFILE\0"u8;

    /// <summary>
    /// The profile's bytes; null where there is none, where it is cut off or too long, and in formats whose decoder finds it itself.
    /// </summary>
    public static byte[]? Find(ReadOnlySpan<byte> bytes, PictureFormat format)
    {
        try
        {
            return format switch
            {
                PictureFormat.Jpeg => InJpeg(bytes),
                PictureFormat.Png => InPng(bytes),
                PictureFormat.WebP => InWebP(bytes),
                PictureFormat.Tiff => TiffHeader.ColourProfile(bytes) is { Length: > 0 and <= Longest } profile ? profile.ToArray() : null,
                _ => null,
            };
        }
        catch (Exception problem) when (problem is ArgumentOutOfRangeException or IndexOutOfRangeException or InvalidDataException)
        {
            // A profile that cannot be read is no reason to refuse a picture that decodes.
            return null;
        }
    }

    /// <summary>In up to 255 segments APP2, each with its number and how many there are.</summary>
    private static byte[]? InJpeg(ReadOnlySpan<byte> bytes)
    {
        var parts = new byte[]?[256];
        var (length, wanted) = (0, 0);
        foreach (var (from, count) in JpegHeader.Segments(bytes, 0xE2))
        {
            var content = bytes.Slice(from, count);
            if (!content.StartsWith(JpegName) || content.Length < JpegName.Length + 2)
                continue;
            var number = content[JpegName.Length];
            wanted = content[JpegName.Length + 1];
            parts[number] ??= content[(JpegName.Length + 2)..].ToArray();
        }
        for (var i = 1; i <= wanted; i++)
        {
            if (parts[i] is not { } part)
                return null;
            length += part.Length;
        }
        if (length is 0 or > Longest)
            return null;
        return [.. parts[1..(wanted + 1)].SelectMany(part => part!)];
    }

    /// <summary>The chunk iCCP (PNG, 11.3.2.3): a name, and the profile packed.</summary>
    private static byte[]? InPng(ReadOnlySpan<byte> bytes)
    {
        for (long at = 8; at + 12 <= bytes.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(bytes[(int)at..]);
            var type = bytes.Slice((int)at + 4, 4);
            if (type.SequenceEqual("iCCP"u8) && at + 12 + length <= bytes.Length)
            {
                var content = bytes.Slice((int)at + 8, (int)length);
                var name = content.IndexOf((byte)0);
                // After the name comes the number of the way of packing, of which there is one.
                return name < 0 ? null : Unpacked(content[(name + 2)..]);
            }
            if (type.SequenceEqual("IDAT"u8))
                return null;
            at += 12 + length;
        }
        return null;
    }

    private static byte[]? Unpacked(ReadOnlySpan<byte> packed)
    {
        using var unpacking = new ZLibStream(new MemoryStream(packed.ToArray()), CompressionMode.Decompress);
        using var profile = new MemoryStream();
        var part = new byte[16 * 1024];
        for (int read; (read = unpacking.Read(part)) > 0;)
        {
            if (profile.Length + read > Longest)
                return null;
            profile.Write(part, 0, read);
        }
        return profile.ToArray();
    }

    /// <summary>The chunk ICCP of a RIFF file.</summary>
    private static byte[]? InWebP(ReadOnlySpan<byte> bytes)
    {
        for (long at = 12; at + 8 <= bytes.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[((int)at + 4)..]);
            if (bytes.Slice((int)at, 4).SequenceEqual("ICCP"u8) && at + 8 + length <= bytes.Length)
                return length <= Longest ? bytes.Slice((int)at + 8, (int)length).ToArray() : null;
            at += 8 + length + (length & 1);
        }
        return null;
    }
}
