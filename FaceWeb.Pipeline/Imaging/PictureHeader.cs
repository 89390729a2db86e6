using System.Buffers.Binary;
using ImageMagick;

namespace FaceWeb.Pipeline.Imaging;

/// <summary>Format and stored size of a picture, read from its first bytes without decoding.</summary>
/// <param name="Format">The format.</param>
/// <param name="Width">Stored width, before any orientation is applied.</param>
/// <param name="Height">Stored height.</param>
/// <param name="Complete">False when the file ends before its picture does.</param>
/// <param name="Subtype">JPEG: number of components; TIFF: photometric interpretation; otherwise 0.</param>
/// <param name="Orientation">
/// What is left to do to the decoded picture, 1..8 as in EXIF's tag, where the format has its own way to say it; null where EXIF says it.
/// </param>
/// <param name="Scans">JPEG: how many scans draw the picture; otherwise 1.</param>
/// <param name="Exif">EXIF's bytes where only the decoder gets at them (HEIC, AVIF); otherwise null.</param>
/// <param name="Packed">TIFF: whether its data are compressed.</param>
internal sealed record PictureHeader(
    PictureFormat Format, int Width, int Height, bool Complete, int Subtype = 0, int? Orientation = null, int Scans = 1, byte[]? Exif = null,
    bool Packed = false)
{
    private const string NotAPicture =
        "The file is not a picture that can be read here: JPEG, PNG, WebP, TIFF, BMP, GIF, HEIC, AVIF, JPEG XL and camera raw files are.";

    /// <summary>Reads the header.</summary>
    /// <exception cref="PhotoException">Not a picture, or a damaged header.</exception>
    public static PictureHeader Read(ReadOnlySpan<byte> bytes, string path)
    {
        try
        {
            return Sniff(bytes, path);
        }
        catch (Exception problem) when (problem is ArgumentOutOfRangeException or IndexOutOfRangeException)
        {
            throw new PhotoException("The picture is damaged: the file ends inside its header. Copy it again from where it came.");
        }
    }

    private static PictureHeader Sniff(ReadOnlySpan<byte> b, string path)
    {
        if (b.StartsWith<byte>([0xFF, 0xD8, 0xFF]))
        {
            var jpeg = JpegHeader.Read(b);
            var (complete, scans) = JpegHeader.Walk(b);
            return new(PictureFormat.Jpeg, jpeg.Width, jpeg.Height, complete, jpeg.Components, Scans: scans);
        }
        if (b.StartsWith<byte>([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
            return Png(b);
        if (b.StartsWith("GIF8"u8))
            return new(PictureFormat.Gif, Little16(b, 6), Little16(b, 8), Complete: true);
        if (b.StartsWith("RIFF"u8) && b.Length > 12 && b[8..].StartsWith("WEBP"u8))
            return WebP(b);
        if (BmpHeader.Begins(b))
        {
            var bmp = BmpHeader.Read(b);
            return new(PictureFormat.Bmp, bmp.Width, bmp.Height, bmp.IsComplete);
        }
        if (JxlHeader.Begins(b))
        {
            var jxl = JxlHeader.Read(b);
            return new(PictureFormat.Jxl, jxl.Width, jxl.Height, jxl.IsComplete, Orientation: jxl.Orientation);
        }
        if (b.StartsWith<byte>([0x49, 0x49, 0x2A, 0x00]) || b.StartsWith<byte>([0x4D, 0x4D, 0x00, 0x2A]))
        {
            var tiff = TiffHeader.Read(b);
            return tiff.IsRaw ? Pinged(PictureFormat.Raw, path) : new(PictureFormat.Tiff, tiff.Width, tiff.Height, tiff.IsComplete, tiff.Photometric,
                    Packed: tiff.IsPacked);
        }
        if (b.StartsWith("FUJIFILMCCD-RAW"u8) || b.StartsWith("IIRO"u8) || b.StartsWith("IIRS"u8) || b.StartsWith("MMOR"u8)
            || b.StartsWith<byte>([0x49, 0x49, 0x55, 0x00]))
        {
            return Pinged(PictureFormat.Raw, path);
        }
        if (b.Length > 16 && b[4..].StartsWith("ftyp"u8))
            return Boxes(b, path);
        throw new PhotoException(NotAPicture);
    }

    private static PictureHeader Boxes(ReadOnlySpan<byte> b, string path)
    {
        var brand = b.Slice(8, 4);
        PictureFormat? format = brand.SequenceEqual("avif"u8) || brand.SequenceEqual("avis"u8) ? PictureFormat.Avif
            : brand.SequenceEqual("crx "u8) ? PictureFormat.Raw
            : brand.StartsWith("hei"u8) || brand.StartsWith("hev"u8) || brand.SequenceEqual("mif1"u8) || brand.SequenceEqual("msf1"u8)
                ? PictureFormat.Heic
            : null;
        if (format is null)
            throw new PhotoException(NotAPicture);
        if (!IsoBox.AllWhole(b))
            return new(format.Value, 1, 1, Complete: false);
        var header = Pinged(format.Value, path);
        return format == PictureFormat.Heic && !HeifRotation.IsProperty(b) ? header with { Orientation = null } : header;
    }

    private static PictureHeader Pinged(PictureFormat format, string path)
    {
        var (width, height, exif) = MagickDecoder.Ping(path, format);
        return new(format, width, height, Complete: true, Orientation: 1, Exif: exif);
    }

    private static PictureHeader WebP(ReadOnlySpan<byte> b)
    {
        var complete = (uint)Little32(b, 4) + 8L <= b.Length;
        var kind = b.Slice(12, 4);
        if (kind.SequenceEqual("VP8X"u8))
            return new(PictureFormat.WebP, 1 + Little24(b, 24), 1 + Little24(b, 27), complete);
        if (kind.SequenceEqual("VP8L"u8))
            return new(PictureFormat.WebP, 1 + (Little32(b, 21) & 0x3FFF), 1 + ((Little32(b, 21) >> 14) & 0x3FFF), complete);
        return new(PictureFormat.WebP, Little16(b, 26) & 0x3FFF, Little16(b, 28) & 0x3FFF, complete);
    }

    private static PictureHeader Png(ReadOnlySpan<byte> b)
    {
        // The first chunk must be the header (PNG, 5.6): a reader that skips to it would see another size than one that does not.
        if (!b.Slice(12, 4).SequenceEqual("IHDR"u8))
            throw new PhotoException("The PNG is damaged: it does not begin with its header. Copy it again from where it came.");
        return new(PictureFormat.Png, Big32(b, 16), Big32(b, 20), PngIsComplete(b));
    }

    private static bool PngIsComplete(ReadOnlySpan<byte> b)
    {
        for (long at = 8; at + 12 <= b.Length;)
        {
            if (b.Slice((int)at + 4, 4).SequenceEqual("IEND"u8))
                return true;
            at += 12 + BinaryPrimitives.ReadUInt32BigEndian(b[(int)at..]);
        }
        return false;
    }

    private static int Big32(ReadOnlySpan<byte> b, int at) => BinaryPrimitives.ReadInt32BigEndian(b[at..]);

    private static int Little32(ReadOnlySpan<byte> b, int at) => BinaryPrimitives.ReadInt32LittleEndian(b[at..]);

    private static int Little24(ReadOnlySpan<byte> b, int at) => b[at] | b[at + 1] << 8 | b[at + 2] << 16;

    private static int Little16(ReadOnlySpan<byte> b, int at) => BinaryPrimitives.ReadUInt16LittleEndian(b[at..]);
}
