using System.Text.Json;
using FaceWeb.Pipeline;

namespace FaceWeb.Bench.Detection;

/// <summary>What is on each photo of a folder.</summary>
public static class ReferenceFaces
{
    /// <summary>For <c>--reference</c>: no photo of the folder has a face, so every box is false.</summary>
    public const string None = "none";

    /// <summary>For <c>--reference</c>: every photo of the folder is a portrait of one person, whose face may fill it.</summary>
    public const string Portraits = "portraits";

    /// <summary>Reads the faces of each photo, named by its path below the folder.</summary>
    /// <param name="reference">A file, or <see cref="None"/> or <see cref="Portraits"/> (then the lists are empty).</param>
    /// <param name="folder">The folder of the photos.</param>
    /// <exception cref="BenchOptionException">There is no such file, or it has another form, or none of its photos is in the folder.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyList<ReferenceFace>> Of(string reference, string folder)
    {
        if (reference is None or Portraits)
            return PhotoFolder.Paths(folder)
                .ToDictionary(path => Path.GetRelativePath(folder, path).Replace('\\', '/'), _ => (IReadOnlyList<ReferenceFace>)[]);
        if (!File.Exists(reference))
            throw new BenchOptionException(
                $"--reference: there is no file {reference}; for photos without any face say '{None}', for portraits '{Portraits}'.");
        var photos = Read(reference).Where(photo => File.Exists(Path.Combine(folder, photo.Key))).ToDictionary();
        return photos.Count > 0 ? photos : throw new BenchOptionException($"--reference: none of the photos of {reference} is in {folder}.");
    }

    /// <summary>
    /// Reads <c>{"photo.jpg": {"faces": [{"x", "y", "w", "h", "invalid"}]}}</c>, in pixels of the upright photo; <c>invalid</c> (0 or 1)
    /// may be left out.
    /// </summary>
    /// <exception cref="BenchOptionException">The file has another form.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyList<ReferenceFace>> Read(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            return json.RootElement.EnumerateObject().ToDictionary(
                photo => photo.Name,
                photo => (IReadOnlyList<ReferenceFace>)[.. photo.Value.GetProperty("faces").EnumerateArray().Select(Face)]);
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new BenchOptionException($"{path} is not a file of reference boxes: {problem.Message}");
        }
    }

    private static ReferenceFace Face(JsonElement face) => new(
        new FaceBox(face.GetProperty("x").GetDouble(), face.GetProperty("y").GetDouble(), face.GetProperty("w").GetDouble(), face.GetProperty("h")
            .GetDouble()),
        !face.TryGetProperty("invalid", out var invalid) || invalid.GetInt32() == 0);
}
