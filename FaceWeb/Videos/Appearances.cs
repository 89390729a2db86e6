using System.Globalization;
using System.Text;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;

namespace FaceWeb.Videos;

/// <summary>Who appears in a video when, for other programs: only what a person has confirmed.</summary>
public static class Appearances
{
    // Somebody who is seen on one frame is seen as long as a frame is shown.
    private const long LeastMilliseconds = 40;

    /// <summary>The appearances of named people, in order of time.</summary>
    public static IReadOnlyList<Appearance> Of(VideoView video)
    {
        ArgumentNullException.ThrowIfNull(video);
        return [.. video.Tracks.Where(t => t.Face is { Decision: FaceDecision.Confirmed, Person: not null })
            .Select(t => new Appearance(t.Face.Person!, t.Start / 1000d, Math.Max(t.End, t.Start + LeastMilliseconds) / 1000d, t.Face.Id))];
    }

    /// <summary>A table of RFC 4180: person, start, end (seconds), face.</summary>
    public static string ToCsv(IEnumerable<Appearance> appearances)
    {
        ArgumentNullException.ThrowIfNull(appearances);
        var csv = new StringBuilder("person,start,end,face\r\n");
        foreach (var (person, start, end, face) in appearances)
            csv.Append(CultureInfo.InvariantCulture, $"{Quoted(person.Name)},{start:0.000},{end:0.000},{face}\r\n");
        return csv.ToString();
    }

    /// <summary>
    /// Chapters in WebVTT (W3C): a new one wherever somebody comes or goes, named by all who are seen; no chapter while nobody is, and none lies
    /// over another, as players want it.
    /// </summary>
    public static string ToVtt(IReadOnlyList<Appearance> appearances)
    {
        ArgumentNullException.ThrowIfNull(appearances);
        var vtt = new StringBuilder("WEBVTT\n");
        var times = appearances.SelectMany(a => new[] { a.Start, a.End }).Distinct().Order().ToList();
        var chapters = new List<(double Start, double End, string Names)>();
        foreach (var (from, to) in times.Zip(times.Skip(1)))
        {
            var names = string.Join(", ", appearances.Where(a => a.Start < to && a.End > from).Select(a => a.Person.Name).Distinct().Order(StringComparer.Ordinal));
            if (names.Length == 0)
                continue;
            if (chapters is [.., var last] && last.End == from && last.Names == names)
                chapters[^1] = last with { End = to };
            else
                chapters.Add((from, to, names));
        }
        foreach (var (start, end, names) in chapters)
            vtt.Append(CultureInfo.InvariantCulture, $"\n{Time(start)} --> {Time(end)}\n{Escaped(names)}\n");
        return vtt.ToString();
    }

    private static string Quoted(string name) => $"\"{TableText.WithoutFormula(name).Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Escaped(string names) => names.ReplaceLineEndings(" ").Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    private static string Time(double seconds)
    {
        var milliseconds = (long)Math.Round(seconds * 1000);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{milliseconds / 3_600_000:00}:{milliseconds / 60_000 % 60:00}:{milliseconds / 1000 % 60:00}.{milliseconds % 1000:000}");
    }
}
