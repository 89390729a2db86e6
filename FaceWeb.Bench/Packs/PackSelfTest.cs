using System.Globalization;
using System.Numerics.Tensors;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Imaging;
using FaceWeb.Pipeline.Landmarks;
using FaceWeb.Pipeline.ModelPacks;
using OpenCvSharp;

namespace FaceWeb.Bench.Packs;

/// <summary>What a pack makes of real faces.</summary>
/// <param name="Sentence">All of it in words.</param>
/// <param name="Photos">Photos looked at.</param>
/// <param name="Faces">Faces found on them.</param>
/// <param name="PointsApart">
/// How far the detector's five points lie from those of the 68 landmarks, mean, in shares of the distance between the eyes; null where the detector
/// gives none.
/// </param>
/// <param name="SameFace">The median cosine of a face and the same face on the photo at 70 % of its size.</param>
/// <param name="OtherFace">The median cosine of two faces of one photo; null where no photo has two.</param>
/// <param name="MillisecondsAPhoto">Mean, one photo at a time, decoding left out.</param>
/// <param name="MillisecondsARun">Mean of one run of each model.</param>
internal sealed record PackSelfTest(
    string Sentence, int Photos, int Faces, double? PointsApart, double SameFace, double? OtherFace, double MillisecondsAPhoto,
    IReadOnlyDictionary<string, double> MillisecondsARun)
{
    private const double Smaller = 0.7;

    // The five points of two good models lie within a tenth; swapped or wrongly scaled ones lie more than half the eyes' distance apart.
    private const double MostApart = 0.3;

    // What separates faces at all separates one face at two sizes from two faces by far more.
    private const double LeastApart = 0.2;

    /// <summary>Measures the photos of a folder.</summary>
    /// <exception cref="ModelPackException">Something is wrong with what the pack measures; the message says what it may be.</exception>
    public static PackSelfTest Run(FacePipeline pipeline, string folder, int most)
    {
        var paths = PhotoFolder.Paths(folder).Order(StringComparer.Ordinal).Take(most).ToList();
        if (paths.Count == 0)
            throw new BenchOptionException($"--images: there are no photos in {folder}.");
        var faces = 0;
        var milliseconds = 0.0;
        List<double> same = [], other = [], apart = [];
        foreach (var path in paths)
        {
            using var photo = PhotoPixels.Decode(path, new PhotoLimits());
            var start = System.Diagnostics.Stopwatch.GetTimestamp();
            var found = pipeline.Measure(photo).Faces;
            milliseconds += System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            faces += found.Count;
            RefuseBroken(found, Path.GetFileName(path));
            apart.AddRange(found.Where(f => f.KeyPoints is not null).Select(PointsApartOf));
            other.AddRange(found.SelectMany((a, i) => found.Skip(i + 1).Select(b => Cosine(a, b))));
            using var small = Reduced(photo);
            foreach (var face in pipeline.Measure(small).Faces)
            {
                var box = face.Box.Scale(1 / Smaller);
                if (found.Where(f => f.Box.IntersectionOverUnion(box) > 0.6).MaxBy(f => f.Box.IntersectionOverUnion(box)) is { } twin)
                    same.Add(Cosine(twin, face));
            }
        }
        return Judge(pipeline, paths.Count, faces, milliseconds / paths.Count, same, other, apart);
    }

    private static PackSelfTest Judge(
        FacePipeline pipeline, int photos, int faces, double milliseconds, List<double> same, List<double> other, List<double> apart)
    {
        var pack = pipeline.Pack;
        if (faces == 0)
            throw new ModelPackException(
                $"No face was found on {photos} photos: if there are faces on them, detect.input (channels, mean, scale) or detect.family of "
                + $"{pack.Name} is wrong in pack.json.");
        double? points = apart.Count == 0 ? null : apart.Average();
        if (points > MostApart)
            throw new ModelPackException(string.Create(CultureInfo.InvariantCulture,
                $"The detector's five points lie {100 * points:0} % of the eyes' distance from those of the landmarks: detect.family or "
                + $"landmarks.cropScale of {pack.Name} is wrong in pack.json."));
        if (pack.Embed.AlignsByDetector && apart.Count == 0)
            throw new ModelPackException(
                $"{pack.Detect.File} gives no five points, but embed.alignBy of {pack.Name} is detector: take the file that has them, or align by "
                + "landmarks.");
        if (same.Count == 0)
            throw new ModelPackException(
                $"No face of the {faces} found is found again on the photo at 70 % of its size: {pack.Detect.File} does not fit its manifest.");
        double again = Ranks.Median(same);
        double? stranger = other.Count == 0 ? null : Ranks.Median(other);
        if (again - (stranger ?? 0) < LeastApart)
            throw new ModelPackException(string.Create(CultureInfo.InvariantCulture,
                $"{pack.Embed.File} does not tell faces apart: the same face at two sizes has a cosine of {again:0.00}, two faces of one photo "
                + $"{stranger ?? 0:0.00}; embed.input (channels, mean, scale) or embed.alignment is wrong in pack.json."));
        var runs = pipeline.ModelTimes.Where(t => t.Pictures > 0).ToDictionary(t => t.Role, t => t.Total.TotalMilliseconds / t.Pictures);
        var sentence = string.Create(CultureInfo.InvariantCulture,
            $"{faces} faces on {photos} photos; the same face at 70 % of its size has a median cosine of {again:0.00}, "
            + $"{(stranger is { } s ? $"two faces of one photo {s.ToString("0.00", CultureInfo.InvariantCulture)}" : "no photo has two faces")}; "
            + $"{milliseconds:0} ms a photo, {runs.GetValueOrDefault("embed"):0.0} ms a run of the recognition model.");
        return new(sentence, photos, faces, points, again, stranger, milliseconds, runs);
    }

    private static void RefuseBroken(IReadOnlyList<MeasuredFace> faces, string photo)
    {
        foreach (var face in faces)
        {
            var length = TensorPrimitives.Norm<float>(face.Embedding);
            if (!(Math.Abs(length - 1) < 1e-3))
                throw new ModelPackException($"A face of {photo} has measurements that are no numbers: the recognition model's input is wrong.");
        }
    }

    private static double PointsApartOf(MeasuredFace face)
    {
        LandmarkPoint[] landmarks = face.Landmarks.FivePoints();
        var eyes = Distance(landmarks[0], landmarks[1]);
        return face.KeyPoints!.Select((p, i) => Distance(p, landmarks[i])).Average() / eyes;
    }

    private static double Distance(LandmarkPoint a, LandmarkPoint b) => Math.Sqrt(((a.X - b.X) * (a.X - b.X)) + ((a.Y - b.Y) * (a.Y - b.Y)));

    private static double Cosine(MeasuredFace a, MeasuredFace b) => TensorPrimitives.Dot<float>(a.Embedding, b.Embedding);

    private static PhotoPixels Reduced(PhotoPixels photo)
    {
        var small = new Mat();
        Cv2.Resize(photo.Mat, small, new Size(0, 0), Smaller, Smaller, InterpolationFlags.Area);
        return new(small, small.Cols, small.Rows);
    }
}
