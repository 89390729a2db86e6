using FaceWeb.Pipeline.Imaging.Colours;
using ImageMagick;
using OpenCvSharp;

namespace FaceWeb.Pipeline.Imaging;

/// <summary>Decodes what OpenCV cannot: HEIC, AVIF, JPEG XL, camera raw files, and JPEG and TIFF in printing colours.</summary>
internal static class MagickDecoder
{
    static MagickDecoder()
    {
        // Photos run in parallel already; these bounds stand behind PhotoLimits, which is checked first.
        ResourceLimits.Thread = 1;
        ResourceLimits.Width = 66_000;
        ResourceLimits.Height = 66_000;
        ResourceLimits.Memory = 3UL << 30;
        ResourceLimits.Disk = 0;
    }

    /// <summary>The most of EXIF's bytes that are looked at: a segment of a JPEG, where they come from, has 64 KB.</summary>
    private const int LongestExif = 1 << 20;

    /// <summary>Loads the native library, for who will not be allowed to later.</summary>
    public static void Load() => _ = MagickNET.Version;

    /// <summary>
    /// The size that the header gives: of a camera raw file upright, of others as <see cref="Decode"/> brings them; and EXIF's bytes of a HEIC or
    /// AVIF.
    /// </summary>
    public static (int Width, int Height, byte[]? Exif) Ping(string path, PictureFormat format)
    {
        try
        {
            using var image = new MagickImage();
            image.Ping(path, Settings(format));
            var swaps = format == PictureFormat.Raw
                && image.Orientation is Orientation.LeftTop or Orientation.RightTop or Orientation.RightBottom or Orientation.LeftBottom;
            var exif = format is PictureFormat.Heic or PictureFormat.Avif ? Exif(image) : null;
            return swaps ? ((int)image.Height, (int)image.Width, exif) : ((int)image.Width, (int)image.Height, exif);
        }
        catch (MagickException)
        {
            throw Damaged(format);
        }
    }

    /// <summary>
    /// The picture as 8-bit BGR, transparency on white: a camera raw file upright, HEIC and AVIF turned by their own properties, everything
    /// else as stored. Colours are brought to sRGB by the picture's profile.
    /// </summary>
    /// <returns>The picture, and whether a JPEG's data are damaged somewhere; other formats are refused then.</returns>
    public static (Mat Picture, bool Damaged) Decode(string path, PictureHeader header)
    {
        var format = header.Format;
        // The limits were checked against FaceWeb's own reading of this header: the decoder must not understand another size.
        if (format is not (PictureFormat.Heic or PictureFormat.Avif or PictureFormat.Raw) && Ping(path, format) is var (width, height, _)
            && (width, height) != (header.Width, header.Height))
        {
            throw Damaged(format);
        }
        try
        {
            using var image = new MagickImage();
            var warned = false;
            image.Warning += (_, warning) => warned |= warning.Exception is MagickCorruptImageWarningException;
            image.Read(path, Settings(format));
            if (warned && format != PictureFormat.Jpeg)
                throw Damaged(format);
            var profile = format == PictureFormat.Raw ? null : image.GetColorProfile()?.ToByteArray();
            if (format == PictureFormat.Raw)
                image.AutoOrient();
            if (image.HasAlpha)
            {
                image.BackgroundColor = MagickColors.White;
                image.Alpha(AlphaAction.Remove);
                image.Alpha(AlphaAction.Off);
            }
            var read = profile is null ? null : IccProfile.Read(profile);
            if (read is { IsTables: true })
                Convert(image);
            if (image.ColorSpace is not (ColorSpace.sRGB or ColorSpace.Gray))
                image.ColorSpace = ColorSpace.sRGB;
            var picture = Copy(image);
            if (read is not null && read.IsGray == (image.ColorSpace == ColorSpace.Gray))
                ScreenColours.From(read)?.Convert(picture);
            return (picture, warned);
        }
        catch (MagickException)
        {
            throw Damaged(format);
        }
    }

    private static void Convert(MagickImage image)
    {
        try
        {
            // In whole numbers: in floating point it takes ten times as long, for 8 bits alike.
            image.Settings.SetDefine("profile:highres-transform", "false");
            image.TransformColorSpace(ColorProfiles.SRGB);
        }
        catch (MagickException)
        {
            // A profile for other colours than the picture has says nothing about it.
        }
    }

    private static byte[]? Exif(MagickImage image)
    {
        ReadOnlySpan<byte> name = "Exif\0\0"u8;
        if (image.GetProfile("exif")?.ToByteArray() is not { Length: > 6 and <= LongestExif } bytes)
            return null;
        return bytes.AsSpan().StartsWith(name) ? bytes[name.Length..] : bytes;
    }

    private static PhotoException Damaged(PictureFormat format) =>
        new($"The {PhotoFile.Name(format)} file cannot be decoded: "
            + "it is damaged or of a kind that is not supported. Copy it again, or save it as JPEG.");

    private static MagickReadSettings Settings(PictureFormat format) => new()
    {
        // Named by content: uploads lie on disk without their extension. The DNG coder reads every camera's raw files (LibRaw).
        Format = format switch
        {
            PictureFormat.Heic => MagickFormat.Heic,
            PictureFormat.Avif => MagickFormat.Avif,
            PictureFormat.Jxl => MagickFormat.Jxl,
            PictureFormat.Raw => MagickFormat.Dng,
            PictureFormat.Jpeg => MagickFormat.Jpeg,
            PictureFormat.Tiff => MagickFormat.Tiff,
            PictureFormat.Png => MagickFormat.Png,
            PictureFormat.WebP => MagickFormat.WebP,
            _ => MagickFormat.Unknown,
        },
        FrameIndex = 0,
        FrameCount = 1,
    };

    /// <summary>Row by row from Magick's memory into OpenCV's, so that no picture-sized managed array exists.</summary>
    private static unsafe Mat Copy(MagickImage image)
    {
        int width = (int)image.Width, height = (int)image.Height;
        using var pixels = image.GetPixelsUnsafe();
        var channels = (int)pixels.Channels;
        var (red, green, blue) = channels >= 3 ? (0, 1, 2) : (0, 0, 0);
        var mat = new Mat(height, width, MatType.CV_8UC3);
        for (var y = 0; y < height; y++)
        {
            var from = (byte*)pixels.GetAreaPointer(0, y, (uint)width, 1);
            var to = (byte*)mat.Ptr(y);
            for (var x = 0; x < width; x++, from += channels, to += 3)
            {
                to[0] = from[blue];
                to[1] = from[green];
                to[2] = from[red];
            }
        }
        return mat;
    }
}
