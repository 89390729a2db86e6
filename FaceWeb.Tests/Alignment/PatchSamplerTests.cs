using FaceWeb.Pipeline.Imaging;
using OpenCvSharp;

namespace FaceWeb.Tests.Alignment;

/// <summary>The sampler that averages large pictures down first must show the same part as plain warping.</summary>
public class PatchSamplerTests
{
    [Theory]
    [InlineData(0.25, 0)]
    [InlineData(0.1, 20)]
    [InlineData(1.7, -35)]
    public void A_patch_of_a_smooth_picture_is_where_the_map_says(double scale, double degrees)
    {
        // Blue rises with x, green with y: a pixel tells where it comes from.
        using var photo = new Mat(1000, 1000, MatType.CV_8UC3);
        for (var y = 0; y < 1000; y++)
        {
            for (var x = 0; x < 1000; x++)
                photo.Set(y, x, new Vec3b((byte)(x / 4), (byte)(y / 4), 0));
        }
        double a = scale * Math.Cos(degrees * Math.PI / 180), b = scale * Math.Sin(degrees * Math.PI / 180);
        // The photo's (500, 500) comes to the patch's (32, 32).
        double[] map = [a, -b, 32 - a * 500 + b * 500, b, a, 32 - b * 500 - a * 500];
        using var patch = PatchSampler.Warp(photo, map, 64, 64);
        foreach (var (x, y) in new[] { (32, 32), (20, 40), (45, 25) })
        {
            double u = (x - 32) / scale / scale, v = (y - 32) / scale / scale;
            double px = 500 + a * u + b * v, py = 500 - b * u + a * v;
            var pixel = patch.At<Vec3b>(y, x);
            Assert.InRange(pixel.Item0, px / 4 - 1.5, px / 4 + 1.5);
            Assert.InRange(pixel.Item1, py / 4 - 1.5, py / 4 + 1.5);
        }
    }

    [Fact]
    public void What_lies_outside_the_photo_is_black()
    {
        using var photo = new Mat(100, 100, MatType.CV_8UC3, Scalar.White);
        using var patch = PatchSampler.Warp(photo, [0.5, 0, 25, 0, 0.5, 25], 100, 100);
        Assert.Equal(new Vec3b(0, 0, 0), patch.At<Vec3b>(10, 10));
        Assert.Equal(new Vec3b(255, 255, 255), patch.At<Vec3b>(50, 50));
    }
}
