using System.Diagnostics;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Imaging;
using OpenCvSharp;

namespace FaceWeb.Bench;

/// <summary>How many reference faces the detector finds, and how many boxes it gives beside them.</summary>
public sealed class DetectProgram : IBenchProgram
{
    // Two detectors draw a face's box differently: this much overlap means the same face.
    private const double SameFace = 0.35;

    /// <inheritdoc/>
    public string Name => "detect";

    /// <inheritdoc/>
    public string Usage => "--images DIR --reference FILE [--min-side 20] [--overlays DIR] [--pack DIR] [--smallest-face PX]";

    /// <inheritdoc/>
    public object Run(BenchOptions options, TextWriter log)
    {
        var folder = options.Folder("images");
        var reference = ReferenceFaces.Read(options.File("reference"));
        var minSide = options.Number("min-side", 20);
        var overlays = options.Find("overlays");
        using var pipeline = options.OpenPipeline();
        options.RefuseUnknown();
        if (overlays is not null)
            Directory.CreateDirectory(overlays);

        var photos = reference.Where(r => File.Exists(Path.Combine(folder, r.Key))).OrderBy(r => r.Key, StringComparer.Ordinal).AsParallel().AsOrdered()
            .WithDegreeOfParallelism(options.Pipeline.Parallelism)
            .Select(r => Compare(pipeline, Path.Combine(folder, r.Key), r.Value, minSide, overlays)).ToList();
        var wanted = photos.Sum(p => p.Wanted);
        return new
        {
            minSide,
            referenceFaces = wanted,
            found = photos.Sum(p => p.Found),
            recall = (double)photos.Sum(p => p.Found) / wanted,
            boxes = photos.Sum(p => p.Boxes),
            extra = photos.Sum(p => p.Extra),
            photos,
        };
    }

    private static PhotoResult Compare(FacePipeline pipeline, string path, IReadOnlyList<FaceBox> reference, double minSide, string? overlays)
    {
        using var pixels = PhotoPixels.Decode(path, new PhotoLimits());
        var start = Stopwatch.GetTimestamp();
        var faces = pipeline.Measure(pixels).Faces;
        var milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        var wanted = reference.Where(r => Math.Min(r.Width, r.Height) >= minSide).ToList();
        var missed = wanted.Where(r => !faces.Any(f => f.Box.IntersectionOverUnion(r) >= SameFace)).ToList();
        // Reference faces below the smallest side wanted may be found or not: they are no extras.
        var extra = faces.Where(f => !reference.Any(r => f.Box.IntersectionOverUnion(r) >= SameFace)).ToList();
        if (overlays is not null)
            Draw(pixels, faces, missed, extra, Path.Combine(overlays, Path.GetFileNameWithoutExtension(path) + ".png"));
        return new(Path.GetFileName(path), wanted.Count, wanted.Count - missed.Count, faces.Count, extra.Count, milliseconds,
            [.. extra.Select(e => new ExtraBox(e.Box, e.DetectorScore, e.RawLength))]);
    }

    /// <summary>Green: found, red: missed, magenta: not in the reference, with score and raw length.</summary>
    private static void Draw(PhotoPixels pixels, IReadOnlyList<MeasuredFace> faces, List<FaceBox> missed, List<MeasuredFace> extra, string path)
    {
        using var picture = pixels.Mat.Clone();
        foreach (var face in faces)
            Cv2.Rectangle(picture, Rectangle(face.Box), extra.Contains(face) ? Scalar.Magenta : Scalar.Lime, 1);
        foreach (var face in extra)
            Cv2.PutText(picture, FormattableString.Invariant($"{face.DetectorScore:F3} {face.RawLength:F1}"), Rectangle(face.Box).TopLeft, HersheyFonts.HersheySimplex, 0.4, Scalar.Magenta);
        foreach (var box in missed)
            Cv2.Rectangle(picture, Rectangle(box), Scalar.Red, 1);
        picture.SaveImage(path);
    }

    private static Rect Rectangle(FaceBox box) => new((int)box.X, (int)box.Y, (int)box.Width, (int)box.Height);

    private sealed record ExtraBox(FaceBox Box, float Score, double RawLength);

    private sealed record PhotoResult(string Photo, int Wanted, int Found, int Boxes, int Extra, double Milliseconds, IReadOnlyList<ExtraBox> Extras);
}
