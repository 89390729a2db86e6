using System.Numerics.Tensors;
using FaceWeb.Pipeline.Explanation;
using FaceWeb.Pipeline.Imaging;
using OpenCvSharp;

namespace FaceWeb.Pipeline.Detection.Hog;

/// <summary>
/// The classic detector: one linear SVM for each pose of the head, laid on every window of a pyramid of the photo (Dalal and Triggs 2005; as
/// dlib's frontal detector does it). Windows lie a cell apart.
/// </summary>
/// <param name="model">The templates.</param>
/// <param name="options">The smallest face, and how fine the finest level may be.</param>
/// <param name="overlap">Of two boxes that overlap more (intersection over union) the weaker is dropped.</param>
/// <param name="containment">A box of which more than this share lies inside a stronger one is dropped.</param>
/// <param name="score">The smallest score of a face where nothing else is said.</param>
internal sealed class HogDetector(
    HogModel model, PipelineOptions options, double overlap = 0.3, double containment = 0.75, float score = 0.5f) : IFaceDetector
{
    // Neighbouring levels of the pyramid differ by this factor (dlib: 6 / 5).
    private const double Step = 1.2;

    // Enlarging more than this adds no detail.
    private const double LargestScale = 2;

    // Around the photo, in shares of the window's side: a face may touch the photo's edge, where its window hangs over.
    private const double Border = 0.3;

    // Windows that overlap the strongest by so much have a say in where the face lies.
    private const double SameFace = 0.5;

    private readonly double faceShare = Math.Max(model.FaceWidth, model.FaceHeight);

    /// <inheritdoc />
    public List<Candidate> Detect(PhotoPixels photo, float whole, float tile, CancellationToken cancel)
    {
        var least = model.MarginOf(whole);
        var windows = Windows(photo, least, keepValues: false, cancel);
        var found = windows.ConvertAll(window => new Candidate(FaceOf(window.Window), model.Score(window.Margin), SeenWhole: true));
        return [.. Suppression.Keep(found, overlap, containment)
            .Select(c => c with { Box = Mean(c.Box, found, windows, least).ClippedTo(photo.OriginalWidth, photo.OriginalHeight) })
            .Where(c => c.Box.Area > 0)];
    }

    /// <inheritdoc />
    public float[] LookAgain(PhotoPixels photo, IReadOnlyList<FaceBox> boxes, double share, PhotoTurn turn = default)
    {
        // Every size has been looked at: there is nothing more to see than what the whole photo shows.
        var seen = LookWhole(photo, turn);
        return [.. boxes.Select(box => turn.Of(box, photo.OriginalWidth, photo.OriginalHeight)).Select(there =>
            seen.Where(c => c.Box.IntersectionOverUnion(there) >= overlap).Select(c => c.Score).DefaultIfEmpty(0).Max())];
    }

    /// <inheritdoc />
    public List<Candidate> LookWhole(PhotoPixels photo, PhotoTurn turn)
    {
        using var turned = photo.Turned(turn);
        return Detect(turned, score, score, CancellationToken.None);
    }

    /// <summary>All windows whose best template gives at least the margin, on all levels, before suppression.</summary>
    /// <param name="photo">The photo.</param>
    /// <param name="least">The margin.</param>
    /// <param name="keepValues">Whether the windows' numbers are wanted.</param>
    /// <param name="cancel">Checked before each level.</param>
    public List<HogWindow> Windows(PhotoPixels photo, double least, bool keepValues, CancellationToken cancel) =>
        Windows(photo, (_, margin) => margin >= least, keepValues, cancel);

    private List<HogWindow> Windows(PhotoPixels photo, Func<FaceBox, float, bool> wanted, bool keepValues, CancellationToken cancel)
    {
        var scale = Math.Min(
            Math.Min(model.Side * faceShare / options.SmallestFace, LargestScale), TilePyramid.Bound(photo.OriginalWidth, photo.OriginalHeight, options.MaxSide));
        var windows = new List<HogWindow>();
        var border = (int)Math.Round(Border * model.Side);
        var finer = photo.Mat;
        try
        {
            for (; ; scale /= Step)
            {
                cancel.ThrowIfCancellationRequested();
                int width = (int)Math.Round(photo.OriginalWidth * scale), height = (int)Math.Round(photo.OriginalHeight * scale);
                if (Math.Min(width, height) + (2 * border) < model.Side || Math.Min(width, height) < 1)
                    return windows;
                // Each level from the one before: reducing the full photo every time would take longer than looking at it.
                var size = new Size(width, height);
                var level = width < finer.Cols ? AreaReduction.AtOnce(finer, size) : finer.Resize(size);
                if (finer != photo.Mat)
                    finer.Dispose();
                finer = level;
                using var framed = new Mat();
                Cv2.CopyMakeBorder(level, framed, border, border, border, border, BorderTypes.Replicate);
                Look(HogCells.Of(framed, model.CellSide), (double)photo.OriginalWidth / width, border, wanted, keepValues, windows);
            }
        }
        finally
        {
            if (finer != photo.Mat)
                finer.Dispose();
        }
    }

    /// <summary>The window that lies best on a face, and what the detector sees in it; null where no window lies on it.</summary>
    /// <param name="picture">A picture of the face with something around it.</param>
    /// <param name="face">The face's box there.</param>
    public HogSight? LookAt(PhotoPixels picture, FaceBox face)
    {
        var windows = Windows(picture, (window, _) => FaceOf(window).IntersectionOverUnion(face) >= SameFace, keepValues: false, default);
        if (windows.Count == 0)
            return null;
        var best = windows.MaxBy(w => w.Margin);
        var values = Windows(picture, (window, _) => window == best.Window, keepValues: true, default)[0].Values!;
        var template = model.Templates[best.Template];
        var products = new float[values.Length];
        TensorPrimitives.Multiply(values, template.Weights, products);
        return new(best.Window, best.Margin, model.Score(best.Margin), template.Pose, model.Templates.Count, model.Cells, template.Bias,
            [.. products.Chunk(HogCells.Length).Select(cell => cell.Sum(p => (double)p))],
            [.. values.Chunk(HogCells.Length).SelectMany(cell => cell.AsSpan(HogCells.Signed, HogCells.Unsigned).ToArray())],
            [.. template.Weights.Chunk(HogCells.Length).SelectMany(cell => Enumerable.Range(0, HogCells.Unsigned)
                .Select(o => Math.Max(0, cell[o] + cell[o + HogCells.Unsigned] + cell[HogCells.Signed + o])))]);
    }

    /// <summary>The face's box in the middle of a window.</summary>
    public FaceBox FaceOf(FaceBox window)
    {
        double width = window.Width * model.FaceWidth, height = window.Height * model.FaceHeight;
        return new(window.CenterX - (width / 2), window.CenterY - (height / 2), width, height);
    }

    /// <summary>Lays every template on every window of a level: a row of windows, a template and a row of cells at a time.</summary>
    private void Look(HogCells picture, double toOriginal, int border, Func<FaceBox, float, bool> wanted, bool keepValues, List<HogWindow> windows)
    {
        using var step = StepMeter.Measure("hog windows");
        var across = picture.Columns - model.Cells + 1;
        if (across < 1)
            return;
        var strip = model.Cells * HogCells.Length;
        var margins = new float[across];
        var best = new float[across];
        var fitting = new int[across];
        for (var y = 0; y + model.Cells <= picture.Rows; y++)
        {
            Array.Fill(best, float.NegativeInfinity);
            foreach (var (index, template) in model.Templates.Index())
            {
                Array.Fill(margins, template.Bias);
                for (var row = 0; row < model.Cells; row++)
                {
                    var weights = template.Weights.AsSpan(row * strip, strip);
                    var cells = picture.Values.AsSpan((y + row) * picture.Columns * HogCells.Length);
                    for (var x = 0; x < across; x++)
                        margins[x] += TensorPrimitives.Dot(cells.Slice(x * HogCells.Length, strip), weights);
                }
                for (var x = 0; x < across; x++)
                {
                    if (margins[x] > best[x])
                        (best[x], fitting[x]) = (margins[x], index);
                }
            }
            for (var x = 0; x < across; x++)
            {
                var window = new FaceBox(((x * model.CellSide) - border) * toOriginal, ((y * model.CellSide) - border) * toOriginal,
                    model.Side * toOriginal, model.Side * toOriginal);
                if (wanted(window, best[x]))
                    windows.Add(new(window, best[x], fitting[x], keepValues ? ValuesOf(picture, x, y) : null));
            }
        }
    }

    private float[] ValuesOf(HogCells picture, int x, int y)
    {
        var strip = model.Cells * HogCells.Length;
        var values = new float[model.Length];
        for (var row = 0; row < model.Cells; row++)
            picture.Values.AsSpan((((y + row) * picture.Columns) + x) * HogCells.Length, strip).CopyTo(values.AsSpan(row * strip));
        return values;
    }

    /// <summary>
    /// The mean of all boxes that lie on the strongest, by how far their margins lie above the least: windows are a cell apart and levels a fifth,
    /// so the strongest alone says only roughly where the face lies.
    /// </summary>
    private static FaceBox Mean(FaceBox strongest, List<Candidate> found, List<HogWindow> windows, double least)
    {
        double x = 0, y = 0, width = 0, height = 0, sum = 0;
        for (var i = 0; i < found.Count; i++)
        {
            var box = found[i].Box;
            if (box.IntersectionOverUnion(strongest) < SameFace)
                continue;
            var weight = windows[i].Margin - least + 1e-3;
            (x, y, width, height) = (x + (weight * box.X), y + (weight * box.Y), width + (weight * box.Width), height + (weight * box.Height));
            sum += weight;
        }
        return new(x / sum, y / sum, width / sum, height / sum);
    }
}
