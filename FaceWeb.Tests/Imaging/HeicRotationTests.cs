using FaceWeb.Bench.Fuzzing;
using FaceWeb.Pipeline.Imaging;

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

    private string Decoded(int quarterTurns, int orientation)
    {
        var path = pictures.WriteBytes("turned.heic", HeicPicture.File(quarterTurns, orientation));
        var info = PhotoFile.Identify(path, new PhotoLimits());
        using var photo = PhotoPixels.Decode(path, new PhotoLimits());
        Assert.Equal((info.Width, info.Height), (photo.Width, photo.Height));
        return TestPictures.Read(photo);
    }
}
