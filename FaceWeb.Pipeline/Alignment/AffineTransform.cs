using FaceWeb.Pipeline.Landmarks;

namespace FaceWeb.Pipeline.Alignment;

/// <summary>Any linear map and a shift: (x, y) goes to (A x + B y + Tx, C x + D y + Ty).</summary>
internal readonly record struct AffineTransform(double A, double B, double Tx, double C, double D, double Ty)
{
    /// <summary>As a 2x3 matrix, row by row.</summary>
    public double[] Matrix => [A, B, Tx, C, D, Ty];

    /// <summary>
    /// The least-squares affine map that carries <paramref name="from"/> onto <paramref name="to"/>: the normal equations of each row, about the
    /// points' means. Points on one line, which no affine map is fixed by, are carried by the similarity.
    /// </summary>
    public static AffineTransform Fit(IReadOnlyList<LandmarkPoint> from, IReadOnlyList<LandmarkPoint> to)
    {
        double fx = from.Average(p => p.X), fy = from.Average(p => p.Y), tx = to.Average(p => p.X), ty = to.Average(p => p.Y);
        double xx = 0, xy = 0, yy = 0, ux = 0, uy = 0, vx = 0, vy = 0;
        for (var i = 0; i < from.Count; i++)
        {
            double x = from[i].X - fx, y = from[i].Y - fy, u = to[i].X - tx, v = to[i].Y - ty;
            (xx, xy, yy) = (xx + (x * x), xy + (x * y), yy + (y * y));
            (ux, uy, vx, vy) = (ux + (u * x), uy + (u * y), vx + (v * x), vy + (v * y));
        }
        var determinant = (xx * yy) - (xy * xy);
        if (determinant < 1e-9 * xx * yy || determinant < 1e-12)
        {
            var m = SimilarityTransform.Fit(from, to).Matrix;
            return new(m[0], m[1], m[2], m[3], m[4], m[5]);
        }
        double a = ((ux * yy) - (uy * xy)) / determinant, b = ((uy * xx) - (ux * xy)) / determinant;
        double c = ((vx * yy) - (vy * xy)) / determinant, d = ((vy * xx) - (vx * xy)) / determinant;
        return new(a, b, tx - (a * fx) - (b * fy), c, d, ty - (c * fx) - (d * fy));
    }
}
