using System.Text.Json;
using FaceWeb.Pipeline;

namespace FaceWeb.Bench;

/// <summary>Reference boxes of a set of photos.</summary>
public static class ReferenceFaces
{
    /// <summary>Reads <c>{"photo.jpg": {"faces": [{"x", "y", "w", "h"}]}}</c>, in pixels of the upright photo.</summary>
    /// <exception cref="BenchOptionException">The file has another form.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyList<FaceBox>> Read(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            return json.RootElement.EnumerateObject().ToDictionary(
                photo => photo.Name,
                photo => (IReadOnlyList<FaceBox>)[.. photo.Value.GetProperty("faces").EnumerateArray().Select(f => new FaceBox(
                    f.GetProperty("x").GetDouble(), f.GetProperty("y").GetDouble(), f.GetProperty("w").GetDouble(), f.GetProperty("h").GetDouble()))]);
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new BenchOptionException($"{path} is not a file of reference boxes: {problem.Message}");
        }
    }
}
