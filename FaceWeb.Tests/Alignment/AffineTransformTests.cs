using FaceWeb.Pipeline.Alignment;
using FaceWeb.Pipeline.Landmarks;

namespace FaceWeb.Tests.Alignment;

/// <summary>The least-squares affine map against what is known without it.</summary>
public sealed class AffineTransformTests
{
    private static readonly LandmarkPoint[] Points = [new(38.3, 51.7), new(73.5, 51.5), new(56, 71.7), new(41.5, 92.4), new(70.7, 92.2), new(20, 60)];

    [Fact]
    public void A_known_affine_map_is_found_again_where_a_similarity_cannot_be()
    {
        var known = new AffineTransform(1.4, 0.5, -30, -0.2, 0.8, 12);
        LandmarkPoint[] moved = [.. Points.Select(p => Apply(known, p))];
        Assert.All(AffineTransform.Fit(Points, moved).Matrix.Zip(known.Matrix), m => Assert.Equal(m.Second, m.First, 1e-8));
        Assert.True(Error(new(1.1, 0.35, -30, -0.35, 1.1, 12), Points, moved) > 1);
    }

    [Fact]
    public void No_other_map_comes_nearer_to_noisy_points()
    {
        var random = new Random(3);
        LandmarkPoint[] noisy = [.. Points.Select(p => new LandmarkPoint((2 * p.X) + (100 * Small()), (3 * p.Y) + (100 * Small())))];
        var best = AffineTransform.Fit(Points, noisy);
        for (var i = 0; i < 500; i++)
        {
            var other = new AffineTransform(
                best.A + Small(), best.B + Small(), best.Tx + Small(), best.C + Small(), best.D + Small(), best.Ty + Small());
            Assert.True(Error(best, Points, noisy) <= Error(other, Points, noisy));
        }

        double Small() => (random.NextDouble() - 0.5) / 10;
    }

    [Fact]
    public void Points_on_one_line_are_carried_by_the_similarity()
    {
        LandmarkPoint[] line = [new(0, 0), new(1, 1), new(2, 2), new(5, 5)];
        LandmarkPoint[] doubled = [.. line.Select(p => new LandmarkPoint((2 * p.X) + 1, 2 * p.Y))];
        Assert.All(AffineTransform.Fit(line, doubled).Matrix.Zip([2, 0, 1, 0, 2, 0.0]), m => Assert.Equal(m.Second, m.First, 1e-9));
    }

    private static LandmarkPoint Apply(AffineTransform m, LandmarkPoint p) => new((m.A * p.X) + (m.B * p.Y) + m.Tx, (m.C * p.X) + (m.D * p.Y) + m.Ty);

    private static double Error(AffineTransform map, LandmarkPoint[] from, LandmarkPoint[] to) =>
        from.Zip(to, (p, q) => Math.Pow(Apply(map, p).X - q.X, 2) + Math.Pow(Apply(map, p).Y - q.Y, 2)).Sum();
}
