namespace FaceWeb.Pipeline.Imaging;

/// <summary>Photos as files.</summary>
public static class PhotoFile
{
    /// <summary>Reads a photo's header: nothing is decoded and no picture memory is taken, whatever size the header claims.</summary>
    /// <exception cref="PhotoException">Empty, not a picture, damaged or incomplete, or beyond the limits; the message says which.</exception>
    public static PhotoInfo Identify(string path, PhotoLimits limits)
    {
        var (header, exif) = Open(path, limits);
        var (width, height) = exif.SwapsSides ? (header.Height, header.Width) : (header.Width, header.Height);
        return new(header.Format.ToString().ToLowerInvariant(), width, height, exif.TakenAt, MimeType(header.Format));
    }

    /// <summary>Header and EXIF facts; the orientation is what is left to do once the picture is decoded.</summary>
    internal static (PictureHeader Header, ExifFacts Exif) Open(string path, PhotoLimits limits)
    {
        PictureHeader header;
        var jxlExif = Array.Empty<byte>();
        using (var file = new MappedFile(path))
        {
            header = PictureHeader.Read(file.Bytes, path);
            if (header.Format == PictureFormat.Jxl)
                jxlExif = JxlHeader.Exif(file.Bytes).ToArray();
        }
        limits.Check(header.Width, header.Height);
        if (!header.Complete)
        {
            throw new PhotoException($"The picture is cut off: the {Name(header.Format)} file ends before its picture does. "
                + "Copy it again from where it came.");
        }
        var exif = header.Format == PictureFormat.Jxl ? ExifFacts.ReadTiff(jxlExif) : ExifFacts.Read(path);
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
