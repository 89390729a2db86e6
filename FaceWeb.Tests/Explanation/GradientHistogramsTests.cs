using FaceWeb.Pipeline.Explanation;
using FaceWeb.Pipeline.Imaging;
using OpenCvSharp;

namespace FaceWeb.Tests.Explanation;

/// <summary>Histograms of oriented gradients of pictures whose edges are known.</summary>
public sealed class GradientHistogramsTests
{
    [Theory]
    [InlineData(10, 0)]
    [InlineData(50, 2)]
    [InlineData(90, 4)]
    [InlineData(130, 6)]
    [InlineData(170, 8)]
    public void A_ramp_votes_for_the_orientation_in_which_it_climbs(double degrees, int orientation)
    {
        var (dx, dy) = (Math.Cos(degrees * Math.PI / 180), Math.Sin(degrees * Math.PI / 180));
        var histograms = GradientHistograms.Of(Picture((x, y) => 100 + (40 * Math.Sin(((x * dx) + (y * dy)) / 6))));
        Assert.Equal((16, 16), (histograms.Columns, histograms.Rows));
        var sums = Sums(histograms);
        Assert.Equal(orientation, Array.IndexOf(sums, sums.Max()));
        Assert.True(sums[orientation] > 0.6 * sums.Sum(), string.Join(' ', sums));
    }

    [Fact]
    public void Darker_light_changes_nothing_and_a_grey_wall_has_no_edges()
    {
        var bright = GradientHistograms.Of(Picture((x, y) => 120 + (100 * Math.Sin(x / 7.0) * Math.Cos(y / 9.0))));
        var dark = GradientHistograms.Of(Picture((x, y) => 60 + (50 * Math.Sin(x / 7.0) * Math.Cos(y / 9.0))));
        var difference = bright.Values.Zip(dark.Values, (a, b) => Math.Abs(a - b)).Average();
        Assert.True(difference < 0.02, $"{difference}");
        Assert.All(GradientHistograms.Of(Picture((_, _) => 90)).Values, v => Assert.Equal(0, v));
    }

    [Fact]
    public void It_sees_what_opencvs_own_histograms_see()
    {
        var face = Picture((x, y) => 120 + (70 * Math.Sin(x / 9.0)) + (40 * Math.Cos((x + (2 * y)) / 13.0)) + (x * y % 17));
        var ours = GradientHistograms.Of(face);
        using var gray = Cv2.ImDecode(face, ImreadModes.Grayscale);
        using var hog = new HOGDescriptor(
            new Size(128, 128), new Size(16, 16), new Size(8, 8), new Size(8, 8), 9, 1, -1, HistogramNormType.L2Hys, 0.2, false, 1);
        var theirs = hog.Compute(gray);

        // OpenCV answers blocks, column by column, with their four cells column by column: averaged to cells like ours.
        var (sums, counts) = (new double[16 * 16 * 9], new int[16 * 16]);
        for (var i = 0; i < theirs.Length; i++)
        {
            var (block, cell, orientation) = (i / 36, i % 36 / 9, i % 9);
            var at = (((block % 15) + (cell % 2)) * 16) + (block / 15) + (cell / 2);
            sums[(at * 9) + orientation] += theirs[i];
            counts[at] += orientation == 0 ? 1 : 0;
        }
        var mean = sums.Select((s, i) => s / counts[i / 9]).ToArray();
        Assert.True(Correlation(mean, [.. ours.Values.Select(v => (double)v)]) > 0.95,
            $"{Correlation(mean, [.. ours.Values.Select(v => (double)v)])}");
    }

    /// <summary>The second opinion's thresholds were learnt on these numbers: not one of them may change.</summary>
    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public void It_gives_to_the_last_digit_what_a_plain_loop_gives(int cells)
    {
        var random = new Random(cells);
        var side = cells * GradientHistograms.CellSide;
        using var picture = new Mat(side, side, MatType.CV_8UC3);
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < side; x++)
                picture.Set(y, x, new Vec3b((byte)(x + random.Next(40)), (byte)(y + random.Next(3)), (byte)((x * y / 50) + random.Next(80))));
        }
        var votes = new float[cells * cells * GradientHistograms.Orientations];
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < side; x++)
                Vote(picture, cells, x, y, votes);
        }
        Assert.Equal(votes, GradientHistograms.Of(picture, cells).Strengths);
    }

    private static void Vote(Mat picture, int cells, int x, int y, float[] votes)
    {
        var last = picture.Cols - 1;
        Vec3b left = picture.At<Vec3b>(y, Math.Max(0, x - 1)), right = picture.At<Vec3b>(y, Math.Min(last, x + 1));
        Vec3b above = picture.At<Vec3b>(Math.Max(0, y - 1), x), below = picture.At<Vec3b>(Math.Min(last, y + 1), x);
        var (dx, dy) = Enumerable.Range(0, 3).Select(c => (Dx: (float)(right[c] - left[c]), Dy: (float)(below[c] - above[c])))
            .MaxBy(g => (g.Dx * g.Dx) + (g.Dy * g.Dy));
        var length = MathF.Sqrt((dx * dx) + (dy * dy));
        var angle = MathF.Atan2(dy, dx) / MathF.PI;
        var bin = ((angle < 0 ? angle + 1 : angle) * GradientHistograms.Orientations) - 0.5f;
        float column = ((x + 0.5f) / GradientHistograms.CellSide) - 0.5f, row = ((y + 0.5f) / GradientHistograms.CellSide) - 0.5f;
        int c = (int)MathF.Floor(column), r = (int)MathF.Floor(row), o = (int)MathF.Floor(bin);
        for (var corner = 0; corner < 8 && length > 0; corner++)
        {
            int cc = c + (corner & 1), rr = r + ((corner >> 1) & 1), oo = o + (corner >> 2);
            if (cc < 0 || cc >= cells || rr < 0 || rr >= cells)
                continue;
            float fc = column - c, fr = row - r, fo = bin - o;
            var share = ((corner & 1) == 0 ? 1 - fc : fc) * (((corner >> 1) & 1) == 0 ? 1 - fr : fr) * (corner >> 2 == 0 ? 1 - fo : fo);
            var orientation = (oo + GradientHistograms.Orientations) % GradientHistograms.Orientations;
            votes[(((rr * cells) + cc) * GradientHistograms.Orientations) + orientation] += length * share;
        }
    }

    [Fact]
    public void The_drawing_has_bright_strokes_along_the_edges()
    {
        // Brightness climbs to the right, so the edges stand upright.
        var png = GradientHistograms.Of(Picture((x, _) => 100 + (60 * Math.Sin(x / 6.0)))).ToPng(24);
        using var drawing = Cv2.ImDecode(png, ImreadModes.Grayscale);
        Assert.Equal((16 * 24, 16 * 24), (drawing.Cols, drawing.Rows));
        Assert.True(drawing.At<byte>((8 * 24) + 12 + 7, (8 * 24) + 12) > 60, "no stroke below a cell's middle");
        Assert.True(drawing.At<byte>((8 * 24) + 12, (8 * 24) + 12 + 9) < 60, "a stroke beside a cell's middle");
    }

    [Fact]
    public void What_is_no_picture_is_refused_with_a_sentence() =>
        Assert.Contains("cannot be read", Assert.Throws<PhotoException>(() => GradientHistograms.Of([1, 2, 3])).Message, StringComparison.Ordinal);

    private static byte[] Picture(Func<int, int, double> brightness)
    {
        using var picture = new Mat(128, 128, MatType.CV_8UC1);
        for (var y = 0; y < 128; y++)
        {
            for (var x = 0; x < 128; x++)
                picture.Set(y, x, (byte)Math.Clamp(brightness(x, y), 0, 255));
        }
        return picture.ImEncode(".png");
    }

    private static double[] Sums(GradientHistograms histograms)
    {
        var sums = new double[GradientHistograms.Orientations];
        for (var i = 0; i < histograms.Values.Count; i++)
            sums[i % sums.Length] += histograms.Values[i];
        return sums;
    }

    private static double Correlation(double[] a, double[] b)
    {
        var (meanA, meanB) = (a.Average(), b.Average());
        var together = a.Zip(b, (x, y) => (x - meanA) * (y - meanB)).Sum();
        return together / Math.Sqrt(a.Sum(x => (x - meanA) * (x - meanA)) * b.Sum(y => (y - meanB) * (y - meanB)));
    }
}
