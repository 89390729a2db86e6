using System.Text.Json;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Imaging;

namespace FaceWeb.Bench.Hog;

/// <summary>Where the faces of LFW's photos lie, and how far they are turned.</summary>
internal static class HogPortraits
{
    /// <summary>Finds the faces by another pack, or reads what was found the last time.</summary>
    /// <param name="folder">The photos' folder.</param>
    /// <param name="names">The photos.</param>
    /// <param name="options">Which pack.</param>
    /// <param name="cache">A file that keeps the result, or null.</param>
    public static IReadOnlyList<HogPortrait> Find(string folder, IReadOnlyList<string> names, BenchOptions options, string? cache)
    {
        if (cache is not null && File.Exists(cache))
            return JsonSerializer.Deserialize<List<HogPortrait>>(File.ReadAllBytes(cache))!;
        using var pipeline = FacePipeline.Open(Path.Combine(AppContext.BaseDirectory, "models", "compact"), options.Pipeline);
        List<HogPortrait> portraits = [.. names.AsParallel().AsOrdered().WithDegreeOfParallelism(options.Pipeline.Parallelism)
            .SelectMany(name => Find(pipeline, folder, name))];
        if (cache is not null)
            File.WriteAllText(cache, JsonSerializer.Serialize(portraits));
        return portraits;
    }

    private static IEnumerable<HogPortrait> Find(FacePipeline pipeline, string folder, string name)
    {
        using var photo = PhotoPixels.Decode(Path.Combine(folder, name), new PhotoLimits());
        var faces = pipeline.Measure(photo).Faces;
        var middle = faces.MinBy(f => Math.Abs(f.Box.CenterX - (photo.Width / 2.0)) + Math.Abs(f.Box.CenterY - (photo.Height / 2.0)));
        return middle is null ? [] : [new(name, middle.Box, middle.Quality.Yaw, [.. faces.Select(f => f.Box)])];
    }
}
