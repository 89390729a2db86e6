using System.Diagnostics;
using FaceWeb.Pipeline.Imaging;
using ImageMagick;

namespace FaceWeb.Tests.Imaging;

/// <summary>What is no photo, or only part of one, is refused with a sentence that says so.</summary>
public sealed class BadPhotoTests : IDisposable
{
    private readonly TestPictures pictures = new();

    public void Dispose() => pictures.Dispose();

    [Fact]
    public void An_empty_file() => Refused(pictures.WriteBytes("empty.jpg", []), "empty");

    [Fact]
    public void A_text_file_named_jpg() =>
        Refused(pictures.WriteBytes("text.jpg", "Dear diary, this is not a picture."u8.ToArray()), "not a picture");

    [Theory]
    [InlineData(MagickFormat.Jpeg, 0.99)]
    [InlineData(MagickFormat.Jpeg, 0.5)]
    [InlineData(MagickFormat.Pjpeg, 0.7)]
    [InlineData(MagickFormat.Png, 0.5)]
    [InlineData(MagickFormat.WebP, 0.5)]
    [InlineData(MagickFormat.Tiff, 0.5)]
    [InlineData(MagickFormat.Bmp, 0.5)]
    [InlineData(MagickFormat.Gif, 0.3)]
    [InlineData(MagickFormat.Avif, 0.7)]
    [InlineData(MagickFormat.Jxl, 0.7)]
    public void A_picture_cut_off(MagickFormat format, double share)
    {
        var whole = File.ReadAllBytes(pictures.Write("whole", format, image => image.AddNoise(NoiseType.Gaussian)));
        var path = pictures.WriteBytes("cut", whole[..(int)(whole.Length * share)]);
        var problem = Assert.Throws<PhotoException>(() => PhotoPixels.Decode(path, new PhotoLimits()).Dispose());
        Assert.Matches("cut off|damaged", problem.Message);
    }

    [Theory]
    [InlineData(MagickFormat.Jpeg)]
    [InlineData(MagickFormat.Png)]
    [InlineData(MagickFormat.WebP)]
    [InlineData(MagickFormat.Tiff)]
    [InlineData(MagickFormat.Gif)]
    [InlineData(MagickFormat.Avif)]
    [InlineData(MagickFormat.Bmp)]
    [InlineData(MagickFormat.Jxl)]
    public void Files_cut_anywhere_and_files_of_noise_never_bring_another_exception(MagickFormat format)
    {
        var whole = File.ReadAllBytes(pictures.Write("whole", format));
        var random = new Random(7);
        for (var i = 0; i < 60; i++)
        {
            var bytes = whole[..random.Next(1, whole.Length)];
            if (i % 2 == 0)
            {
                bytes = [.. whole];
                for (var k = 0; k < 20; k++)
                    bytes[random.Next(4, bytes.Length)] = (byte)random.Next(256);
            }
            var path = pictures.WriteBytes("broken", bytes);
            try
            {
                PhotoPixels.Decode(path, new PhotoLimits()).Dispose();
            }
            catch (PhotoException problem)
            {
                Assert.EndsWith(".", problem.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_jpeg_with_something_after_its_end_is_complete()
    {
        // Phones append a film or a second picture.
        var whole = File.ReadAllBytes(pictures.Write("whole", MagickFormat.Jpeg));
        var path = pictures.WriteBytes("motion.jpg", [.. whole, .. new byte[5000]]);
        using var photo = PhotoPixels.Decode(path, new PhotoLimits());
        Assert.Equal("RGBW", TestPictures.Read(photo));
    }

    [Fact]
    public void A_link_to_a_photo_is_the_photo()
    {
        var link = pictures.PathOf("link.jpg");
        File.CreateSymbolicLink(link, pictures.Write("whole", MagickFormat.Jpeg));
        using var photo = PhotoPixels.Decode(link, new PhotoLimits());
        Assert.Equal("RGBW", TestPictures.Read(photo));
    }

    [Theory]
    [InlineData(20_000, 20_000, "400 million")]
    [InlineData(70_000, 100, "no side may exceed")]
    public void A_huge_picture_is_refused_from_its_header(int width, int height, string reason)
    {
        // A PNG header that claims the size; no such picture follows, so that anything but the header would be missed.
        byte[] header = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, .. "IHDR"u8, .. Big(width), .. Big(height), 8, 2, 0, 0, 0, 0,
            0, 0, 0];
        var path = pictures.WriteBytes("huge.png", header);
        var before = Process.GetCurrentProcess().PeakWorkingSet64;
        Refused(path, reason);
        Assert.True(Process.GetCurrentProcess().PeakWorkingSet64 - before < 100_000_000);

        static byte[] Big(int value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];
    }

    [Fact]
    public void A_real_jpeg_of_20000_x_20000_is_refused_without_decoding()
    {
        // A real small JPEG whose frame header is rewritten: height and width follow the marker C0 by 3 and 5 bytes.
        var jpeg = File.ReadAllBytes(pictures.Write("small", MagickFormat.Jpeg));
        var frame = Enumerable.Range(0, jpeg.Length - 1).First(i => jpeg[i] == 0xFF && jpeg[i + 1] is 0xC0 or 0xC1);
        (jpeg[frame + 5], jpeg[frame + 6], jpeg[frame + 7], jpeg[frame + 8]) = (20_000 >> 8, 20_000 & 255, 20_000 >> 8, 20_000 & 255);
        Refused(pictures.WriteBytes("huge.jpg", jpeg), "400 million");
    }

    private static void Refused(string path, string reason)
    {
        var problem = Assert.Throws<PhotoException>(() => PhotoFile.Identify(path, new PhotoLimits()));
        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", problem.Message, StringComparison.Ordinal);
        Assert.Throws<PhotoException>(() => PhotoPixels.Decode(path, new PhotoLimits()));
    }
}
