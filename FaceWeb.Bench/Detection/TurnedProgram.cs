using System.Numerics.Tensors;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Imaging;

namespace FaceWeb.Bench.Detection;

/// <summary>
/// Measures photos at four turns, as scans and cameras without a sensor bring them: are the same faces found, and do they measure the same?
/// </summary>
public sealed class TurnedProgram : IBenchProgram
{
    /// <inheritdoc/>
    public string Name => "turned";

    /// <inheritdoc/>
    public string Usage => "--images DIR [--part 1|2] [--max-photos N] [--min-side 20] [--parallel N] [--pack DIR] [--smallest-face PX]";

    /// <inheritdoc/>
    public object Run(BenchOptions options, TextWriter log)
    {
        var folder = options.Folder("images");
        var minSide = options.Number("min-side", 20);
        var names = PhotoPart.Of(PhotoFolder.Paths(folder).Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/')), options);
        var parallel = options.Pipeline.Parallelism;
        using var pipeline = options.OpenPipeline();
        options.RefuseUnknown();
        var photos = names.AsParallel().AsOrdered().WithDegreeOfParallelism(parallel).Select(name => Measure(pipeline, folder, name, minSide))
            .ToList();
        return new
        {
            minSide,
            photos = photos.Count,
            uprightFaces = photos.Sum(p => p.UprightFaces),
            uprightPhotosTurned = photos.Where(p => p.UprightTurn != 0).Select(p => p.Photo),
            turns = PhotoTurn.Others.Select(
                turn => Figures(turn, [.. photos.Select(p => p.Turned.First(t => t.Degrees == turn.Degrees))], photos.Sum(p => p.UprightFaces))),
            perPhoto = photos.Select(p => new
            {
                p.Photo,
                p.UprightFaces,
                p.UprightTurn,
                p.Milliseconds,
                turned = p.Turned.Select(t => new
                {
                    t.Degrees,
                    t.Noticed,
                    found = t.Cosines.Count,
                    t.Others,
                    leastCosine = t.Cosines.Count > 0
                    ? t.Cosines.Min() : 0,
                    t.Milliseconds
                }),
            }),
        };
    }

    private static object Figures(PhotoTurn turn, IReadOnlyList<TurnedPhoto> photos, int upright)
    {
        var cosines = photos.SelectMany(p => p.Cosines).Order().ToList();
        return new
        {
            degrees = turn.Degrees,
            photosNoticed = photos.Count(p => (p.Degrees + p.Noticed) % 360 == 0),
            found = cosines.Count,
            share = (double)cosines.Count / Math.Max(1, upright),
            others = photos.Sum(p => p.Others),
            medianCosine = cosines.Count > 0 ? cosines[cosines.Count / 2] : 0,
            leastCosine = cosines.Count > 0 ? cosines[0] : 0,
            cosineOf098AndMore = cosines.Count(c => c >= 0.98),
            milliseconds = photos.Average(p => p.Milliseconds),
        };
    }

    private static PhotoResult Measure(FacePipeline pipeline, string folder, string name, double minSide)
    {
        using var upright = PhotoPixels.Decode(Path.Combine(folder, name), new PhotoLimits());
        var (expected, milliseconds) = Timed(pipeline, upright);
        var faces = expected.Faces.Where(f => Math.Min(f.Box.Width, f.Box.Height) >= minSide).ToList();
        return new(name, faces.Count, expected.Turn.Degrees, milliseconds,
            [.. PhotoTurn.Others.Select(turn => Compare(pipeline, upright, turn, expected, faces))]);
    }

    private static TurnedPhoto Compare(
        FacePipeline pipeline, PhotoPixels upright, PhotoTurn turn, PhotoMeasurement expected, List<MeasuredFace> faces)
    {
        using var photo = upright.Turned(turn);
        var (measured, milliseconds) = Timed(pipeline, photo);
        // Where each box lies on the photo as it was measured first.
        var back = turn.Then(measured.Turn).Back.Then(expected.Turn);
        var boxes = measured.Faces.Select(f => back.Of(f.Box, measured.Width, measured.Height)).ToList();
        var cosines = new List<double>();
        foreach (var face in faces)
        {
            var same = Enumerable.Range(0, boxes.Count).Where(i => boxes[i].IntersectionOverUnion(face.Box) >= BoxComparison.SameFace).ToList();
            if (same.Count > 0)
                cosines.Add(same.Max(i => TensorPrimitives.Dot<float>(face.Embedding, measured.Faces[i].Embedding)));
        }
        var others = boxes.Count(b => !expected.Faces.Any(f => f.Box.IntersectionOverUnion(b) >= BoxComparison.SameFace));
        return new(turn.Degrees, measured.Turn.Degrees, cosines, others, milliseconds);
    }

    private static (PhotoMeasurement Measured, double Milliseconds) Timed(FacePipeline pipeline, PhotoPixels photo)
    {
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        var measured = pipeline.MeasureUpright(photo);
        return (measured, System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    /// <summary>
    /// A photo turned by so many degrees: the turn that was noticed, the cosines of the faces found to the upright ones, and boxes beside
    /// them.
    /// </summary>
    private sealed record TurnedPhoto(int Degrees, int Noticed, IReadOnlyList<double> Cosines, int Others, double Milliseconds);

    private sealed record PhotoResult(string Photo, int UprightFaces, int UprightTurn, double Milliseconds, IReadOnlyList<TurnedPhoto> Turned);
}
