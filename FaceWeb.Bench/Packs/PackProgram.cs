using FaceWeb.Bench.Speed;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.ModelPacks;

namespace FaceWeb.Bench.Packs;

/// <summary>
/// Checks a model pack from end to end: manifest, files, hashes, shapes, what it makes of real faces, and how long a face takes. The first thing
/// that is wrong is said in one sentence, and nothing after it is tried.
/// </summary>
public sealed class PackProgram : IBenchProgram
{
    /// <inheritdoc/>
    public string Name => "pack";

    /// <inheritdoc/>
    public string Usage => "--check NAME|DIR [--images DIR] [--max-photos N] [--device auto|cpu|cuda]";

    /// <inheritdoc/>
    public object Run(BenchOptions options, TextWriter log)
    {
        var folder = FolderOf(options.Text("check"));
        var images = options.Find("images") is null ? SamplePhotos() : options.Folder("images");
        var most = options.Count("max-photos", 12);
        var settings = options.Pipeline;
        options.RefuseUnknown();
        var pack = ModelPack.Read(folder);
        log.WriteLine($"{pack.Name}: {pack.Description}");
        log.WriteLine($"Licence: {pack.Licence}");
        var files = PackFiles.Check(folder, pack, log);
        using var pipeline = FacePipeline.Open(folder, settings);
        log.WriteLine("All models open and have the shapes that the manifest says.");
        var test = images is null ? null : PackSelfTest.Run(pipeline, images, most);
        if (test is null)
            log.WriteLine("There are no sample photos here: name a folder of photos with faces (--images DIR), best with two or more people on one.");
        return new
        {
            pack = pack.Name,
            verdict = test is null
                ? $"The files of {pack.Name} are right and its models open; without photos nothing can be said of what they measure."
                : $"{pack.Name} works: {test.Sentence}",
            processor = Processor.Name,
            files,
            models = pipeline.Devices.Select(d => new { role = d.Role, file = d.File, device = d.Device }),
            selfTest = test,
        };
    }

    // A pack by its name is one of those that came with the program; by a path, one anywhere.
    private static string FolderOf(string pack) =>
        File.Exists(Path.Combine(pack, "pack.json")) ? pack : Path.Combine(AppContext.BaseDirectory, "models", pack);

    private static string? SamplePhotos()
    {
        var folder = Path.Combine("FaceWeb.Tests", "photos");
        return Directory.Exists(folder) && PhotoFolder.Paths(folder).Any() ? folder : null;
    }
}
