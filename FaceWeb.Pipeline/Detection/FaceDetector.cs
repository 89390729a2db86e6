using FaceWeb.Pipeline.Imaging;
using FaceWeb.Pipeline.ModelPacks;
using OpenCvSharp;

namespace FaceWeb.Pipeline.Detection;

/// <summary>Finds what may be faces on a photo by looking at it whole, through tiles of finer scales, and from afar.</summary>
internal sealed class FaceDetector(DetectModel detect, OnnxModel model, PipelineOptions options) : IFaceDetector
{
    // Boxes down to this score speak for a surer one that they lie on.
    private const float SupportScore = 0.3f;

    // A face shorter than this share of the smallest one wanted is noise: its box is seldom where a face is, and it cannot be recognised.
    private const double SmallestShare = 0.6;

    // From afar the photo fills this share of the input, with a black border around it: the detector knows faces with something around them only.
    private const double AfarScale = 0.55;

    // What is looked for from afar fills at least this share of the photo's shorter side; the other looks show smaller faces better.
    private const double FillsPhoto = 0.4;

    // A face this sure that fills the photo leaves no room for another.
    private const float Sure = 0.9f;

    private readonly IBoxDecoder decoder = BoxDecoders.For(detect, model);
    private readonly InputPlanes planes = new(detect.Input);

    private readonly int overlap = TilePyramid.Overlap(detect.Input.Width, detect.Input.Height, detect.SmallestFaceInInput);

    /// <summary>What may be a face, strongest first, in pixels of the upright original, clipped to the photo.</summary>
    /// <param name="photo">The photo.</param>
    /// <param name="whole">The smallest score of what is seen when the photo is looked at whole.</param>
    /// <param name="tile">The smallest score of what is seen in a tile only.</param>
    /// <param name="cancel">Checked before each tile.</param>
    public List<Candidate> Detect(PhotoPixels photo, float whole, float tile, CancellationToken cancel)
    {
        int width = photo.OriginalWidth, height = photo.OriginalHeight;
        var scales = TilePyramid.Scales(
            width, height, detect.Input.Width, detect.Input.Height, options.SmallestFace, detect.SmallestFaceInInput, options.MaxSide);
        var seen = new List<Candidate>();
        var levels = new Mat[scales.Length];
        try
        {
            // Finest first: every coarser level is made from the one before, not from the full photo again.
            for (var k = scales.Length - 1; k >= 0; k--)
                levels[k] = Resize(
                    k + 1 < levels.Length ? levels[k + 1] : photo.Mat, (int)Math.Round(width * scales[k]), (int)Math.Round(height * scales[k]));
            Look([.. levels.Index().Reverse().SelectMany(l => Tiles(l.Item, l.Index, width, height))], seen, cancel);
            LookFromAfar(levels[0], width, height, seen);
        }
        finally
        {
            foreach (var level in levels)
                level?.Dispose();
        }
        var sure = seen.Where(c => c.Score >= (c.SeenWhole ? whole : tile)).ToList();
        return [.. Suppression.Keep(sure, detect.NmsThreshold, detect.ContainmentThreshold)
            .Select(c => Described(c, seen, whole) with { Box = c.Box.ClippedTo(width, height) })
            .Where(c => Math.Min(c.Box.Width, c.Box.Height) >= SmallestShare * options.SmallestFace)];
    }

    /// <summary>
    /// Looks at boxes again, each in the middle of the input and with its longer side <paramref name="share"/> of the input's height: the score of
    /// what is seen there now, 0 for nothing. A face is a face at every size; what only resembles one seldom does so twice.
    /// </summary>
    /// <param name="photo">The photo.</param>
    /// <param name="boxes">In pixels of the upright original.</param>
    /// <param name="share">Of the input's height.</param>
    /// <param name="turn">How the photo is turned before it is looked at.</param>
    public float[] LookAgain(PhotoPixels photo, IReadOnlyList<FaceBox> boxes, double share, PhotoTurn turn = default)
    {
        var scores = new float[boxes.Count];
        model.Run(boxes.Count, (i, planes) => ShowAgain(photo, boxes[i], share, turn, planes), (i, outputs) =>
        {
            var held = boxes[i].Scale(photo.HeldScale);
            var scale = share * detect.Input.Height / Math.Max(held.Width, held.Height);
            var (wide, high) = turn.OnItsSide ? (held.Height * scale, held.Width * scale) : (held.Width * scale, held.Height * scale);
            var expected = new FaceBox((detect.Input.Width - wide) / 2, (detect.Input.Height - high) / 2, wide, high);
            var seen = new List<Candidate>();
            decoder.Decode(outputs, SupportScore, seen);
            scores[i] = seen.Where(c => c.Box.IntersectionOverUnion(expected) >= detect.NmsThreshold).Select(c => c.Score).DefaultIfEmpty(0).Max();
        });
        return scores;
    }

    private void ShowAgain(PhotoPixels photo, FaceBox box, double share, PhotoTurn turn, Span<float> planes)
    {
        var held = box.Scale(photo.HeldScale);
        var scale = share * detect.Input.Height / Math.Max(held.Width, held.Height);
        var (cos, sin) = turn.Quarters switch { 1 => (0, 1), 2 => (-1, 0), 3 => (0, -1), _ => (1, 0) };
        double a = scale * cos, b = scale * sin, middleX = detect.Input.Width / 2.0, middleY = detect.Input.Height / 2.0;
        double left = middleX - (a * held.CenterX) + (b * held.CenterY), top = middleY - (b * held.CenterX) - (a * held.CenterY);
        using var picture = PatchSampler.Warp(photo.Mat, [a, -b, left, b, a, top], detect.Input.Width, detect.Input.Height);
        this.planes.Fill(picture, planes);
    }

    /// <summary>What may be faces on the photo, looked at whole and from afar only, once it is turned; boxes are those of the turned photo.</summary>
    public List<Candidate> LookWhole(PhotoPixels photo, PhotoTurn turn)
    {
        var scale = Math.Min((double)detect.Input.Width / photo.Width, (double)detect.Input.Height / photo.Height);
        using var small = Resize(photo.Mat, (int)Math.Round(photo.Width * scale), (int)Math.Round(photo.Height * scale));
        using var reduced = new PhotoPixels(small.Clone(), small.Cols, small.Rows);
        using var turned = reduced.Turned(turn);
        int width = turned.Width, height = turned.Height;
        var fit = Math.Min((double)detect.Input.Width / width, (double)detect.Input.Height / height);
        using var level = Resize(turned.Mat, (int)Math.Round(width * fit), (int)Math.Round(height * fit));
        var seen = new List<Candidate>();
        Look([.. Tiles(level, 0, width, height)], seen, CancellationToken.None);
        LookFromAfar(level, width, height, seen);
        return Suppression.Keep(seen, detect.NmsThreshold, detect.ContainmentThreshold);
    }

    /// <summary>The windows through which a level is looked at.</summary>
    private IEnumerable<Tile> Tiles(Mat level, int index, int width, int height)
    {
        int columns = level.Cols, rows = level.Rows;
        foreach (var top in TilePyramid.Starts(rows, detect.Input.Height, overlap))
        {
            foreach (var left in TilePyramid.Starts(columns, detect.Input.Width, overlap))
            {
                var window = new Rect(left, top, Math.Min(detect.Input.Width, columns - left), Math.Min(detect.Input.Height, rows - top));
                yield return new(level, index, window, (double)width / columns, (double)height / rows);
            }
        }
    }

    private void Look(List<Tile> tiles, List<Candidate> found, CancellationToken cancel)
    {
        var seen = new List<Candidate>();
        var inTiles = new Candidate[tiles.Count][];
        model.Run(tiles.Count, (i, planes) =>
        {
            cancel.ThrowIfCancellationRequested();
            using var part = new Mat(tiles[i].Level, tiles[i].Window);
            this.planes.Fill(part, planes);
        }, (i, outputs) =>
        {
            seen.Clear();
            decoder.Decode(outputs, SupportScore, seen);
            inTiles[i] = [.. seen.Where(c => !tiles[i].Cuts(c.Box)).Select(tiles[i].InOriginal)];
        });
        // In the tiles' order, whichever was done first.
        foreach (var some in inTiles)
            found.AddRange(some);
    }

    /// <summary>Looks for a face that fills the photo.</summary>
    private void LookFromAfar(Mat whole, int width, int height, List<Candidate> found)
    {
        var smallest = FillsPhoto * Math.Min(width, height);
        if (found.Exists(c => c.Score >= Sure && Math.Max(c.Box.Width, c.Box.Height) >= smallest))
            return;
        var scale = AfarScale * Math.Min((double)detect.Input.Width / width, (double)detect.Input.Height / height);
        using var small = Resize(whole, (int)Math.Round(width * scale), (int)Math.Round(height * scale));
        using var picture = new Mat(detect.Input.Height, detect.Input.Width, small.Type(), Scalar.Black);
        int left = (picture.Cols - small.Cols) / 2, top = (picture.Rows - small.Rows) / 2;
        using (var middle = new Mat(picture, new Rect(left, top, small.Cols, small.Rows)))
            small.CopyTo(middle);
        double toOriginalX = (double)width / small.Cols, toOriginalY = (double)height / small.Rows;
        var seen = new List<Candidate>();
        model.Run((_, planes) => this.planes.Fill(picture, planes), (_, outputs) => decoder.Decode(outputs, SupportScore, seen));
        foreach (var candidate in seen)
        {
            var original = candidate.On(-left, -top, toOriginalX, toOriginalY) with { SeenWhole = true, Level = -1 };
            if (Math.Max(original.Box.Width, original.Box.Height) >= smallest)
                found.Add(original);
        }
    }

    /// <summary>What the other boxes on it say about a box.</summary>
    private Candidate Described(Candidate kept, List<Candidate> seen, float whole)
    {
        var votes = 0.0;
        var levels = 0UL;
        var seenWhole = false;
        foreach (var other in seen)
        {
            if (other.Box.IntersectionOverUnion(kept.Box) < detect.NmsThreshold)
                continue;
            votes += other.Score;
            levels |= 1UL << (other.Level + 1);
            seenWhole |= other.SeenWhole && other.Score >= whole;
        }
        return kept with { SeenWhole = seenWhole, Votes = votes, Levels = System.Numerics.BitOperations.PopCount(levels) };
    }

    private static Mat Resize(Mat picture, int width, int height)
    {
        using var step = StepMeter.Measure("resize");
        var size = new Size(Math.Max(1, width), Math.Max(1, height));
        return size.Width < picture.Cols ? AreaReduction.Of(picture, size) : picture.Resize(size);
    }
}
