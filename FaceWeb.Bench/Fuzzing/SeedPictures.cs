using ImageMagick;

namespace FaceWeb.Bench.Fuzzing;

/// <summary>Small whole pictures of every format that FaceWeb reads, to be damaged.</summary>
public static class SeedPictures
{
    /// <summary>A picture and what to call its format.</summary>
    /// <param name="Format">As figures name it.</param>
    /// <param name="Bytes">The file.</param>
    public sealed record Seed(string Format, byte[] Bytes);

    /// <summary>All of them: what a library here writes, and the hand-made ones of the formats that none does.</summary>
    public static IReadOnlyList<Seed> All() =>
    [
        new("jpeg", Write(MagickFormat.Jpeg, WithExif)),
        new("jpeg-progressive", Write(MagickFormat.Pjpeg)),
        new("jpeg-cmyk", Write(MagickFormat.Jpeg, image => image.ColorSpace = ColorSpace.CMYK)),
        new("png", Write(MagickFormat.Png, image => image.SetAttribute("comment", "A comment"))),
        new("png-alpha", Write(MagickFormat.Png32, WithAlpha)),
        new("png-palette", Write(MagickFormat.Png8, image => image.Quantize(new QuantizeSettings { Colors = 8 }))),
        new("png-interlaced", Write(MagickFormat.Png, image => image.Settings.Interlace = Interlace.Png)),
        new("png-16-bit", Write(MagickFormat.Png48, WithExif)),
        new("png-gray", Write(MagickFormat.Png, image => image.ColorType = ColorType.Grayscale)),
        new("png-two-colours", Write(MagickFormat.Png, image => image.ColorType = ColorType.Bilevel)),
        new("gif", Write(MagickFormat.Gif)),
        new("gif-animated", Animated(MagickFormat.Gif)),
        new("bmp", Write(MagickFormat.Bmp)),
        new("webp", Write(MagickFormat.WebP, WithExif)),
        new("webp-lossless", Write(MagickFormat.WebP, image => image.Settings.SetDefine(MagickFormat.WebP, "lossless", true))),
        new("tiff", Write(MagickFormat.Tiff, WithExif)),
        new("tiff-deflate", Write(MagickFormat.Tiff, image => image.Settings.Compression = CompressionMethod.Zip)),
        new("tiff-palette", Write(MagickFormat.Tiff, image => image.Quantize(new QuantizeSettings { Colors = 8 }))),
        new("heic", HeicPicture.File(1, 6)),
        new("avif", Write(MagickFormat.Avif)),
        new("avif-exif", Write(MagickFormat.Avif, WithExif)),
        new("avif-alpha", Write(MagickFormat.Avif, WithAlpha)),
        new("avif-10-bit", Write(MagickFormat.Avif, image => image.Depth = 10)),
        new("avif-444", Write(MagickFormat.Avif, image => image.Settings.SetDefine(MagickFormat.Avif, "chroma", "444"))),
        new("avif-profile", Write(MagickFormat.Avif, image => image.SetProfile(ColorProfiles.SRGB))),
        new("jxl", Write(MagickFormat.Jxl)),
        new("jxl-lossless", Write(MagickFormat.Jxl, image => image.Quality = 100)),
        new("jxl-exif", Write(MagickFormat.Jxl, WithExif)),
        new("jxl-alpha", Write(MagickFormat.Jxl, WithAlpha)),
        new("jxl-gray", Write(MagickFormat.Jxl, image => image.ColorType = ColorType.Grayscale)),
        new("jxl-animated", Animated(MagickFormat.Jxl)),
        new("raw", RawPicture.Dng(1)),
    ];

    private static MagickImage Picture()
    {
        var image = new MagickImage("gradient:red-blue", new MagickReadSettings { Width = 48, Height = 32 }) { Quality = 80 };
        image.AddNoise(NoiseType.Gaussian);
        return image;
    }

    private static byte[] Write(MagickFormat format, Action<MagickImage>? change = null)
    {
        using var image = Picture();
        change?.Invoke(image);
        return image.ToByteArray(format);
    }

    private static void WithExif(MagickImage image)
    {
        var exif = new ExifProfile();
        exif.SetValue(ExifTag.Orientation, (ushort)6);
        exif.SetValue(ExifTag.DateTimeOriginal, "2019:07:14 18:30:05");
        image.SetProfile(exif);
    }

    private static void WithAlpha(MagickImage image)
    {
        image.Alpha(AlphaAction.Set);
        image.Evaluate(Channels.Alpha, EvaluateOperator.Set, new Percentage(50));
    }

    private static byte[] Animated(MagickFormat format)
    {
        using var frames = new MagickImageCollection();
        for (var i = 0; i < 5; i++)
            frames.Add(Picture());
        return frames.ToByteArray(format);
    }
}
