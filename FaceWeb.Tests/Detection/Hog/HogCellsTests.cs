using FaceWeb.Pipeline.Detection.Hog;
using OpenCvSharp;

namespace FaceWeb.Tests.Detection.Hog;

/// <summary>Histograms of oriented gradients of pictures whose edges are known.</summary>
public sealed class HogCellsTests
{
    private const int Side = 6;

    // Orientation o stands for gradients of (o + 0.5) x 20 degrees; 90 points down.
    [Theory]
    [InlineData(10, 0)]
    [InlineData(90, 4)]
    [InlineData(170, 8)]
    [InlineData(190, 9)]
    [InlineData(270, 13)]
    [InlineData(350, 17)]
    public void A_slope_votes_for_the_orientation_in_which_it_rises(double degrees, int orientation)
    {
        using var picture = Slope(degrees);
        var cell = HogCells.Of(picture, Side).Cell(3, 3);
        var signed = cell[..HogCells.Signed].ToArray();
        Assert.Equal(orientation, Array.IndexOf(signed, signed.Max()));
        var unsigned = cell.Slice(HogCells.Signed, HogCells.Unsigned).ToArray();
        Assert.Equal(orientation % HogCells.Unsigned, Array.IndexOf(unsigned, unsigned.Max()));
        // Bright to dark is the opposite of dark to bright only where the sign counts.
        Assert.True(signed[(orientation + HogCells.Unsigned) % HogCells.Signed] < 0.1 * signed.Max());
    }

    [Fact]
    public void A_slope_between_two_orientations_votes_for_both()
    {
        using var picture = Slope(20);
        var cell = HogCells.Of(picture, Side).Cell(3, 3);
        Assert.Equal(cell[0], cell[1], 0.04f);
        Assert.True(cell[0] > 0.1f);
    }

    [Fact]
    public void An_edge_lies_in_its_own_cells_and_a_flat_wall_gives_nothing()
    {
        using var picture = new Mat(48, 48, MatType.CV_8UC1, Scalar.All(40));
        Cv2.Rectangle(picture, new Rect(27, 0, 21, 48), Scalar.All(200), -1);
        var cells = HogCells.Of(picture, Side);
        Assert.Equal((8, 8), (cells.Columns, cells.Rows));
        // The edge lies between pixels 26 and 27, in the middle of the cell that begins at 24.
        Assert.True(cells.Cell(4, 3)[0] > 0.15f && cells.Cell(4, 3)[17] > 0.15f);
        Assert.All(cells.Cell(0, 3).ToArray(), value => Assert.Equal(0, value));
        Assert.All(cells.Cell(7, 3).ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Numbers_stay_within_their_bounds_and_hardly_change_with_the_contrast()
    {
        var chance = new Random(5);
        using var picture = new Mat(60, 72, MatType.CV_8UC1);
        Assert.True(picture.SetArray(Enumerable.Range(0, 60 * 72).Select(_ => (byte)chance.Next(256)).ToArray()));
        var cells = HogCells.Of(picture, Side);
        Assert.Equal(12 * 10 * HogCells.Length, cells.Values.Length);
        const int orientations = HogCells.Signed + HogCells.Unsigned;
        foreach (var cell in cells.Values.Chunk(HogCells.Length))
        {
            Assert.All(cell[..orientations], value => Assert.InRange(value, 0, 2 * HogCells.Clip + 1e-6f));
            Assert.All(cell[orientations..], value => Assert.InRange(value, 0.1f, 0.85f));
        }
        using var weaker = new Mat();
        picture.ConvertTo(weaker, MatType.CV_8UC1, 0.5, 60);
        foreach (var (value, other) in cells.Values.Zip(HogCells.Of(weaker, Side).Values))
            Assert.Equal(value, other, 0.02f);
    }

    [Fact]
    public void A_mirrored_template_says_of_the_mirrored_picture_what_the_template_says_of_the_picture()
    {
        const int cells = 8;
        var chance = new Random(7);
        using var picture = new Mat(cells * Side, cells * Side, MatType.CV_8UC1);
        Assert.True(picture.SetArray(Enumerable.Range(0, cells * cells * Side * Side).Select(_ => (byte)chance.Next(256)).ToArray()));
        using var mirror = new Mat();
        Cv2.Flip(picture, mirror, FlipMode.Y);
        var template = new HogTemplate("", [.. Enumerable.Range(0, cells * cells * HogCells.Length).Select(_ => chance.NextSingle() - 0.5f)], 0.3f);
        var mirrored = template.Mirrored("", cells);
        Assert.Equal(Product(template, picture), Product(mirrored, mirror), 0.001);
        Assert.NotEqual(Product(template, picture), Product(mirrored, picture), 0.01);
        Assert.Equal(template.Weights, mirrored.Mirrored("", cells).Weights);

        static double Product(HogTemplate template, Mat of) =>
            template.Bias + HogCells.Of(of, Side).Values.Zip(template.Weights, (v, w) => (double)v * w).Sum();
    }

    /// <summary>A picture that rises evenly in a direction, by 3 gray levels a pixel.</summary>
    private static Mat Slope(double degrees)
    {
        var picture = new Mat(48, 48, MatType.CV_8UC1);
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        var pixels = new byte[48 * 48];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)Math.Round(128 + (3 * ((((i % 48) - 23.5) * cos) + (((i / 48) - 23.5) * sin))));
        Assert.True(picture.SetArray(pixels));
        return picture;
    }
}
