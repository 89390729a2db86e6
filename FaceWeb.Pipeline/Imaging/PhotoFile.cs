using MetadataExtractor.IO;

namespace FaceWeb.Pipeline.Imaging;

/// <summary>Photos as files.</summary>
public static class PhotoFile
{
    /// <summary>Reads a photo's header: nothing is decoded and no picture memory is taken, whatever size the header claims.</summary>
    /// <exception cref="PhotoException">Empty, not a picture, damaged or incomplete, or beyond the limits; the message says which.</exception>
    public static PhotoInfo Identify(string path, PhotoLimits limits)
    {
        using var file = new FileBytes(path);
        var (header, exif) = Read(file, path, limits);
        var (width, height) = exif.SwapsSides ? (header.Height, header.Width) : (header.Width, header.Height);
        return new(header.Format.ToString().ToLowerInvariant(), width, height, exif.TakenAt, MimeType(header.Format));
    }

    /// <summary>Header and EXIF facts; the orientation is what is left to do once the picture is decoded.</summary>
    internal static (PictureHeader Header, ExifFacts Exif) Read(FileBytes file, string path, PhotoLimits limits)
    {
        var exif = ExifFacts.None;
        var header = PictureHeader.Read(file.Bytes, path);
        limits.Check(header.Width, header.Height);
        limits.CheckScans(header.Scans);
        var place = ExifPlace.Find(file.Bytes, header.Format);
        if (header.Exif is { } kept)
            exif = ExifFacts.Read(new ByteArrayReader(kept));
        else if (!place.IsEmpty)
            exif = ExifFacts.Read(FilePartReader.Of(file, place));
        if (!header.Complete)
        {
            throw new PhotoException($"The picture is cut off: the {Name(header.Format)} file ends before its picture does. "
                + "Copy it again from where it came.");
        }
        return (header, exif with { Orientation = header.Orientation ?? exif.Orientation });
    }

    internal static string Name(PictureFormat format) => format switch
    {
        PictureFormat.WebP => "WebP",
        PictureFormat.Raw => "camera raw",
        PictureFormat.Jxl => "JPEG XL",
        _ => format.ToString().ToUpperInvariant(),
    };

    private static string MimeType(PictureFormat format) => format == PictureFormat.Raw
        ? "image/x-dcraw"
        : $"image/{format.ToString().ToLowerInvariant()}";
}
