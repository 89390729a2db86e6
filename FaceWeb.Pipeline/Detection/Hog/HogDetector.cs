using System.Numerics.Tensors;
using FaceWeb.Pipeline.Imaging;
using FaceWeb.Pipeline.ModelPacks;
using OpenCvSharp;

namespace FaceWeb.Pipeline.Detection.Hog;

/// <summary>
/// The classic detector: one linear SVM for each pose of the head, laid on every window of a pyramid of the photo (Dalal and Triggs 2005; as
/// dlib's frontal detector does it). A pixel step is a cell.
/// </summary>
internal sealed class HogDetector(DetectModel detect, HogModel model, PipelineOptions options) : IFaceDetector
{
    // Neighbouring levels of the pyramid differ by this factor.
    private const double Step = 1.2;

    // Around the photo, in shares of the window's side: a face may touch the photo's edge, where its window hangs over.
    private const double Border = 0.3;

    private readonly double faceShare = Math.Max(model.FaceWidth, model.FaceHeight);

    /// <inheritdoc />
    public List<Candidate> Detect(PhotoPixels photo, float whole, float tile, CancellationToken cancel)
    {
        var least = MarginOf(whole);
        var found = new List<Candidate>();
        foreach (var window in Windows(photo, least, keepValues: false, cancel))
            found.Add(new(FaceOf(window.Window), model.Score(window.Margin), SeenWhole: true));
        int width = photo.OriginalWidth, height = photo.OriginalHeight;
        return [.. Suppression.Keep(found, detect.NmsThreshold, detect.ContainmentThreshold)
            .Select(c => c with { Box = Clip(c.Box, width, height) }).Where(c => c.Box.Area > 0)];
    }

    /// <inheritdoc />
    public float[] LookAgain(PhotoPixels photo, IReadOnlyList<FaceBox> boxes, double share, PhotoTurn turn = default)
    {
        // Every size has been looked at: there is nothing more to see than what the whole photo shows.
        using var turned = photo.Turned(turn);
        var seen = LookWhole(photo, turn);
        return [.. boxes.Select(box => turn.Of(box, photo.OriginalWidth, photo.OriginalHeight)).Select(there =>
            seen.Where(c => c.Box.IntersectionOverUnion(there) >= detect.NmsThreshold).Select(c => c.Score).DefaultIfEmpty(0).Max())];
    }

    /// <inheritdoc />
    public List<Candidate> LookWhole(PhotoPixels photo, PhotoTurn turn)
    {
        using var turned = photo.Turned(turn);
        return Detect(turned, detect.ScoreThreshold, detect.ScoreThreshold, CancellationToken.None);
    }

    /// <summary>All windows whose best template gives at least the margin, on all levels, before suppression.</summary>
    /// <param name="photo">The photo.</param>
    /// <param name="least">The margin.</param>
    /// <param name="keepValues">Whether the windows' numbers are wanted, for learning.</param>
    /// <param name="cancel">Checked before each level.</param>
    public List<HogWindow> Windows(PhotoPixels photo, double least, bool keepValues, CancellationToken cancel)
    {
        var longer = Math.Max(photo.OriginalWidth, photo.OriginalHeight);
        var scale = Math.Min(model.Side * faceShare / options.SmallestFace, (double)options.MaxSide / longer);
        var windows = new List<HogWindow>();
        var border = (int)Math.Round(Border * model.Side);
        Mat? finer = null;
        try
        {
            for (; ; scale /= Step)
            {
                cancel.ThrowIfCancellationRequested();
                int width = (int)Math.Round(photo.OriginalWidth * scale), height = (int)Math.Round(photo.OriginalHeight * scale);
                if (Math.Min(width, height) + (2 * border) < model.Side || Math.Min(width, height) < 1)
                    return windows;
                // Each level from the one before: reducing the full photo every time would take longer than looking at it.
                var level = new Mat();
                var from = finer ?? photo.Mat;
                Cv2.Resize(from, level, new Size(width, height), 0, 0, width < from.Cols ? InterpolationFlags.Area : InterpolationFlags.Linear);
                finer?.Dispose();
                finer = level;
                using var framed = new Mat();
                Cv2.CopyMakeBorder(level, framed, border, border, border, border, BorderTypes.Replicate);
                Look(HogBlocks.Of(framed, model.CellSide), (double)photo.OriginalWidth / width, border, least, keepValues, windows);
            }
        }
        finally
        {
            finer?.Dispose();
        }
    }

    private void Look(HogBlocks picture, double toOriginal, int border, double least, bool keepValues, List<HogWindow> windows)
    {
        using var step = StepMeter.Measure("hog");
        var blocks = model.Blocks;
        var strip = blocks * HogBlocks.Length;
        for (var y = 0; y + blocks <= picture.Rows; y++)
        {
            for (var x = 0; x + blocks <= picture.Columns; x++)
            {
                var (best, template) = (float.NegativeInfinity, 0);
                for (var t = 0; t < model.Templates.Count; t++)
                {
                    var weights = model.Templates[t].Weights.AsSpan();
                    var margin = model.Templates[t].Bias;
                    for (var row = 0; row < blocks; row++)
                        margin += TensorPrimitives.Dot(Strip(x, y + row), weights.Slice(row * strip, strip));
                    if (margin > best)
                        (best, template) = (margin, t);
                }
                if (best < least)
                    continue;
                var window = new FaceBox(((x * model.CellSide) - border) * toOriginal, ((y * model.CellSide) - border) * toOriginal,
                    model.Side * toOriginal, model.Side * toOriginal);
                windows.Add(new(window, best, template, keepValues ? ValuesOf(picture, x, y) : null));
            }
        }

        ReadOnlySpan<float> Strip(int x, int row) => picture.Values.AsSpan(((row * picture.Columns) + x) * HogBlocks.Length, strip);
    }

    private float[] ValuesOf(HogBlocks picture, int x, int y)
    {
        var strip = model.Blocks * HogBlocks.Length;
        var values = new float[model.Length];
        for (var row = 0; row < model.Blocks; row++)
            picture.Values.AsSpan((((y + row) * picture.Columns) + x) * HogBlocks.Length, strip).CopyTo(values.AsSpan(row * strip));
        return values;
    }

    /// <summary>The face's box in the middle of a window.</summary>
    public FaceBox FaceOf(FaceBox window)
    {
        double width = window.Width * model.FaceWidth, height = window.Height * model.FaceHeight;
        return new(window.CenterX - (width / 2), window.CenterY - (height / 2), width, height);
    }

    /// <summary>The window in whose middle a face's box lies.</summary>
    public FaceBox WindowOf(FaceBox face)
    {
        var side = Math.Max(face.Width, face.Height) / faceShare;
        return new(face.CenterX - (side / 2), face.CenterY - (side / 2), side, side);
    }

    private double MarginOf(float score) => (Math.Log(score / (1 - score)) - model.Offset) / model.Slope;

    private static FaceBox Clip(FaceBox box, int width, int height)
    {
        double left = Math.Max(0, box.X), top = Math.Max(0, box.Y);
        return new(left, top, Math.Min(width, box.Right) - left, Math.Min(height, box.Bottom) - top);
    }
}
