using FaceWeb.Pipeline.Landmarks;

namespace FaceWeb.Pipeline.Alignment;

/// <summary>Rotation, uniform scale and shift: (x, y) goes to (A x - B y + Tx, B x + A y + Ty).</summary>
internal readonly record struct SimilarityTransform(double A, double B, double Tx, double Ty)
{
    /// <summary>How much lengths grow.</summary>
    public double Scale => Math.Sqrt(A * A + B * B);

    /// <summary>As a 2x3 matrix, row by row.</summary>
    public double[] Matrix => [A, -B, Tx, B, A, Ty];

    /// <summary>
    /// The least-squares similarity that carries <paramref name="from"/> onto <paramref name="to"/> (Umeyama 1991; in the plane and without
    /// reflection it has this closed form).
    /// </summary>
    public static SimilarityTransform Fit(IReadOnlyList<LandmarkPoint> from, IReadOnlyList<LandmarkPoint> to)
    {
        double fx = from.Average(p => p.X), fy = from.Average(p => p.Y), tx = to.Average(p => p.X), ty = to.Average(p => p.Y);
        double dot = 0, cross = 0, square = 0;
        for (var i = 0; i < from.Count; i++)
        {
            double ux = from[i].X - fx, uy = from[i].Y - fy, vx = to[i].X - tx, vy = to[i].Y - ty;
            dot += ux * vx + uy * vy;
            cross += ux * vy - uy * vx;
            square += ux * ux + uy * uy;
        }
        if (square < 1e-12)
            return new(0, 0, tx, ty);
        double a = dot / square, b = cross / square;
        return new(a, b, tx - a * fx + b * fy, ty - b * fx - a * fy);
    }

    /// <summary>Where the point goes.</summary>
    public LandmarkPoint Apply(LandmarkPoint p) => new(A * p.X - B * p.Y + Tx, B * p.X + A * p.Y + Ty);
}
