using FaceWeb.Pipeline.Alignment;
using FaceWeb.Pipeline.Landmarks;

namespace FaceWeb.Tests.Alignment;

/// <summary>The least-squares similarity against what is known without it.</summary>
public class SimilarityTransformTests
{
    private static readonly LandmarkPoint[] Template = [new(38.2946, 51.6963), new(73.5318, 51.5014), new(56.0252, 71.7366), new(41.5493, 92.3655),
        new(70.7299, 92.2041)];

    [Theory]
    [InlineData(1, 0, 0, 0)]
    [InlineData(2.5, 30, 100, -40)]
    [InlineData(0.1, -170, -7, 900)]
    public void A_known_similarity_is_found_again(double scale, double degrees, double tx, double ty)
    {
        double a = scale * Math.Cos(degrees * Math.PI / 180), b = scale * Math.Sin(degrees * Math.PI / 180);
        LandmarkPoint[] moved = [.. Template.Select(p => new LandmarkPoint(a * p.X - b * p.Y + tx, b * p.X + a * p.Y + ty))];
        var found = SimilarityTransform.Fit(Template, moved);
        Assert.Equal(a, found.A, 1e-9);
        Assert.Equal(b, found.B, 1e-9);
        Assert.Equal(tx, found.Tx, 1e-7);
        Assert.Equal(ty, found.Ty, 1e-7);
        Assert.Equal(scale, found.Scale, 1e-9);
    }

    [Fact]
    public void No_other_similarity_comes_nearer()
    {
        var random = new Random(3);
        LandmarkPoint[] noisy = [.. Template.Select(p => new LandmarkPoint(3 * p.X + random.NextDouble() * 20, 3 * p.Y + random.NextDouble() * 20))];
        var best = SimilarityTransform.Fit(noisy, Template);
        for (var i = 0; i < 1000; i++)
        {
            var other = new SimilarityTransform(best.A + Small(), best.B + Small(), best.Tx + 50 * Small(), best.Ty + 50 * Small());
            Assert.True(Error(best, noisy) <= Error(other, noisy));
        }

        double Small() => (random.NextDouble() - 0.5) / 20;
    }

    [Fact]
    public void Points_that_coincide_do_not_divide_by_zero()
    {
        var found = SimilarityTransform.Fit([.. Enumerable.Repeat(new LandmarkPoint(5, 5), 5)], Template);
        Assert.True(double.IsFinite(found.Apply(new(1, 1)).X));
    }

    private static double Error(SimilarityTransform transform, LandmarkPoint[] from) =>
        from.Zip(Template, (p, t) => Math.Pow(transform.Apply(p).X - t.X, 2) + Math.Pow(transform.Apply(p).Y - t.Y, 2)).Sum();
}
