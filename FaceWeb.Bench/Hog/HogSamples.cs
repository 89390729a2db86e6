using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Detection.Hog;
using FaceWeb.Pipeline.Imaging;
using OpenCvSharp;

namespace FaceWeb.Bench.Hog;

/// <summary>Windows to learn from, as the detector would see them.</summary>
internal sealed class HogSamples(HogModel shape)
{
    // What the box's longer side is multiplied with by chance, and by what share of it the window is shifted.
    private const double ScaleJitter = 0.06;
    private const double ShiftJitter = 0.03;

    /// <summary>A face's window, twice with chance shifts, and both mirrored.</summary>
    /// <returns>The windows' numbers, and whether the picture is mirrored.</returns>
    public IEnumerable<(float[] Values, bool Mirrored)> Faces(PhotoPixels photo, FaceBox face, Random chance)
    {
        var side = Math.Max(face.Width, face.Height) / Math.Max(shape.FaceWidth, shape.FaceHeight);
        for (var i = 0; i < 2; i++)
        {
            var jittered = side * (1 + (ScaleJitter * ((2 * chance.NextDouble()) - 1)));
            var x = face.CenterX + (ShiftJitter * side * ((2 * chance.NextDouble()) - 1));
            var y = face.CenterY + (ShiftJitter * side * ((2 * chance.NextDouble()) - 1));
            var window = new FaceBox(x - (jittered / 2), y - (jittered / 2), jittered, jittered);
            foreach (var mirrored in new[] { false, true })
                yield return (Values(photo, window, mirrored), mirrored);
        }
    }

    /// <summary>Windows anywhere on a photo, away from its faces.</summary>
    public IEnumerable<float[]> Anywhere(PhotoPixels photo, IReadOnlyList<FaceBox> faces, int count, Random chance)
    {
        int shorter = Math.Min(photo.OriginalWidth, photo.OriginalHeight), smallest = Math.Min(shape.Side, shorter);
        for (var i = 0; i < count; i++)
        {
            var side = smallest * Math.Pow((double)shorter / smallest, chance.NextDouble());
            var window = new FaceBox(
                chance.NextDouble() * (photo.OriginalWidth - side), chance.NextDouble() * (photo.OriginalHeight - side), side, side);
            if (faces.All(f => f.Intersection(window) < 0.3 * Math.Min(f.Area, window.Area)))
                yield return Values(photo, window, mirrored: false);
        }
    }

    private float[] Values(PhotoPixels photo, FaceBox window, bool mirrored)
    {
        // A cell more on each side, because a window inside a photo has neighbours too.
        var scale = shape.Side / window.Width;
        var all = shape.Side + (2 * shape.CellSide);
        var held = scale / photo.HeldScale;
        using var patch = PatchSampler.Warp(
            photo.Mat, [held, 0, shape.CellSide - (window.X * scale), 0, held, shape.CellSide - (window.Y * scale)], all, all);
        if (mirrored)
            Cv2.Flip(patch, patch, FlipMode.Y);
        var blocks = HogBlocks.Of(patch, shape.CellSide);
        var values = new float[shape.Length];
        for (var row = 0; row < shape.Blocks; row++)
        {
            for (var column = 0; column < shape.Blocks; column++)
                blocks.Block(column + 1, row + 1).CopyTo(values.AsSpan(((row * shape.Blocks) + column) * HogBlocks.Length));
        }
        return values;
    }
}
