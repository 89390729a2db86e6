using OpenCvSharp;

namespace FaceWeb.Pipeline.Imaging;

/// <summary>Takes small pictures (face crops, aligned chips) out of a large one.</summary>
internal static class PatchSampler
{
    /// <summary>OpenCV warps no picture of which a side is that long: it counts in 16 bits.</summary>
    private const int TooLongToWarp = short.MaxValue;

    /// <summary>A reduced area has this many times the patch's pixels a side: a little more detail than the patch needs.</summary>
    private const double MoreDetail = 1.25;

    /// <summary>
    /// The patch that the affine map <paramref name="toPatch"/> (photo pixels to patch pixels, row by row: a, b, tx, c, d, ty) shows.
    /// What lies outside the photo is black. A photo much finer than the patch is averaged down first: bilinear sampling alone would
    /// skip most of its pixels.
    /// </summary>
    public static Mat Warp(Mat photo, ReadOnlySpan<double> toPatch, int width, int height)
    {
        using var step = StepMeter.Measure("warp");
        var m = toPatch.ToArray();
        var scale = Math.Sqrt(Math.Abs(m[0] * m[4] - m[1] * m[3]));
        if (scale <= 0 || (scale >= 0.6 && Math.Max(photo.Cols, photo.Rows) < TooLongToWarp))
            return Sample(photo, m, width, height);

        var area = Source(m, width, height, photo.Cols, photo.Rows, AreaReduction.Block(scale * MoreDetail));
        if (area.Width < 2 || area.Height < 2)
            return new Mat(height, width, photo.Type(), Scalar.Black);
        using var part = new Mat(photo, area);
        if (scale >= 0.6)
        {
            return Sample(part,
            [
                m[0], m[1], (m[0] * area.X) + (m[1] * area.Y) + m[2], m[3], m[4], (m[3] * area.X) + (m[4] * area.Y) + m[5],
            ], width, height);
        }
        var size = new Size(
            Math.Max(1, (int)Math.Round(area.Width * scale * MoreDetail)), Math.Max(1, (int)Math.Round(area.Height * scale * MoreDetail)));
        double fx = (double)size.Width / area.Width, fy = (double)size.Height / area.Height;
        using var reduced = AreaReduction.Of(part, size);
        // Area averaging keeps pixel edges, not centres, in place: centre c of the reduced picture lies at (c + 0.5) / f - 0.5.
        double dx = area.X + 0.5 / fx - 0.5, dy = area.Y + 0.5 / fy - 0.5;
        return Sample(reduced,
        [
            m[0] / fx, m[1] / fy, m[0] * dx + m[1] * dy + m[2],
            m[3] / fx, m[4] / fy, m[3] * dx + m[4] * dy + m[5],
        ], width, height);
    }

    private static Mat Sample(Mat picture, double[] map, int width, int height)
    {
        var patch = new Mat();
        using var matrix = Mat.FromPixelData(2, 3, MatType.CV_64FC1, map);
        Cv2.WarpAffine(picture, patch, matrix, new Size(width, height), InterpolationFlags.Linear, BorderTypes.Constant, Scalar.Black);
        return patch;
    }

    /// <summary>The part of the photo that the patch shows, with a margin, inside the photo.</summary>
    // Sides are multiples of a block where the photo has room for that.
    private static Rect Source(double[] m, int width, int height, int photoWidth, int photoHeight, int block)
    {
        const int margin = 4;
        var determinant = m[0] * m[4] - m[1] * m[3];
        double left = double.MaxValue, top = double.MaxValue, right = double.MinValue, bottom = double.MinValue;
        foreach (var (x, y) in new[] { (0, 0), (width, 0), (0, height), (width, height) })
        {
            double u = x - m[2], v = y - m[5];
            double px = (m[4] * u - m[1] * v) / determinant, py = (m[0] * v - m[3] * u) / determinant;
            (left, right) = (Math.Min(left, px), Math.Max(right, px));
            (top, bottom) = (Math.Min(top, py), Math.Max(bottom, py));
        }
        int x0 = (int)Math.Clamp(left - margin, 0, photoWidth), y0 = (int)Math.Clamp(top - margin, 0, photoHeight);
        int x1 = (int)Math.Clamp(right + margin, 0, photoWidth), y1 = (int)Math.Clamp(bottom + margin, 0, photoHeight);
        (x0, x1) = InBlocks(x0, x1, block, photoWidth);
        (y0, y1) = InBlocks(y0, y1, block, photoHeight);
        return new Rect(x0, y0, x1 - x0, y1 - y0);
    }

    private static (int From, int To) InBlocks(int from, int to, int block, int most)
    {
        var lacking = (block - ((to - from) % block)) % block;
        return to + lacking <= most ? (from, to + lacking) : from >= lacking ? (from - lacking, to) : (from, to);
    }
}
