using FaceWeb.Pipeline.Imaging;
using ImageMagick;

namespace FaceWeb.Tests.Imaging;

/// <summary>What is particular to JPEG XL: its header is read here, bit by bit, before a decoder sees the file.</summary>
public sealed class JpegXlTests : IDisposable
{
    private readonly TestPictures pictures = new();

    public void Dispose() => pictures.Dispose();

    [Theory]
    [InlineData(8, 8)]
    [InlineData(256, 256)]
    [InlineData(300, 300)]
    [InlineData(480, 400)]
    [InlineData(640, 480)]
    [InlineData(600, 400)]
    [InlineData(1920, 1080)]
    [InlineData(500, 400)]
    [InlineData(800, 400)]
    [InlineData(31, 977)]
    [InlineData(9001, 3)]
    public void Every_way_of_writing_a_size_is_read(uint width, uint height)
    {
        var path = pictures.PathOf("size");
        using (var image = new MagickImage(MagickColors.Teal, width, height))
            image.Write(path, MagickFormat.Jxl);
        var info = PhotoFile.Identify(path, new PhotoLimits());
        Assert.Equal((width, height), ((uint)info.Width, (uint)info.Height));
        using var photo = PhotoPixels.Decode(path, new PhotoLimits());
        Assert.Equal((info.Width, info.Height), (photo.Width, photo.Height));
    }

    [Fact]
    public void The_stream_says_how_it_is_turned_and_exif_does_not()
    {
        var path = pictures.Write("turned", MagickFormat.Jxl, image =>
        {
            image.Orientation = Orientation.RightTop;
            var exif = new ExifProfile();
            exif.SetValue(ExifTag.Orientation, (ushort)6);
            image.SetProfile(exif);
        });
        var bytes = File.ReadAllBytes(path);
        // EXIF's entry: tag 0x0112, type short, one value.
        var at = bytes.AsSpan().IndexOf<byte>([0x12, 0x01, 0x03, 0x00, 0x01, 0x00, 0x00, 0x00, 0x06]);
        Assert.True(at > 0);
        bytes[at + 8] = 3;
        using var photo = PhotoPixels.Decode(pictures.WriteBytes("contrary", bytes), new PhotoLimits());
        Assert.Equal("BRWG", TestPictures.Read(photo));
    }

    [Fact]
    public void A_huge_picture_is_refused_from_its_header()
    {
        // 18-bit height, width equal to it, everything else as usual; no picture follows.
        var path = pictures.WriteBytes("huge", Stream((0, 1), (2, 2), (19_999, 18), (1, 3), (1, 1)));
        Refused(path, "400 million");
    }

    [Fact]
    public void More_planes_than_a_photo_has_are_refused_from_the_header()
    {
        // 64 x 64; 8 bits; five planes beside the colours.
        var path = pictures.WriteBytes("planes", Stream((1, 1), (7, 5), (1, 3), (0, 1), (0, 1), (0, 1), (0, 2), (1, 1), (2, 2), (3, 4)));
        Refused(path, "5 planes");
    }

    [Fact]
    public void A_container_without_its_last_part_is_cut_off()
    {
        var path = pictures.Write("whole", MagickFormat.Jxl, image =>
        {
            var exif = new ExifProfile();
            exif.SetValue(ExifTag.Software, "FaceWeb");
            image.SetProfile(exif);
        });
        var bytes = File.ReadAllBytes(path);
        Assert.Equal((byte)0, bytes[0]);
        Refused(pictures.WriteBytes("cut", bytes[..^10]), "cut off");
    }

    private static void Refused(string path, string reason)
    {
        var problem = Assert.Throws<PhotoException>(() => PhotoFile.Identify(path, new PhotoLimits()));
        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
        Assert.Throws<PhotoException>(() => PhotoPixels.Decode(path, new PhotoLimits()));
    }

    /// <summary>A bare stream of numbers, each in as many bits as given, the lowest bit first.</summary>
    private static byte[] Stream(params (int Value, int Bits)[] fields)
    {
        var bits = fields.SelectMany(f => Enumerable.Range(0, f.Bits).Select(i => f.Value >> i & 1)).ToList();
        var bytes = new byte[2 + 64];
        (bytes[0], bytes[1]) = (0xFF, 0x0A);
        for (var i = 0; i < bits.Count; i++)
            bytes[2 + i / 8] |= (byte)(bits[i] << i % 8);
        return bytes;
    }
}
