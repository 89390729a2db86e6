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
        ResourceLimits.Width = 64_000;
        ResourceLimits.Height = 64_000;
        ResourceLimits.Memory = 3UL << 30;
        ResourceLimits.Disk = 0;
    }

    /// <summary>The size that the header gives: of a camera raw file upright, of others as <see cref="Decode"/> brings them.</summary>
    public static (int Width, int Height) Ping(string path, PictureFormat format)
    {
        try
        {
            using var image = new MagickImage();
            image.Ping(path, Settings(format));
            var swaps = format == PictureFormat.Raw
                && image.Orientation is Orientation.LeftTop or Orientation.RightTop or Orientation.RightBottom or Orientation.LeftBottom;
            return swaps ? ((int)image.Height, (int)image.Width) : ((int)image.Width, (int)image.Height);
        }
        catch (MagickException)
        {
            throw Damaged(format);
        }
    }

    /// <summary>
    /// The picture as 8-bit BGR, transparency on white: a camera raw file upright, HEIC and AVIF turned by their own properties, everything
    /// else as stored.
    /// </summary>
    public static Mat Decode(string path, PictureHeader header)
    {
        var format = header.Format;
        // The limits were checked against FaceWeb's own reading of this header: the decoder must not understand another size.
        if (format == PictureFormat.Jxl && Ping(path, format) != (header.Width, header.Height))
            throw Damaged(format);
        try
        {
            using var image = new MagickImage();
            var warned = false;
            image.Warning += (_, warning) => warned |= warning.Exception is MagickCorruptImageWarningException;
            image.Read(path, Settings(format));
            if (warned)
                throw Damaged(format);
            if (format == PictureFormat.Raw)
                image.AutoOrient();
            if (image.HasAlpha)
            {
                image.BackgroundColor = MagickColors.White;
                image.Alpha(AlphaAction.Remove);
                image.Alpha(AlphaAction.Off);
            }
            if (image.ColorSpace is not (ColorSpace.sRGB or ColorSpace.Gray))
                image.ColorSpace = ColorSpace.sRGB;
            return Copy(image);
        }
        catch (MagickException)
        {
            throw Damaged(format);
        }
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
