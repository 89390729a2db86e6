using System.Numerics.Tensors;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Alignment;
using FaceWeb.Pipeline.Detection;
using FaceWeb.Pipeline.Landmarks;

namespace FaceWeb.Bench.Gpu;

/// <summary>
/// Detect, landmarks, align and embed on a decoded picture, as the pipeline does it but without OpenCV: no look from afar, no second opinion, no
/// quality, no JPEG of the face.
/// </summary>
internal sealed class PictureWay(DeviceModels models)
{
    // Boxes down to this score are decoded.
    private const float Support = 0.3f;

    private readonly IBoxDecoder decoder = BoxDecoders.For(models.Pack.Detect, models.Detect);
    private readonly PictureSampler window = new(models.Pack.Detect.Input);
    private readonly PictureSampler crop = new(models.Pack.Landmarks.Input);
    private readonly PictureSampler chip = new(models.Pack.Embed.Input);
    private readonly LandmarkPoint[] template = [.. models.Pack.Embed.Alignment.Select(p => new LandmarkPoint(p[0], p[1]))];

    /// <summary>The embeddings of the picture's faces, surest detection first, the mirrored face averaged in.</summary>
    public float[][] Measure(RawPicture picture)
    {
        var boxes = Detect(picture);
        var levels = new List<RawPicture> { picture };
        while (Math.Min(levels[^1].Width, levels[^1].Height) > 200)
            levels.Add(levels[^1].Resized(levels[^1].Width / 2, levels[^1].Height / 2));
        var landmarks = FindLandmarks(levels, boxes);
        var embeddings = new float[boxes.Count][];
        var transforms = landmarks.Select(l => SimilarityTransform.Fit(template, l.FivePoints())).ToList();
        var chips = transforms.ConvertAll(t => Align(levels, t));
        models.Embed.Run(boxes.Count, (i, planes) => chips[i].CopyTo(planes), (i, outputs) => embeddings[i] = outputs[0].ToArray());
        models.Embed.Run(boxes.Count, (i, planes) => chip.Mirror(chips[i], planes),
            (i, outputs) => TensorPrimitives.Add(embeddings[i], outputs[0], embeddings[i]));
        foreach (var embedding in embeddings)
            TensorPrimitives.Divide(embedding, TensorPrimitives.Norm<float>(embedding), embedding);
        return embeddings;
    }

    private float[] Align(List<RawPicture> levels, SimilarityTransform toPicture)
    {
        var planes = new float[models.Embed.Input.Length];
        chip.Patch(levels, toPicture.A, toPicture.B, toPicture.Tx, toPicture.Ty, planes);
        return planes;
    }

    private List<FaceBox> Detect(RawPicture picture)
    {
        var detect = models.Pack.Detect;
        var scales = TilePyramid.Scales(picture.Width, picture.Height, detect.Input.Width, detect.Input.Height, new PipelineOptions().SmallestFace,
            detect.SmallestFaceInInput, new PipelineOptions().MaxSide);
        var overlap = TilePyramid.Overlap(detect.Input.Width, detect.Input.Height, detect.SmallestFaceInInput);
        var tiles = new List<(RawPicture Level, int Left, int Top, double Scale, bool Whole)>();
        for (var k = 0; k < scales.Length; k++)
        {
            var level = picture.Resized((int)Math.Round(picture.Width * scales[k]), (int)Math.Round(picture.Height * scales[k]));
            foreach (var top in TilePyramid.Starts(level.Height, detect.Input.Height, overlap))
            {
                foreach (var left in TilePyramid.Starts(level.Width, detect.Input.Width, overlap))
                    tiles.Add((level, left, top, scales[k], k == 0));
            }
        }
        var seen = new List<Candidate>();
        var found = new List<Candidate>();
        models.Detect.Run(tiles.Count, (i, planes) => window.Window(tiles[i].Level, tiles[i].Left, tiles[i].Top, planes), (i, outputs) =>
        {
            seen.Clear();
            decoder.Decode(outputs, Support, seen);
            var (_, left, top, scale, whole) = tiles[i];
            found.AddRange(seen.Where(c => c.Score >= (whole ? detect.ScoreThreshold : detect.TileScoreThreshold)).Select(c => c with
            {
                Box = new((c.Box.X + left) / scale, (c.Box.Y + top) / scale, c.Box.Width / scale, c.Box.Height / scale),
            }));
        });
        return [.. Suppression.Keep(found, detect.NmsThreshold, detect.ContainmentThreshold).Select(c => c.Box)];
    }

    private Landmarks68[] FindLandmarks(List<RawPicture> levels, List<FaceBox> boxes)
    {
        var (input, scale) = (models.Pack.Landmarks.Input, models.Pack.Landmarks.CropScale);
        var landmarks = new Landmarks68[boxes.Count];
        models.Landmarks.Run(boxes.Count, (i, planes) =>
        {
            var (left, top, side) = Square(boxes[i]);
            crop.Patch(levels, side / input.Width, 0, left, top, planes);
        }, (i, outputs) =>
        {
            var (left, top, side) = Square(boxes[i]);
            var points = new LandmarkPoint[Landmarks68.Count];
            for (var p = 0; p < points.Length; p++)
                points[p] = new(left + (outputs[0][2 * p] * side), top + (outputs[0][(2 * p) + 1] * side));
            landmarks[i] = new(points);
        });
        return landmarks;

        (double Left, double Top, double Side) Square(FaceBox box)
        {
            var side = scale * Math.Max(box.Width, box.Height);
            return (box.CenterX - (side / 2), box.CenterY - (side / 2), side);
        }
    }
}
