using FaceWeb.Pipeline.Imaging;
using OpenCvSharp;

namespace FaceWeb.Pipeline.Explanation;

/// <summary>Draws histograms of oriented gradients as people know them: in each cell a stroke for each orientation, along the edge.</summary>
internal static class OrientationDrawing
{
    /// <summary>Draws them white on black: the brighter, the stronger.</summary>
    /// <param name="columns">Cells beside each other.</param>
    /// <param name="strengths">
    /// <see cref="GradientHistograms.Orientations"/> numbers of 0 and more for each cell, row by row; orientation o stands for gradients of
    /// (o + 0.5) x 20 degrees.
    /// </param>
    /// <param name="cellPixels">Pixels of a cell's side in the drawing, 8 or more.</param>
    /// <returns>A gray PNG.</returns>
    public static byte[] ToPng(int columns, IReadOnlyList<float> strengths, int cellPixels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cellPixels, 8);
        OpenCvLibrary.Require();
        const int orientations = GradientHistograms.Orientations;
        var rows = strengths.Count / orientations / columns;
        using var drawing = new Mat(rows * cellPixels, columns * cellPixels, MatType.CV_8UC1, Scalar.Black);
        // One in a hundred is drawn in full white, so that a single hard edge does not leave all others dark.
        var white = Math.Max(strengths.Order().ElementAt((int)(0.99 * (strengths.Count - 1))), 1e-6f);
        // The strongest last, so that they lie on top.
        foreach (var i in Enumerable.Range(0, strengths.Count).Where(i => strengths[i] > white * 0.02f).OrderBy(i => strengths[i]))
        {
            var (cell, orientation) = (i / orientations, i % orientations);
            double x = (cell % columns + 0.5) * cellPixels, y = (cell / columns + 0.5) * cellPixels;
            var edge = (orientation + 0.5) * Math.PI / orientations + Math.PI / 2;
            double dx = Math.Cos(edge) * cellPixels * 0.46, dy = Math.Sin(edge) * cellPixels * 0.46;
            Cv2.Line(drawing, new Point(x - dx, y - dy), new Point(x + dx, y + dy),
                Scalar.All(255 * Math.Pow(Math.Min(1, strengths[i] / white), 0.7)), 1, LineTypes.AntiAlias);
        }
        return drawing.ImEncode(".png");
    }
}
