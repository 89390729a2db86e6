using FaceWeb.Pipeline.Landmarks;

namespace FaceWeb.Tests.Landmarks;

public class OutlineTests
{
    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(0, 9, true)]
    [InlineData(9.5, 0, true)]
    [InlineData(11, 0, false)]
    [InlineData(0, 12, false)]
    [InlineData(0, -9, false)]
    public void A_point_is_inside_the_line_of_jaw_and_brows_or_not(double x, double y, bool inside)
    {
        // A round jaw below (y grows downwards) and straight brows 5 above the centre.
        var points = new LandmarkPoint[Landmarks68.Count];
        for (var i = 0; i < 17; i++)
            points[i] = new(-10 * Math.Cos(Math.PI * i / 16), 10 * Math.Sin(Math.PI * i / 16));
        for (var i = 17; i < 27; i++)
            points[i] = new(-9 + (2 * (i - 17)), -5);
        Assert.Equal(inside, new Landmarks68(points).Outlines(new(x, y)));
    }
}
