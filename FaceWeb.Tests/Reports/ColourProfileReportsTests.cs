using System.Numerics.Tensors;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Imaging;
using FaceWeb.Tests.Imaging;
using FaceWeb.Tests.ModelPacks;
using ImageMagick;
using OpenCvSharp;
using Xunit.Abstractions;

namespace FaceWeb.Tests.Reports;

/// <summary>
/// Reported of other products: photos in wide colour spaces are measured and shown as if their numbers were sRGB's, so that faces look pale or
/// green and are not recognised. Here a photo in any colour space is that of its sRGB copy.
/// </summary>
public sealed class ColourProfileReportsTests(ColourProfileReportsTests.Models models, ITestOutputHelper output)
    : IClassFixture<ColourProfileReportsTests.Models>, IDisposable
{
    private readonly TestPictures pictures = new();

    public void Dispose() => pictures.Dispose();

    [SkippableTheory]
    [InlineData("Display P3", MagickFormat.Jpeg)]
    [InlineData("Display P3", MagickFormat.WebP)]
    [InlineData("Display P3", MagickFormat.Avif)]
    [InlineData("Display P3", MagickFormat.Jxl)]
    [InlineData("ProPhoto", MagickFormat.Jpeg)]
    [InlineData("ProPhoto", MagickFormat.Png48)]
    [InlineData("ProPhoto", MagickFormat.Tiff)]
    [InlineData("Adobe RGB", MagickFormat.Jpeg)]
    [InlineData("printing colours", MagickFormat.Jpeg)]
    [InlineData("printing colours", MagickFormat.Tiff)]
    public void A_face_in_another_colour_space_has_the_crop_and_the_numbers_of_its_srgb_copy(string space, MagickFormat format)
    {
        var file = Repository.SamplePhotosOrSkip()[0];
        var profile = Profile(space);
        using var image = new MagickImage(file);
        foreach (var name in image.ProfileNames.ToList())
            image.RemoveProfile(name);
        image.Resize(640, 640);
        // Colourful, so that it shows whose red it is.
        image.Modulate(new Percentage(100), new Percentage(170));
        image.TransformColorSpace(ColorProfiles.SRGB, profile);
        Write(image, "wide", format);
        image.TransformColorSpace(profile, ColorProfiles.SRGB);
        image.RemoveProfile("icc");
        Write(image, "plain", format);

        using var wide = PhotoPixels.Decode(pictures.PathOf("wide"), new PhotoLimits());
        using var plain = PhotoPixels.Decode(pictures.PathOf("plain"), new PhotoLimits());
        using var overlooked = Overlooked(image, profile, format);
        var (before, after) = (Difference(overlooked, plain), Difference(wide, plain));
        var (face, copy) = (Largest(wide), Largest(plain));
        var cosine = TensorPrimitives.Dot(face.Embedding.AsSpan(), copy.Embedding);
        var without = TensorPrimitives.Dot(Largest(overlooked).Embedding.AsSpan(), copy.Embedding);
        output.WriteLine($"{space}, {format}: off by {after:F2} levels (overlooked: {before:F2}); cosine {cosine:F4} (overlooked: {without:F4})");
        Assert.InRange(after, 0, Math.Min(2.5, before / 2));
        Assert.InRange(cosine, 0.99, 1.0001);

        using var crop = Mat.FromImageData(wide.CropJpeg(copy.Box, 0.3, 400));
        using var cropOfCopy = Mat.FromImageData(plain.CropJpeg(copy.Box, 0.3, 400));
        Assert.InRange(Difference(crop, cropOfCopy), 0, 2.5);
    }

    [Fact]
    public void Gray_with_a_profile_is_as_light_as_it_says()
    {
        var path = pictures.PathOf("gray");
        using (var image = new MagickImage(new MagickColor(55, 55, 55), 64, 48))
        {
            image.ColorSpace = ColorSpace.Gray;
            image.ColorType = ColorType.Grayscale;
            image.SetProfile(new ImageProfile("icc", MadeProfile.LinearGray));
            image.Write(path, MagickFormat.Jpeg);
        }
        using var photo = PhotoPixels.Decode(path, new PhotoLimits());
        // A light of 55/255 is 128 in sRGB.
        Assert.InRange(photo.Mat.At<Vec3b>(20, 20).Item1, 125, 131);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(200)]
    [InlineData(2000)]
    public void A_profile_that_is_damaged_or_none_is_overlooked(int bytes)
    {
        var random = new Random(bytes);
        var noise = new byte[bytes];
        random.NextBytes(noise);
        for (var i = 0; i < 40; i++)
        {
            var profile = i % 2 == 0 ? noise : MadeProfile.DisplayP3.ToByteArray();
            for (var k = 0; k < i; k++)
                profile[random.Next(profile.Length)] = (byte)random.Next(256);
            var jpeg = File.ReadAllBytes(pictures.Write("whole", MagickFormat.Jpeg));
            var length = 2 + 14 + profile.Length;
            byte[] segment = [0xFF, 0xE2, (byte)(length >> 8), (byte)length, .. "ICC_PROFILE\0"u8, 1, 1, .. profile];
            var path = pictures.WriteBytes("odd", [.. jpeg[..2], .. segment, .. jpeg[2..]]);
            using var photo = PhotoPixels.Decode(path, new PhotoLimits());
            Assert.Equal((TestPictures.Width, TestPictures.Height), (photo.Width, photo.Height));
        }
    }

    private static ColorProfile Profile(string space) => space switch
    {
        "Display P3" => MadeProfile.DisplayP3,
        "ProPhoto" => MadeProfile.ProPhoto,
        "Adobe RGB" => ColorProfiles.AdobeRGB1998,
        _ => ColorProfiles.CoatedFOGRA39,
    };

    private void Write(MagickImage image, string name, MagickFormat format)
    {
        image.Quality = 97;
        if (format == MagickFormat.Tiff)
            image.Settings.Compression = CompressionMethod.LZW;
        image.Write(pictures.PathOf(name), format);
    }

    /// <summary>The photo as it looks where nobody minds its profile.</summary>
    private PhotoPixels Overlooked(MagickImage plain, ColorProfile profile, MagickFormat format)
    {
        using var image = (MagickImage)plain.Clone();
        image.TransformColorSpace(ColorProfiles.SRGB, profile);
        image.RemoveProfile("icc");
        Write(image, "overlooked", format);
        return PhotoPixels.Decode(pictures.PathOf("overlooked"), new PhotoLimits());
    }

    private MeasuredFace Largest(PhotoPixels photo) => models.Pipeline.Measure(photo).Faces.MaxBy(f => f.Box.Width)!;

    private static double Difference(PhotoPixels one, PhotoPixels other) => Difference(one.Mat, other.Mat);

    /// <summary>Mean difference of the numbers, 0 to 255.</summary>
    private static double Difference(Mat one, Mat other)
    {
        using var difference = new Mat();
        Cv2.Absdiff(one, other, difference);
        var mean = Cv2.Mean(difference);
        return (mean.Val0 + mean.Val1 + mean.Val2) / 3;
    }

    public sealed class Models : IDisposable
    {
        public FacePipeline Pipeline { get; } = FacePipeline.Open(PackFolder.Compact);

        public void Dispose() => Pipeline.Dispose();
    }
}
