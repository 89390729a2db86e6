using FaceWeb.Bench.Detection;
using FaceWeb.Bench.Speed;
using FaceWeb.Pipeline;

namespace FaceWeb.Bench.Recipe;

/// <summary>The classic recipe beside the default pack, step by step on the same photos.</summary>
public sealed class RecipeProgram : IBenchProgram
{
    /// <inheritdoc/>
    public string Name => "recipe";

    /// <inheritdoc/>
    public string Usage => "--detection DIR --people DIR [--packs compact,classic] [--part 1|2] [--max-photos N] "
        + "[--photos-a-person 6] [--max-people N] [--smallest-face PX] [--parallel N]";

    /// <inheritdoc/>
    public object Run(BenchOptions options, TextWriter log)
    {
        var (detection, people) = (options.Folder("detection"), options.Folder("people"));
        var packs = (options.Find("packs") ?? "compact,classic").Split(',');
        var each = options.Count("photos-a-person", 6);
        var photos = Path.Combine(detection, "photos");
        var marked = ReferenceFaces.Of(Path.Combine(detection, "boxes.json"), photos);
        var animals = Path.Combine(detection, "animals");
        var (crowdNames, animalNames) = (
            PhotoPart.Of(marked.Keys, options), PhotoPart.Of(ReferenceFaces.Of(ReferenceFaces.None, animals).Keys, options));
        var many = RecipeAlbum.OfMany(people, options, each, options.Count("max-people", int.MaxValue));
        var three = RecipeAlbum.OfThree(people, options);
        var settings = options.Pipeline;
        options.RefuseUnknown();
        return new
        {
            processor = Processor.Name,
            smallestFace = settings.SmallestFace,
            packs = packs.Select(pack =>
            {
                using var pipeline = FacePipeline.Open(
                    File.Exists(Path.Combine(pack, "pack.json")) ? pack : Path.Combine(AppContext.BaseDirectory, "models", pack), settings);
                log.WriteLine($"{pack} is measured");
                return new
                {
                    pack,
                    people = RecipeFaces.Of(pipeline, photos, crowdNames, marked),
                    animals = RecipeFaces.Of(pipeline, animals, animalNames, null),
                    recognition = many.Recognise(pipeline, settings.Parallelism),
                    demonstration = three.Recognise(pipeline, settings.Parallelism),
                };
            }).ToList(),
        };
    }
}
