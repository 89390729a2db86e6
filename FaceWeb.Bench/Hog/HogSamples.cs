using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Detection.Hog;
using FaceWeb.Pipeline.Imaging;
using OpenCvSharp;

namespace FaceWeb.Bench.Hog;

/// <summary>Windows to learn from, as the detector would see them.</summary>
internal sealed class HogSamples(HogModel shape)
{
    // By chance: what the window's side is multiplied with (levels of the pyramid are a fifth apart), by what share of it the window is shifted
    // (windows are a tenth apart), by how many degrees it is turned, and how little detail it may have (small faces are enlarged).
    private const double ScaleJitter = 0.08;
    private const double ShiftJitter = 0.04;
    private const double TurnJitter = 8;
    private const double LeastDetail = 0.5;

    /// <summary>A face's window and its mirror image, each time shifted, scaled, turned and blurred by chance.</summary>
    /// <param name="photo">The photo.</param>
    /// <param name="face">The face's box.</param>
    /// <param name="times">How often.</param>
    /// <param name="tilt">By how many degrees the picture is turned clockwise beside chance.</param>
    /// <param name="chance">Chance.</param>
    /// <returns>The windows' numbers, and whether the picture is mirrored (then it is tilted the other way).</returns>
    public IEnumerable<(float[] Values, bool Mirrored)> Faces(PhotoPixels photo, FaceBox face, int times, double tilt, Random chance)
    {
        var side = Math.Max(face.Width, face.Height) / Math.Max(shape.FaceWidth, shape.FaceHeight);
        for (var i = 0; i < times; i++)
        {
            var jittered = side * (1 + (ScaleJitter * Either(chance)));
            var x = face.CenterX + (ShiftJitter * side * Either(chance));
            var y = face.CenterY + (ShiftJitter * side * Either(chance));
            var window = new FaceBox(x - (jittered / 2), y - (jittered / 2), jittered, jittered);
            var degrees = tilt + (TurnJitter * Either(chance));
            var detail = i % 2 == 0 ? 1 : LeastDetail + ((1 - LeastDetail) * chance.NextDouble());
            foreach (var mirrored in new[] { false, true })
                yield return (Values(photo, window, degrees, detail, mirrored), mirrored);
        }
    }

    /// <summary>Windows anywhere on a photo, away from its faces.</summary>
    public IEnumerable<float[]> Anywhere(PhotoPixels photo, IReadOnlyList<FaceBox> faces, int count, Random chance)
    {
        int shorter = Math.Min(photo.OriginalWidth, photo.OriginalHeight), smallest = Math.Min(shape.Side / 2, shorter);
        for (var i = 0; i < count; i++)
        {
            var side = smallest * Math.Pow((double)shorter / smallest, chance.NextDouble());
            var window = new FaceBox(
                chance.NextDouble() * (photo.OriginalWidth - side), chance.NextDouble() * (photo.OriginalHeight - side), side, side);
            if (faces.All(f => f.Intersection(window) < 0.3 * Math.Min(f.Area, window.Area)))
                yield return Values(photo, window, 0, 1, mirrored: false);
        }
    }

    private float[] Values(PhotoPixels photo, FaceBox window, double degrees, double detail, bool mirrored)
    {
        // A cell more on each side, because a window inside a photo has neighbours too.
        var all = shape.Side + (2 * shape.CellSide);
        var size = (int)Math.Round(all * detail);
        var scale = shape.Side / window.Width * size / all;
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        double a = scale * cos, b = scale * sin, middle = size / 2.0;
        double left = middle - (a * window.CenterX) + (b * window.CenterY), top = middle - (b * window.CenterX) - (a * window.CenterY);
        var held = photo.HeldScale;
        using var patch = PatchSampler.Warp(photo.Mat, [a / held, -b / held, left, b / held, a / held, top], size, size);
        if (size < all)
            Cv2.Resize(patch, patch, new Size(all, all));
        if (mirrored)
            Cv2.Flip(patch, patch, FlipMode.Y);
        var cells = HogCells.Of(patch, shape.CellSide);
        var values = new float[shape.Length];
        for (var row = 0; row < shape.Cells; row++)
        {
            for (var column = 0; column < shape.Cells; column++)
                cells.Cell(column + 1, row + 1).CopyTo(values.AsSpan(((row * shape.Cells) + column) * HogCells.Length));
        }
        return values;
    }

    private static double Either(Random chance) => (2 * chance.NextDouble()) - 1;
}
