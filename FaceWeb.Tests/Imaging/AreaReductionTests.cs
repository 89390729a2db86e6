using FaceWeb.Pipeline.Imaging;
using OpenCvSharp;

namespace FaceWeb.Tests.Imaging;

/// <summary>Pictures made smaller by halves are those that are made smaller at once.</summary>
public sealed class AreaReductionTests
{
    [Theory]
    [InlineData(1600, 1200, 640, 480, true)]
    [InlineData(1600, 1200, 128, 96, true)]
    [InlineData(1600, 1200, 400, 300, false)]
    [InlineData(1602, 1201, 300, 225, false)]
    [InlineData(64, 48, 64, 48, false)]
    [InlineData(100, 40, 50, 40, false)]
    [InlineData(9, 7, 1, 1, false)]
    public void A_picture_differs_by_rounding_or_where_areas_cut_pixels_hardly(
        int width, int height, int smallerWidth, int smallerHeight, bool cutsPixels)
    {
        using var picture = new Mat(height, width, MatType.CV_8UC3);
        new RNG(7).Fill(picture, DistributionType.Uniform, 0, 256);
        // A photo's neighbours are alike at every size, unlike those of noise.
        if (cutsPixels)
        {
            Cv2.GaussianBlur(picture, picture, default, (double)width / smallerWidth);
            Cv2.Normalize(picture, picture, 0, 255, NormTypes.MinMax);
        }
        using var before = picture.Clone();
        var size = new Size(smallerWidth, smallerHeight);
        using var wanted = new Mat();
        Cv2.Resize(picture, wanted, size, 0, 0, InterpolationFlags.Area);
        using var got = AreaReduction.Of(picture, size);

        Assert.Equal(size, got.Size());
        Assert.InRange(Cv2.Norm(got, wanted, NormTypes.INF), 0, cutsPixels ? 25 : 3);
        Assert.InRange(Cv2.Norm(got, wanted, NormTypes.L1) / (3.0 * size.Width * size.Height), 0, cutsPixels ? 2 : 0.5);
        Assert.Equal(0, Cv2.Norm(picture, before, NormTypes.INF));
    }

    [Fact]
    public void Areas_that_cut_pixels_have_the_means_that_OpenCV_gives_them()
    {
        var random = new Random(11);
        var tried = 0;
        for (var n = 0; n < 300; n++)
        {
            int width = random.Next(1, n < 100 ? 12 : 300), height = random.Next(1, n < 100 ? 12 : 300);
            var size = new Size(random.Next(1, width + 1), random.Next(1, height + 1));
            using var around = new Mat(height + random.Next(4), width + random.Next(4), MatType.CV_8UC3);
            new RNG((ulong)n).Fill(around, DistributionType.Uniform, 0, 256);
            using var picture = new Mat(around, new Rect(around.Cols - width, around.Rows - height, width, height));
            if (!CutAreas.Cuts(picture, size))
                continue;
            tried++;
            using var wanted = new Mat();
            Cv2.Resize(picture, wanted, size, 0, 0, InterpolationFlags.Area);
            using var got = CutAreas.Of(picture, size);
            Assert.Equal((size, 0), (got.Size(), Cv2.Norm(got, wanted, NormTypes.INF)));
        }
        Assert.InRange(tried, 200, 300);
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(1, 1)]
    [InlineData(0.51, 1)]
    [InlineData(0.5, 2)]
    [InlineData(0.3, 2)]
    [InlineData(0.2, 4)]
    [InlineData(0.01, 64)]
    public void Sides_are_asked_for_in_blocks_that_can_be_halved(double scale, int block) => Assert.Equal(block, AreaReduction.Block(scale));
}
