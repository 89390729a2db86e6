using System.Diagnostics;
using FaceWeb.Bench.Detection;
using FaceWeb.Bench.Speed;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Imaging;

namespace FaceWeb.Bench.Recipe;

/// <summary>The classic recipe beside the default pack, step by step on the same photos.</summary>
public sealed class RecipeProgram : IBenchProgram
{
    /// <inheritdoc/>
    public string Name => "recipe";

    /// <inheritdoc/>
    public string Usage =>
        "--detection DIR --people DIR [--packs compact,classic] [--part 1|2] [--max-photos N] [--photos-a-person 6] [--smallest-face PX]";

    /// <inheritdoc/>
    public object Run(BenchOptions options, TextWriter log)
    {
        var (detection, people) = (options.Folder("detection"), options.Folder("people"));
        var packs = (options.Find("packs") ?? "compact,classic").Split(',');
        var each = options.Count("photos-a-person", 6);
        var marked = ReferenceFaces.Of(Path.Combine(detection, "boxes.json"), Path.Combine(detection, "photos"));
        var crowds = PhotoPart.Of(marked.Keys, options);
        var animals = PhotoPart.Of(ReferenceFaces.Of(ReferenceFaces.None, Path.Combine(detection, "animals")).Keys, options);
        var album = RecipeAlbum.Of(people, options, each);
        var settings = options.Pipeline;
        options.RefuseUnknown();
        return new
        {
            processor = Processor.Name,
            photosWithFaces = crowds.Count,
            photosOfAnimals = animals.Count,
            people = album.People.Count,
            packs = packs.Select(pack =>
            {
                using var pipeline = FacePipeline.Open(
                    File.Exists(Path.Combine(pack, "pack.json")) ? pack : Path.Combine(AppContext.BaseDirectory, "models", pack), settings);
                log.WriteLine($"{pack} is measured");
                var found = Faces(pipeline, Path.Combine(detection, "photos"), crowds, marked);
                var onAnimals = Faces(pipeline, Path.Combine(detection, "animals"), animals, null);
                return new { pack, facesFound = found, onAnimals, recognition = album.Recognise(pipeline) };
            }).ToList(),
        };
    }

    private static object Faces(
        FacePipeline pipeline, string folder, IReadOnlyList<string> names, IReadOnlyDictionary<string, IReadOnlyList<ReferenceFace>>? marked)
    {
        int wanted = 0, found = 0, extra = 0, photosWithExtra = 0;
        var milliseconds = new List<double>();
        foreach (var name in names)
        {
            using var photo = PhotoPixels.Decode(Path.Combine(folder, name), new PhotoLimits());
            var start = Stopwatch.GetTimestamp();
            var faces = pipeline.Measure(photo).Faces;
            milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            var comparison = BoxComparison.Of([.. faces.Select(f => f.Box)], marked?[name] ?? [], 20);
            wanted += comparison.Wanted.Count;
            found += comparison.Wanted.Count - comparison.Missed.Count;
            extra += comparison.Extra.Count;
            photosWithExtra += comparison.Extra.Count > 0 ? 1 : 0;
        }
        milliseconds.Sort();
        return new { wanted, found, extra, photosWithExtra, medianMilliseconds = milliseconds[milliseconds.Count / 2] };
    }
}
