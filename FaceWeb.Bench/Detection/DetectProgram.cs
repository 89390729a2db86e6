using System.Diagnostics;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Imaging;
using OpenCvSharp;

namespace FaceWeb.Bench.Detection;

/// <summary>How many of the faces on photos are found, and how many boxes are given beside them.</summary>
public sealed class DetectProgram : IBenchProgram
{
    /// <inheritdoc/>
    public string Name => "detect";

    /// <inheritdoc/>
    public string Usage => "--images DIR --reference FILE|none|portraits [--part 1|2] [--max-photos N] [--min-side 20] [--parallel N] [--overlays "
        + "DIR] [--pack DIR] [--smallest-face PX]";

    /// <inheritdoc/>
    public object Run(BenchOptions options, TextWriter log)
    {
        var folder = options.Folder("images");
        var source = options.Text("reference");
        var reference = ReferenceFaces.Of(source, folder);
        var minSide = options.Number("min-side", 20);
        var overlays = options.Find("overlays");
        var names = PhotoPart.Of(reference.Keys, options);
        var parallel = options.Pipeline.Parallelism;
        using var pipeline = options.OpenPipeline();
        options.RefuseUnknown();
        if (overlays is not null)
            Directory.CreateDirectory(overlays);
        var photos = names.AsParallel().AsOrdered().WithDegreeOfParallelism(parallel)
            .Select(name => Compare(pipeline, folder, name, reference[name], minSide, overlays)).ToList();
        return source switch
        {
            ReferenceFaces.None => WithoutFaces(photos, pipeline),
            ReferenceFaces.Portraits => OfPortraits(photos, pipeline),
            _ => WithFaces(photos, pipeline, minSide),
        };
    }

    private static object WithFaces(List<PhotoResult> photos, FacePipeline pipeline, double minSide)
    {
        int wanted = photos.Sum(p => p.Wanted), found = photos.Sum(p => p.Found), extra = photos.Sum(p => p.Extras.Count);
        return new
        {
            minSide,
            referenceFaces = wanted,
            found,
            recall = (double)found / wanted,
            boxes = photos.Sum(p => p.Boxes),
            extra,
            foundForEachExtra = extra == 0 ? double.PositiveInfinity : (double)found / extra,
            detectorMilliseconds = DetectorMilliseconds(pipeline, photos.Count),
            milliseconds = photos.Average(p => p.Milliseconds),
            photos,
        };
    }

    private static object WithoutFaces(List<PhotoResult> photos, FacePipeline pipeline)
    {
        var wrong = photos.Where(p => p.Boxes > 0).ToList();
        return new
        {
            photos = photos.Count,
            photosWithFalseFace = wrong.Count,
            share = (double)wrong.Count / photos.Count,
            falseFaces = wrong.Sum(p => p.Boxes),
            detectorMilliseconds = DetectorMilliseconds(pipeline, photos.Count),
            milliseconds = photos.Average(p => p.Milliseconds),
            wrong,
        };
    }

    private static object OfPortraits(List<PhotoResult> photos, FacePipeline pipeline)
    {
        var without = photos.Where(p => p.Boxes == 0).Select(p => p.Photo).ToList();
        return new
        {
            photos = photos.Count,
            photosWithoutFace = without.Count,
            share = (double)without.Count / photos.Count,
            photosWithSeveral = photos.Count(p => p.Boxes > 1),
            detectorMilliseconds = DetectorMilliseconds(pipeline, photos.Count),
            milliseconds = photos.Average(p => p.Milliseconds),
            without,
        };
    }

    // Inside the detector's network, for each photo.
    private static double DetectorMilliseconds(FacePipeline pipeline, int photos) =>
        pipeline.ModelTimes.Where(t => t.Role == "detect").Sum(t => t.Total.TotalMilliseconds) / Math.Max(1, photos);

    private static PhotoResult Compare(
        FacePipeline pipeline, string folder, string name, IReadOnlyList<ReferenceFace> reference, double minSide, string? overlays)
    {
        using var pixels = PhotoPixels.Decode(Path.Combine(folder, name), new PhotoLimits());
        var start = Stopwatch.GetTimestamp();
        var faces = pipeline.Measure(pixels).Faces;
        var milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        var comparison = BoxComparison.Of([.. faces.Select(f => f.Box)], reference, minSide);
        if (overlays is not null)
            Draw(pixels, faces, comparison, Path.Combine(overlays, Path.GetFileNameWithoutExtension(name) + ".png"));
        return new(name, comparison.Wanted.Count, comparison.Wanted.Count - comparison.Missed.Count, faces.Count, milliseconds,
            [.. comparison.Extra.Select(i => new ExtraBox(faces[i].Box, faces[i].DetectorScore, faces[i].RawLength))]);
    }

    /// <summary>Green: found, red: missed, magenta: not in the reference, with score and raw length.</summary>
    private static void Draw(PhotoPixels pixels, IReadOnlyList<MeasuredFace> faces, BoxComparison comparison, string path)
    {
        using var picture = pixels.Mat.Clone();
        for (var i = 0; i < faces.Count; i++)
        {
            var extra = comparison.Extra.Contains(i);
            var box = Rectangle(faces[i].Box);
            Cv2.Rectangle(picture, box, extra ? Scalar.Magenta : Scalar.Lime, 1);
            if (extra)
                Cv2.PutText(picture, FormattableString.Invariant($"{faces[i].DetectorScore:F3} {faces[i].RawLength:F1}"), box.TopLeft,
                    HersheyFonts.HersheySimplex, 0.4, Scalar.Magenta);
        }
        foreach (var face in comparison.Missed)
            Cv2.Rectangle(picture, Rectangle(face.Box), Scalar.Red, 1);
        picture.SaveImage(path);
    }

    private static Rect Rectangle(FaceBox box) => new((int)box.X, (int)box.Y, (int)box.Width, (int)box.Height);

    private sealed record ExtraBox(FaceBox Box, float Score, double RawLength);

    private sealed record PhotoResult(string Photo, int Wanted, int Found, int Boxes, double Milliseconds, IReadOnlyList<ExtraBox> Extras);
}
