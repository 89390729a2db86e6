using System.Text.Json;

namespace FaceWeb.Bench.Video;

/// <summary>A person in a film, from when to when.</summary>
/// <param name="Name">Who.</param>
/// <param name="Start">Seconds from the film's start.</param>
/// <param name="End">Seconds.</param>
internal sealed record Appearance(string Name, double Start, double End)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Reads a list of them.</summary>
    /// <exception cref="BenchOptionException">The file has another form.</exception>
    public static IReadOnlyList<Appearance> Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<List<Appearance>>(File.ReadAllText(path), Json) ?? [];
        }
        catch (JsonException problem)
        {
            throw new BenchOptionException($"{path} is not a list of appearances [{{\"name\", \"start\", \"end\"}}]: {problem.Message}");
        }
    }

    /// <summary>Writes a list of them.</summary>
    public static void Write(string path, IReadOnlyList<Appearance> appearances) =>
        File.WriteAllText(path, JsonSerializer.Serialize(appearances, Json));
}
