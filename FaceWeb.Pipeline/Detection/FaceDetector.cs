using FaceWeb.Pipeline.Imaging;
using FaceWeb.Pipeline.ModelPacks;
using OpenCvSharp;

namespace FaceWeb.Pipeline.Detection;

/// <summary>Finds faces on a photo by looking at it whole and through tiles of finer scales.</summary>
internal sealed class FaceDetector(DetectModel detect, OnnxModel model, PipelineOptions options)
{
    private readonly IBoxDecoder _decoder = BoxDecoders.For(detect, model);
    private readonly InputPlanes _planes = new(detect.Input);

    // A face up to this many pixels is whole in at least one window; the next coarser level shows it at half that size or more.
    private readonly int _overlap = (int)Math.Min(4 * detect.SmallestFaceInInput, Math.Min(detect.Input.Width, detect.Input.Height) / 2.0);

    /// <summary>The faces, strongest first, in pixels of the upright original, clipped to the photo.</summary>
    public List<Candidate> Detect(PhotoPixels photo, CancellationToken cancel)
    {
        int width = photo.OriginalWidth, height = photo.OriginalHeight;
        var scales = TilePyramid.Scales(width, height, detect.Input.Width, detect.Input.Height, options.SmallestFace, detect.SmallestFaceInInput, options.MaxSide);
        var found = new List<Candidate>();
        Mat? finer = null;
        try
        {
            // Finest first: every coarser level is made from the one before, not from the full photo again.
            for (var k = scales.Length - 1; k >= 0; k--)
            {
                var level = Resize(finer ?? photo.Mat, (int)Math.Round(width * scales[k]), (int)Math.Round(height * scales[k]));
                finer?.Dispose();
                finer = level;
                Look(level, (double)width / level.Cols, (double)height / level.Rows, whole: k == 0, found, cancel);
            }
        }
        finally
        {
            finer?.Dispose();
        }
        var kept = Suppression.Keep(found, detect.NmsThreshold, detect.ContainmentThreshold);
        var whole = found.Where(c => c.SeenWhole).ToList();
        return [.. kept.Select(c => new Candidate(Clip(c.Box, width, height), c.Score, whole.Exists(w => w.Box.IntersectionOverUnion(c.Box) >= detect.NmsThreshold))).Where(c => c.Box.Width > 1 && c.Box.Height > 1)];
    }

    /// <summary>
    /// Looks at one box again, in the middle of the input and with its longer side <paramref name="share"/> of the input's height: the score of
    /// what is seen there now, 0 for nothing. A face is a face at every size; what only resembles one seldom does so twice.
    /// </summary>
    public float LookAgain(PhotoPixels photo, FaceBox box, double share)
    {
        var held = box.Scale(photo.HeldScale);
        var scale = share * detect.Input.Height / Math.Max(held.Width, held.Height);
        double left = detect.Input.Width / 2.0 - held.CenterX * scale, top = detect.Input.Height / 2.0 - held.CenterY * scale;
        using var picture = PatchSampler.Warp(photo.Mat, [scale, 0, left, 0, scale, top], detect.Input.Width, detect.Input.Height);
        var expected = new FaceBox(held.X * scale + left, held.Y * scale + top, held.Width * scale, held.Height * scale);
        var seen = new List<Candidate>();
        using var run = model.Borrow();
        _planes.Fill(picture, run.Input);
        run.Execute();
        _decoder.Decode(run, detect.ConfirmScoreThreshold, seen);
        return seen.Where(c => c.Box.IntersectionOverUnion(expected) >= detect.NmsThreshold).Select(c => c.Score).DefaultIfEmpty(0).Max();
    }

    private void Look(Mat level, double toOriginalX, double toOriginalY, bool whole, List<Candidate> found, CancellationToken cancel)
    {
        var threshold = whole ? detect.ScoreThreshold : detect.TileScoreThreshold;
        int columns = level.Cols, rows = level.Rows;
        var seen = new List<Candidate>();
        using var run = model.Borrow();
        foreach (var top in TilePyramid.Starts(rows, detect.Input.Height, _overlap))
        {
            foreach (var left in TilePyramid.Starts(columns, detect.Input.Width, _overlap))
            {
                cancel.ThrowIfCancellationRequested();
                var window = new Rect(left, top, Math.Min(detect.Input.Width, columns - left), Math.Min(detect.Input.Height, rows - top));
                using (var tile = new Mat(level, window))
                    _planes.Fill(tile, run.Input);
                run.Execute();
                seen.Clear();
                _decoder.Decode(run, threshold, seen);
                foreach (var (box, score, _) in seen)
                {
                    if (!IsCut(box, window, columns, rows))
                        found.Add(new(new FaceBox((box.X + left) * toOriginalX, (box.Y + top) * toOriginalY, box.Width * toOriginalX, box.Height * toOriginalY), score, whole));
                }
            }
        }
    }

    /// <summary>Whether an inner border of the window cuts the box; the neighbouring window, or a coarser level, shows that face whole.</summary>
    private static bool IsCut(FaceBox box, Rect window, int columns, int rows)
    {
        var margin = 1 + 0.05 * Math.Max(box.Width, box.Height);
        return (window.Left > 0 && box.X < margin)
            || (window.Top > 0 && box.Y < margin)
            || (window.Right < columns && box.Right > window.Width - margin)
            || (window.Bottom < rows && box.Bottom > window.Height - margin);
    }

    private static Mat Resize(Mat picture, int width, int height)
    {
        using var step = StepMeter.Measure("resize");
        var size = new Size(Math.Max(1, width), Math.Max(1, height));
        var resized = new Mat();
        Cv2.Resize(picture, resized, size, 0, 0, size.Width < picture.Cols ? InterpolationFlags.Area : InterpolationFlags.Linear);
        return resized;
    }

    private static FaceBox Clip(FaceBox box, int width, int height)
    {
        double left = Math.Max(0, box.X), top = Math.Max(0, box.Y);
        return new(left, top, Math.Min(width, box.Right) - left, Math.Min(height, box.Bottom) - top);
    }
}
