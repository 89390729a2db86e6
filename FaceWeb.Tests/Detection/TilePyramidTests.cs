using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Detection;

namespace FaceWeb.Tests.Detection;

/// <summary>Windows that leave nothing out, and one box a face.</summary>
public class TilePyramidTests
{
    [Theory]
    [InlineData(1024, 768, 24, 3)]
    [InlineData(4000, 3000, 24, 5)]
    [InlineData(250, 250, 24, 1)]
    [InlineData(1024, 768, 200, 1)]
    public void Levels_go_from_the_whole_photo_to_the_smallest_face(int width, int height, double smallest, int levels)
    {
        var scales = TilePyramid.Scales(width, height, 320, 240, smallest, 16, maxSide: 3200);
        Assert.Equal(levels, scales.Length);
        Assert.Equal(Math.Min(320.0 / width, 240.0 / height), scales[0], 1e-9);
        Assert.All(scales.Zip(scales.Skip(1)), pair => Assert.InRange(pair.Second / pair.First, 1, 2.0000001));
        if (levels > 1)
            Assert.Equal(16 / smallest, scales[^1], 1e-9);
    }

    [Fact]
    public void A_huge_photo_is_looked_at_no_finer_than_the_limit() =>
        Assert.Equal(3200, 12_000 * TilePyramid.Scales(12_000, 9_000, 320, 240, 24, 16, maxSide: 3200)[^1], 1e-6);

    [Theory]
    [InlineData(320)]
    [InlineData(321)]
    [InlineData(577)]
    [InlineData(2667)]
    public void Windows_cover_every_pixel_and_show_every_small_face_whole(int length)
    {
        const int window = 320, overlap = 64;
        var starts = TilePyramid.Starts(length, window, overlap);
        for (var face = 0; face + overlap <= length; face++)
            Assert.Contains(starts, s => s <= face && face + overlap <= s + window);
        Assert.All(starts, s => Assert.InRange(s, 0, length - window));
    }

    [Fact]
    public void Of_boxes_on_one_face_the_strongest_stays()
    {
        var kept = Suppression.Keep(
        [
            new(new FaceBox(100, 100, 50, 60), 0.8f),
            new(new FaceBox(104, 98, 50, 60), 0.9f),
            new(new FaceBox(115, 110, 20, 25), 0.7f), // inside the stronger one: little overlap as union, but contained
            new(new FaceBox(300, 100, 50, 60), 0.7f),
        ], 0.4, 0.75);
        Assert.Equal([0.9f, 0.7f], kept.Select(k => k.Score));
        Assert.Equal([104.0, 300.0], kept.Select(k => k.Box.X));
    }

    [Fact]
    public void Intersection_over_union_is_the_textbook_number()
    {
        var box = new FaceBox(0, 0, 10, 10);
        Assert.Equal(1, box.IntersectionOverUnion(box));
        Assert.Equal(50 / 150.0, box.IntersectionOverUnion(new(5, 0, 10, 10)), 1e-12);
        Assert.Equal(0, box.IntersectionOverUnion(new(10, 0, 10, 10)));
        Assert.Equal(0, default(FaceBox).IntersectionOverUnion(default));
    }
}
