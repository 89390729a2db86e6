using FaceWeb.Pipeline.Landmarks;

namespace FaceWeb.Pipeline.Quality;

/// <summary>
/// How a head is turned, from its landmarks: the rigid fit of a mean face in space onto 50 of them (jaw, brows, nose, eyes and mouth corners;
/// the lips move). Scaled orthographic projection: the least-squares 2x3 matrix from the mean face to the picture, and the rotation nearest to it.
/// </summary>
internal static class LandmarkPose
{
    /// <summary>
    /// The mean face: x to the right, y down, z away from the camera, centred, the eyes' centres 1 apart; points 0 to 48 and 54 of the iBUG
    /// order. Learnt by factorisation (Tomasi and Kanade 1992) from the landmarks of 581 faces of 352 people of LFW, each turned as the
    /// network HopeNet says, without the 15 % that fit worst, and made symmetric.
    /// </summary>
    private static readonly Point[] Mean = Centred(
    [
        new(-1.166, -0.325, 0.910), new(-1.157, -0.032, 0.795), new(-1.128, 0.264, 0.700), new(-1.072, 0.553, 0.600),
        new(-0.963, 0.816, 0.442), new(-0.785, 1.033, 0.229), new(-0.556, 1.203, -0.004), new(-0.298, 1.333, -0.231),
        new(0.000, 1.369, -0.311), new(0.298, 1.333, -0.231), new(0.556, 1.203, -0.004), new(0.785, 1.033, 0.229),
        new(0.963, 0.816, 0.442), new(1.072, 0.553, 0.600), new(1.128, 0.264, 0.700), new(1.157, -0.032, 0.795),
        new(1.166, -0.325, 0.910), new(-0.927, -0.626, 0.157), new(-0.782, -0.768, 0.027), new(-0.577, -0.815, -0.107),
        new(-0.368, -0.794, -0.224), new(-0.171, -0.725, -0.307), new(0.171, -0.725, -0.307), new(0.368, -0.794, -0.224),
        new(0.577, -0.815, -0.107), new(0.782, -0.768, 0.027), new(0.927, -0.626, 0.157), new(0.000, -0.491, -0.331),
        new(0.000, -0.320, -0.465), new(0.000, -0.153, -0.610), new(0.000, 0.022, -0.754), new(-0.241, 0.206, -0.459),
        new(-0.125, 0.236, -0.525), new(0.000, 0.262, -0.568), new(0.125, 0.236, -0.525), new(0.241, 0.206, -0.459),
        new(-0.693, -0.414, 0.030), new(-0.568, -0.480, -0.055), new(-0.423, -0.483, -0.082), new(-0.294, -0.401, -0.077),
        new(-0.431, -0.377, -0.082), new(-0.576, -0.376, -0.055), new(0.294, -0.401, -0.077), new(0.423, -0.483, -0.082),
        new(0.568, -0.480, -0.055), new(0.693, -0.414, 0.030), new(0.576, -0.376, -0.055), new(0.431, -0.377, -0.082),
        new(-0.429, 0.627, -0.162), new(0.429, 0.627, -0.162),
    ]);

    private static readonly Point[] ToRows = PseudoInverse();

    /// <summary>
    /// The pose; the angles as HopeNet has them, in degrees: yaw sideways, pitch up or down, roll in the picture's plane. All 0 for points that
    /// lie on a line.
    /// </summary>
    public static HeadPose Of(Landmarks68 landmarks)
    {
        // The rows of the 2x3 matrix. The mean face is centred, so where the picture's points lie does not matter.
        double ax = 0, ay = 0, az = 0, bx = 0, by = 0, bz = 0;
        for (var i = 0; i < Mean.Length; i++)
        {
            var (at, g) = (landmarks.Points[i < 49 ? i : 54], ToRows[i]);
            (ax, ay, az) = (ax + (g.X * at.X), ay + (g.Y * at.X), az + (g.Z * at.X));
            (bx, by, bz) = (bx + (g.X * at.Y), by + (g.Y * at.Y), bz + (g.Z * at.Y));
        }
        // The orthonormal rows nearest to a matrix M are (M M')^-1/2 M; a 2x2 matrix's root has a closed form.
        double aa = (ax * ax) + (ay * ay) + (az * az), ab = (ax * bx) + (ay * by) + (az * bz), bb = (bx * bx) + (by * by) + (bz * bz);
        var root = Math.Sqrt(Math.Max(0, (aa * bb) - (ab * ab)));
        if (root <= 1e-9 * (aa + bb))
            return default;
        var scale = 1 / (root * Math.Sqrt(aa + bb + (2 * root)));
        double p = scale * (bb + root), q = -scale * ab, r = scale * (aa + root);
        (double X, double Y, double Z) first = ((p * ax) + (q * bx), (p * ay) + (q * by), (p * az) + (q * bz));
        (double X, double Y, double Z) second = ((q * ax) + (r * bx), (q * ay) + (r * by), (q * az) + (r * bz));
        (double X, double Y, double Z) third =
            ((first.Y * second.Z) - (first.Z * second.Y), (first.Z * second.X) - (first.X * second.Z), (first.X * second.Y) - (first.Y * second.X));
        const double degrees = 180 / Math.PI;
        return new(Math.Atan2(-third.X, third.Z) * degrees, -Math.Asin(Math.Clamp(third.Y, -1, 1)) * degrees,
            Math.Atan2(-first.Y, second.Y) * degrees);
    }

    /// <summary>
    /// The mean face turned by these angles (degrees) and projected, scaled, and shifted to a place in a picture; the points that are not
    /// fitted lie at 0.
    /// </summary>
    internal static Landmarks68 Project(HeadPose pose, double scale, double x, double y)
    {
        var (sinYaw, cosYaw) = Math.SinCos(pose.Yaw * Math.PI / 180);
        var (sinPitch, cosPitch) = Math.SinCos(-pose.Pitch * Math.PI / 180);
        var (sinRoll, cosRoll) = Math.SinCos(pose.Roll * Math.PI / 180);
        var points = new LandmarkPoint[Landmarks68.Count];
        for (var i = 0; i < Mean.Length; i++)
        {
            var m = Mean[i];
            double u = (cosYaw * m.X) + (sinYaw * m.Z), w = (cosYaw * m.Z) - (sinYaw * m.X), v = (cosPitch * m.Y) - (sinPitch * w);
            points[i < 49 ? i : 54] = new(x + (scale * ((cosRoll * u) - (sinRoll * v))), y + (scale * ((sinRoll * u) + (cosRoll * v))));
        }
        return new(points);
    }

    /// <summary>Takes the mean away that rounding left.</summary>
    private static Point[] Centred(Point[] points)
    {
        double x = points.Average(p => p.X), y = points.Average(p => p.Y), z = points.Average(p => p.Z);
        return [.. points.Select(p => new Point(p.X - x, p.Y - y, p.Z - z))];
    }

    /// <summary>For each point what it adds to a row of the matrix: (X'X)^-1 X'.</summary>
    private static Point[] PseudoInverse()
    {
        double xx = 0, xy = 0, xz = 0, yy = 0, yz = 0, zz = 0;
        foreach (var m in Mean)
        {
            (xx, xy, xz) = (xx + (m.X * m.X), xy + (m.X * m.Y), xz + (m.X * m.Z));
            (yy, yz, zz) = (yy + (m.Y * m.Y), yz + (m.Y * m.Z), zz + (m.Z * m.Z));
        }
        // The inverse of a symmetric 3x3 matrix by its cofactors.
        double c00 = (yy * zz) - (yz * yz), c01 = (xz * yz) - (xy * zz), c02 = (xy * yz) - (xz * yy);
        double c11 = (xx * zz) - (xz * xz), c12 = (xy * xz) - (xx * yz), c22 = (xx * yy) - (xy * xy);
        var determinant = (xx * c00) + (xy * c01) + (xz * c02);
        return [.. Mean.Select(m => new Point(
            ((c00 * m.X) + (c01 * m.Y) + (c02 * m.Z)) / determinant,
            ((c01 * m.X) + (c11 * m.Y) + (c12 * m.Z)) / determinant,
            ((c02 * m.X) + (c12 * m.Y) + (c22 * m.Z)) / determinant))];
    }

    private readonly record struct Point(double X, double Y, double Z);
}
