using FaceWeb.Pipeline.Imaging;

namespace FaceWeb.Tests.Imaging;

/// <summary>Bitmaps with OS/2's headers are read like those of Windows.</summary>
public sealed class Os2BitmapTests : IDisposable
{
    private readonly TestPictures pictures = new();

    public void Dispose() => pictures.Dispose();

    [Theory]
    [InlineData(Os2Bitmap.Core, 4)]
    [InlineData(Os2Bitmap.Core, 8)]
    [InlineData(Os2Bitmap.Core, 24)]
    [InlineData(16, 8)]
    [InlineData(16, 24)]
    [InlineData(24, 4)]
    [InlineData(36, 8)]
    [InlineData(64, 4)]
    [InlineData(64, 8)]
    [InlineData(64, 24)]
    public void A_bitmap_is_recognised_and_decoded(int header, int bits)
    {
        var path = pictures.WriteBytes("bitmap", Os2Bitmap.File(header, bits));
        var expected = new PhotoInfo("bmp", TestPictures.Width, TestPictures.Height, null, "image/bmp");
        Assert.Equal(expected, PhotoFile.Identify(path, new PhotoLimits()));
        using var photo = PhotoPixels.Decode(path, new PhotoLimits());
        Assert.Equal("RGBW", TestPictures.Read(photo));
    }

    [Theory]
    [InlineData(Os2Bitmap.Core)]
    [InlineData(16)]
    [InlineData(64)]
    public void A_bitmap_cut_off_is_refused(int header)
    {
        var whole = Os2Bitmap.File(header, 24);
        var path = pictures.WriteBytes("cut", whole[..(whole.Length / 2)]);
        var problem = Assert.Throws<PhotoException>(() => PhotoFile.Identify(path, new PhotoLimits()));
        Assert.Contains("cut off", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(16)]
    [InlineData(40)]
    public void Sides_that_no_picture_has_are_refused(int header)
    {
        var bytes = Os2Bitmap.File(header, 24);
        // The smallest 32-bit number, which has no positive counterpart.
        (bytes[22], bytes[23], bytes[24], bytes[25]) = (0, 0, 0, 0x80);
        var path = pictures.WriteBytes("sides", bytes);
        var problem = Assert.Throws<PhotoException>(() => PhotoFile.Identify(path, new PhotoLimits()));
        Assert.Contains("too large", problem.Message, StringComparison.Ordinal);
    }
}
