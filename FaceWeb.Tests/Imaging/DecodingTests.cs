using FaceWeb.Bench.Fuzzing;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Imaging;
using ImageMagick;
using OpenCvSharp;

namespace FaceWeb.Tests.Imaging;

/// <summary>Every format comes out upright, with its colours, at its size.</summary>
public sealed class DecodingTests : IDisposable
{
    private readonly TestPictures pictures = new();

    public void Dispose() => pictures.Dispose();

    [Theory]
    [InlineData(MagickFormat.Jpeg, "jpeg", "image/jpeg")]
    [InlineData(MagickFormat.Pjpeg, "jpeg", "image/jpeg")]
    [InlineData(MagickFormat.Png, "png", "image/png")]
    [InlineData(MagickFormat.Png48, "png", "image/png")]
    [InlineData(MagickFormat.Png8, "png", "image/png")]
    [InlineData(MagickFormat.WebP, "webp", "image/webp")]
    [InlineData(MagickFormat.Tiff, "tiff", "image/tiff")]
    [InlineData(MagickFormat.Bmp, "bmp", "image/bmp")]
    [InlineData(MagickFormat.Gif, "gif", "image/gif")]
    [InlineData(MagickFormat.Avif, "avif", "image/avif")]
    [InlineData(MagickFormat.Jxl, "jxl", "image/jxl")]
    public void A_format_is_recognised_and_decoded(MagickFormat format, string name, string mime)
    {
        // No extension: uploads are stored under their hash.
        var path = pictures.Write("picture", format);
        var info = PhotoFile.Identify(path, new PhotoLimits());
        Assert.Equal(new PhotoInfo(name, TestPictures.Width, TestPictures.Height, null, mime), info);
        using var photo = PhotoPixels.Decode(path, new PhotoLimits());
        Assert.Equal("RGBW", TestPictures.Read(photo));
        Assert.Equal((TestPictures.Width, TestPictures.Height), (photo.OriginalWidth, photo.OriginalHeight));
    }

    [Theory]
    [InlineData(0, "RGBW")]
    [InlineData(1, "GWRB")]
    [InlineData(2, "WBGR")]
    public void Heic_pictures_are_decoded_and_upright(int quarterTurns, string upright)
    {
        var path = pictures.WriteBytes("heic", HeicPicture.File(quarterTurns));
        var (width, height) = quarterTurns == 1 ? (TestPictures.Height, TestPictures.Width) : (TestPictures.Width, TestPictures.Height);
        Assert.Equal(new PhotoInfo("heic", width, height, null, "image/heic"), PhotoFile.Identify(path, new PhotoLimits()));
        using var photo = PhotoPixels.Decode(path, new PhotoLimits());
        Assert.Equal(upright, TestPictures.Read(photo));
        Assert.Equal((width, height), (photo.OriginalWidth, photo.OriginalHeight));
    }

    [Theory]
    [InlineData(1, "RGBW")]
    [InlineData(6, "BRWG")]
    [InlineData(3, "WBGR")]
    public void Camera_raw_files_are_developed_and_upright(int orientation, string upright)
    {
        var path = pictures.WriteBytes("raw", RawPicture.Dng(orientation));
        var (width, height) = orientation == 6 ? (RawPicture.Height, RawPicture.Width) : (RawPicture.Width, RawPicture.Height);
        var info = PhotoFile.Identify(path, new PhotoLimits());
        Assert.Equal(("raw", width, height), (info.Format, info.Width, info.Height));
        using var photo = PhotoPixels.Decode(path, new PhotoLimits());
        Assert.Equal(upright, TestPictures.Read(photo));
        Assert.Equal((width, height), (photo.OriginalWidth, photo.OriginalHeight));
    }

    /// <summary>What the stored picture RGBW looks like once EXIF's orientation is applied, for each value of the tag.</summary>
    public static TheoryData<int, string, MagickFormat> Orientations()
    {
        var data = new TheoryData<int, string, MagickFormat>();
        string[] upright = ["RGBW", "GRWB", "WBGR", "BWRG", "RBGW", "BRWG", "WGBR", "GWRB"];
        foreach (var format in new[] { MagickFormat.Jpeg, MagickFormat.Png, MagickFormat.WebP, MagickFormat.Tiff, MagickFormat.Jxl })
        {
            for (var i = 0; i < upright.Length; i++)
                data.Add(i + 1, upright[i], format);
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Orientations))]
    public void Orientation_is_applied_exactly_once(int orientation, string upright, MagickFormat format)
    {
        var path = pictures.Write("turned", format, image =>
        {
            image.Orientation = (Orientation)orientation;
            var exif = new ExifProfile();
            exif.SetValue(ExifTag.Orientation, (ushort)orientation);
            image.SetProfile(exif);
        });
        var (width, height) = orientation >= 5 ? (TestPictures.Height, TestPictures.Width) : (TestPictures.Width, TestPictures.Height);
        var info = PhotoFile.Identify(path, new PhotoLimits());
        Assert.Equal((width, height), (info.Width, info.Height));
        using var photo = PhotoPixels.Decode(path, new PhotoLimits());
        Assert.Equal(upright, TestPictures.Read(photo));
        Assert.Equal((width, height), (photo.OriginalWidth, photo.OriginalHeight));
        Assert.Equal((width, height), (photo.Width, photo.Height));
    }

    [Theory]
    [InlineData(MagickFormat.Jpeg)]
    [InlineData(MagickFormat.Tiff)]
    public void Printing_colours_become_screen_colours(MagickFormat format)
    {
        var path = pictures.Write("cmyk", format, image => image.ColorSpace = ColorSpace.CMYK);
        using var photo = PhotoPixels.Decode(path, new PhotoLimits());
        Assert.Equal("RGBW", TestPictures.Read(photo));
    }

    [Theory]
    [InlineData(MagickFormat.Tiff)]
    [InlineData(MagickFormat.Png)]
    public void Sixteen_bits_become_eight(MagickFormat format)
    {
        var name = pictures.PathOf("deep") + (format == MagickFormat.Tiff ? ".tif" : ".png");
        using (var mat = new Mat(TestPictures.Height, TestPictures.Width, MatType.CV_16UC3, new Scalar(100 * 257, 150 * 257, 200 * 257)))
            mat.SaveImage(name);
        using var photo = PhotoPixels.Decode(name, new PhotoLimits());
        Assert.Equal(new Vec3b(100, 150, 200), photo.Mat.At<Vec3b>(10, 10));
    }

    [Theory]
    [InlineData(MagickFormat.Jpeg)]
    [InlineData(MagickFormat.Png)]
    [InlineData(MagickFormat.Tiff)]
    [InlineData(MagickFormat.Jxl)]
    public void Gray_becomes_three_equal_channels(MagickFormat format)
    {
        var path = pictures.Write("gray", format, image =>
        {
            image.ColorSpace = ColorSpace.Gray;
            image.ColorType = ColorType.Grayscale;
        });
        using var photo = PhotoPixels.Decode(path, new PhotoLimits());
        var green = photo.Mat.At<Vec3b>(12, 48);
        Assert.Equal(green.Item0, green.Item2);
        Assert.InRange(green.Item1, 120, 240);
        Assert.True(photo.Mat.At<Vec3b>(40, 60).Item1 > 245);
    }

    [Theory]
    [InlineData(MagickFormat.Png32)]
    [InlineData(MagickFormat.WebP)]
    [InlineData(MagickFormat.Tiff)]
    [InlineData(MagickFormat.Gif)]
    [InlineData(MagickFormat.Avif)]
    [InlineData(MagickFormat.Jxl)]
    public void Transparency_lies_on_white(MagickFormat format)
    {
        var path = pictures.PathOf("clear");
        using (var image = new MagickImage(MagickColors.Transparent, TestPictures.Width, TestPictures.Height))
        {
            using var red = new MagickImage(MagickColors.Red, TestPictures.Width / 2, TestPictures.Height);
            image.Composite(red, 0, 0, CompositeOperator.Over);
            image.Quality = 95;
            image.Write(path, format);
        }
        using var photo = PhotoPixels.Decode(path, new PhotoLimits());
        Assert.Equal("RWRW", TestPictures.Read(photo));
    }

    [Fact]
    public void The_first_frame_of_a_moving_picture_is_taken()
    {
        var path = pictures.PathOf("moving.gif");
        using (var frames = new MagickImageCollection { TestPictures.Quarters(),
            new MagickImage(MagickColors.Black, TestPictures.Width, TestPictures.Height) })
            frames.Write(path, MagickFormat.Gif);
        using var photo = PhotoPixels.Decode(path, new PhotoLimits());
        Assert.Equal("RGBW", TestPictures.Read(photo));
    }

    [Theory]
    [InlineData(MagickFormat.Jpeg)]
    [InlineData(MagickFormat.Jxl)]
    public void The_date_is_read_with_its_time_zone(MagickFormat format)
    {
        var path = pictures.Write("dated", format, image =>
        {
            var exif = new ExifProfile();
            exif.SetValue(ExifTag.DateTimeOriginal, "2019:07:14 18:30:05");
            exif.SetValue(ExifTag.OffsetTimeOriginal, "+02:00");
            image.SetProfile(exif);
        });
        Assert.Equal(new TakenTime(new DateTime(2019, 7, 14, 18, 30, 5), TimeSpan.FromHours(2)), PhotoFile.Identify(path, new PhotoLimits()).TakenAt);
    }

    [Theory]
    [InlineData(MagickFormat.Jpeg)]
    [InlineData(MagickFormat.Png)]
    [InlineData(MagickFormat.Jxl)]
    public void A_photo_of_many_pixels_is_held_smaller_and_keeps_its_original_size(MagickFormat format)
    {
        var path = pictures.Write("large", format, image =>
        {
            image.FilterType = FilterType.Point;
            image.Resize(801, 601, FilterType.Point);
        });
        var size = PhotoFile.Identify(path, new PhotoLimits());
        using var photo = PhotoPixels.Decode(path, new PhotoLimits { HeldPixels = 150_000 });
        Assert.Equal((size.Width, size.Height), (photo.OriginalWidth, photo.OriginalHeight));
        Assert.Equal(((size.Width + 1) / 2, (size.Height + 1) / 2), (photo.Width, photo.Height));
        Assert.Equal("RGBW", TestPictures.Read(photo));
    }

    [Fact]
    public void Thumbnails_and_crops_have_the_size_asked_for()
    {
        var path = pictures.Write("picture.png", MagickFormat.Png);
        using var photo = PhotoPixels.Decode(path, new PhotoLimits());
        using var small = new MagickImage(photo.EncodeJpeg(32));
        Assert.Equal((32u, 24u), (small.Width, small.Height));
        using var same = new MagickImage(photo.EncodeJpeg(500));
        Assert.Equal((64u, 48u), (same.Width, same.Height));
        // 20x20 at the top left, with half of it added around, is cut at the photo's corner.
        using var crop = new MagickImage(photo.CropJpeg(new FaceBox(0, 0, 20, 20), 0.5, 100));
        Assert.Equal((30u, 30u), (crop.Width, crop.Height));
        Assert.Throws<ArgumentException>(() => photo.CropJpeg(new FaceBox(100, 100, 20, 20), 0.1, 100));
    }

    [Fact]
    public void Decoding_can_be_cancelled()
    {
        var path = pictures.Write("picture.png", MagickFormat.Png);
        Assert.Throws<OperationCanceledException>(() => PhotoPixels.Decode(path, new PhotoLimits(), new CancellationToken(canceled: true)));
    }
}
