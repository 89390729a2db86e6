using FaceWeb.Bench.Fuzzing;
using FaceWeb.Pipeline.Imaging;
using FaceWeb.Tests.Reports;
using ImageMagick;

namespace FaceWeb.Tests.Imaging;

/// <summary>A HEIC is turned by its own property where it has one, by EXIF where it has none, and never by both.</summary>
public sealed class HeicRotationTests : IDisposable
{
    private readonly TestPictures pictures = new();

    public void Dispose() => pictures.Dispose();

    [Theory]
    [InlineData(1, "RGBW")]
    [InlineData(2, "GRWB")]
    [InlineData(3, "WBGR")]
    [InlineData(4, "BWRG")]
    [InlineData(5, "RBGW")]
    [InlineData(6, "BRWG")]
    [InlineData(7, "WGBR")]
    [InlineData(8, "GWRB")]
    public void Without_a_property_exif_decides(int orientation, string upright) => Assert.Equal(upright, Decoded(0, orientation));

    [Theory]
    [InlineData(1, 8, "GWRB")]
    [InlineData(1, 6, "GWRB")]
    [InlineData(2, 3, "WBGR")]
    [InlineData(1, 1, "GWRB")]
    public void Beside_a_property_exif_says_nothing(int quarterTurns, int orientation, string upright) =>
        Assert.Equal(upright, Decoded(quarterTurns, orientation));

    [SkippableTheory]
    [InlineData("exif-rotation-only.heic", 1200, 900)]
    [InlineData("neither.heic", 1200, 900)]
    public void A_file_as_phones_write_it_lies_as_it_was_taken(string file, int width, int height)
    {
        var path = Repository.SharedOrSkip("data", "files", file);
        var info = PhotoFile.Identify(path, new PhotoLimits());
        Assert.Equal((width, height), (info.Width, info.Height));
        using var photo = PhotoPixels.Decode(path, new PhotoLimits());
        Assert.Equal((width, height), (photo.Width, photo.Height));
    }

    /// <summary>Tiles beyond the edge, hidden items, a thumbnail, HDR's gain: the picture is the grid, turned once, in the colours of a screen.</summary>
    [SkippableTheory]
    [InlineData(8)]
    [InlineData(10)]
    public void A_grid_of_tiles_with_all_that_a_phone_puts_beside_it_is_read_as_one_picture(int bits)
    {
        using var middle = new MagickImage(MagickColor.FromRgb(200, 100, 60), 1, 1);
        var path = pictures.WriteBytes("phone.heic", PhoneHeic.Make(bits, 3, MadeProfile.DisplayP3.ToByteArray(), [200, 100, 60]));
        middle.TransformColorSpace(MadeProfile.DisplayP3, ColorProfiles.SRGB);
        var expected = middle.GetPixels().GetPixel(0, 0).ToArray();
        var info = PhotoFile.Identify(path, new PhotoLimits());
        Assert.Equal((PhoneHeic.Height, PhoneHeic.Width), (info.Width, info.Height));
        using var photo = PhotoPixels.Decode(path, new PhotoLimits());
        Assert.Equal((PhoneHeic.Height, PhoneHeic.Width), (photo.Width, photo.Height));
        Assert.Equal("BRWG", TestPictures.Read(photo));
        var colour = TestPictures.ColourAt(photo, photo.Width / 2, photo.Height / 2);
        for (var i = 0; i < 3; i++)
            Assert.InRange(colour[i], expected[i] - 4, expected[i] + 4);
        // Left as it is in the file, its red would be 200.
        Assert.True(expected[0] > 208, $"The profile makes no difference: {string.Join(", ", expected)}.");
    }

    private string Decoded(int quarterTurns, int orientation)
    {
        var path = pictures.WriteBytes("turned.heic", HeicPicture.File(quarterTurns, orientation));
        var info = PhotoFile.Identify(path, new PhotoLimits());
        using var photo = PhotoPixels.Decode(path, new PhotoLimits());
        Assert.Equal((info.Width, info.Height), (photo.Width, photo.Height));
        return TestPictures.Read(photo);
    }
}
