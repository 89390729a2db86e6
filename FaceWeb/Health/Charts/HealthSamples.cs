using System.Text.Json;
using FaceWeb.Data;
using FaceWeb.Data.Folder;
using Microsoft.Extensions.Options;

namespace FaceWeb.Health.Charts;

/// <summary>
/// The samples of the last day, a line of <c>health.jsonl</c> in the data folder each, so that a restart does not lose them. A line that a kill cut
/// off is passed over; lines older than a day go at the next start and once a day.
/// </summary>
public sealed class HealthSamples(IOptions<DataOptions> data, TimeProvider clock, ILogger<HealthSamples> log)
{
    /// <summary>For so long a sample is kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    private readonly Lock gate = new();
    private readonly string path = Path.Combine(data.Value.DataDir, "health.jsonl");
    private List<HealthSample>? samples;
    private int lines;

    /// <summary>Those of the last day, oldest first.</summary>
    public IReadOnlyList<HealthSample> Read()
    {
        lock (gate)
            return [.. Loaded()];
    }

    /// <summary>Keeps one more. Where the disk is full it is kept in memory alone.</summary>
    public void Add(HealthSample sample)
    {
        lock (gate)
        {
            var known = Loaded();
            known.Add(sample);
            try
            {
                // A file that a kill cut off in the middle of a line goes on in a line of its own.
                File.AppendAllText(path, $"\n{JsonSerializer.Serialize(sample, JsonSerializerOptions.Web)}\n");
                lines++;
                if (lines > 2 * known.Count)
                    Rewrite(known);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                log.LogWarning(e, "A sample of the Health page's charts could not be written.");
            }
        }
    }

    private List<HealthSample> Loaded()
    {
        samples ??= Load();
        var since = clock.GetUtcNow().UtcDateTime - Kept;
        samples.RemoveAll(s => s.At < since);
        return samples;
    }

    private List<HealthSample> Load()
    {
        try
        {
            if (!File.Exists(path))
                return [];
            var read = File.ReadLines(path).Where(line => line.Length > 0).ToList();
            lines = read.Count;
            var since = clock.GetUtcNow().UtcDateTime - Kept;
            var known = read.Select(Parse).OfType<HealthSample>().Where(s => s.At >= since).OrderBy(s => s.At).ToList();
            if (known.Count < lines)
                Rewrite(known);
            return known;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.LogWarning(e, "The samples of the Health page's charts could not be read; they begin anew.");
            return [];
        }
    }

    private static HealthSample? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<HealthSample>(line, JsonSerializerOptions.Web) is { Models: not null } sample ? sample : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private void Rewrite(List<HealthSample> known)
    {
        using var all = new MemoryStream();
        foreach (var sample in known)
        {
            JsonSerializer.Serialize(all, sample, JsonSerializerOptions.Web);
            all.WriteByte((byte)'\n');
        }
        WholeFile.Write(path, all.ToArray());
        lines = known.Count;
    }
}
