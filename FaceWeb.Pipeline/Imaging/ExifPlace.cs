using System.Buffers.Binary;

namespace FaceWeb.Pipeline.Imaging;

/// <summary>Where a file keeps EXIF's bytes, a TIFF directory of its own.</summary>
internal static class ExifPlace
{
    private static ReadOnlySpan<byte> Name => "Exif\0\0"u8;

    /// <summary>EXIF's bytes, a part of the file's; empty where there are none, or where only the decoder gets at them.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> bytes, PictureFormat format)
    {
        try
        {
            return format switch
            {
                PictureFormat.Jpeg => JpegHeader.Exif(bytes),
                PictureFormat.Png => InPng(bytes),
                PictureFormat.WebP => InWebP(bytes),
                PictureFormat.Jxl => JxlHeader.Exif(bytes),
                PictureFormat.Tiff => bytes,
                PictureFormat.Raw => InRaw(bytes),
                _ => [],
            };
        }
        catch (ArgumentOutOfRangeException)
        {
            // A length that leads outside the file: there is no readable EXIF.
            return [];
        }
    }

    /// <summary>The chunk eXIf (PNG 1.5 extensions, 3.7).</summary>
    private static ReadOnlySpan<byte> InPng(ReadOnlySpan<byte> b)
    {
        for (long at = 8; at + 12 <= b.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(b[(int)at..]);
            var type = b.Slice((int)at + 4, 4);
            if (type.SequenceEqual("eXIf"u8) && at + 12 + length <= b.Length)
                return b.Slice((int)at + 8, (int)length);
            if (type.SequenceEqual("IEND"u8))
                break;
            at += 12 + length;
        }
        return [];
    }

    /// <summary>The chunk EXIF of a RIFF file; some writers put JPEG's name of the segment in front.</summary>
    private static ReadOnlySpan<byte> InWebP(ReadOnlySpan<byte> b)
    {
        for (long at = 12; at + 8 <= b.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(b[((int)at + 4)..]);
            if (b.Slice((int)at, 4).SequenceEqual("EXIF"u8) && at + 8 + length <= b.Length)
            {
                var exif = b.Slice((int)at + 8, (int)length);
                return exif.StartsWith(Name) ? exif[Name.Length..] : exif;
            }
            at += 8 + length + (length & 1);
        }
        return [];
    }

    /// <summary>Raw files are TIFF under various marks, but for Fujifilm's, which hold a JPEG, and Canon's CR3, which are boxes.</summary>
    private static ReadOnlySpan<byte> InRaw(ReadOnlySpan<byte> b)
    {
        if (b.StartsWith("FUJIFILMCCD-RAW"u8))
        {
            // Where the JPEG lies stands at 84, big-endian.
            var at = BinaryPrimitives.ReadUInt32BigEndian(b[84..]);
            return at < b.Length ? JpegHeader.Exif(b[(int)at..]) : [];
        }
        if (b.Length > 16 && b[4..].StartsWith("ftyp"u8))
        {
            var canon = IsoBox.Find(IsoBox.Find(b, "moov"u8), "uuid"u8);
            return canon.Length > 16 ? IsoBox.Find(canon[16..], "CMT2"u8) : [];
        }
        return b;
    }
}
