using System.Globalization;
using System.Text;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Data.Tracks;
using FaceWeb.Faces;

namespace FaceWeb.Videos.Films;

/// <summary>
/// Boxes and names of a video's tracks as Advanced SubStation Alpha subtitles, which ffmpeg (libass) burns into the picture: a box is drawn anew for
/// each step between two sightings, with even motion.
/// </summary>
public static class NamesOnFilm
{
    // As long as a frame is shown at 25 a second: a box never lags behind.
    private const int Step = 40;

    // In the gap between two appearances that were joined nobody is seen.
    private const int LongestLook = 1500;

    /// <summary>Writes them.</summary>
    /// <param name="width">Width of the upright picture in pixels.</param>
    /// <param name="height">Its height.</param>
    /// <param name="tracks">The tracks with their faces; what was put aside is left out.</param>
    public static string ToAss(int width, int height, IEnumerable<(FaceView Face, IReadOnlyList<Sighting> Sightings)> tracks)
    {
        ArgumentNullException.ThrowIfNull(tracks);
        var size = Math.Max(12, Math.Min(width, height) / 22);
        var ass = new StringBuilder();
        ass.Append(CultureInfo.InvariantCulture, $"""
            [Script Info]
            ScriptType: v4.00+
            PlayResX: {width}
            PlayResY: {height}
            WrapStyle: 2

            [V4+ Styles]
            Format: Name, Fontname, Fontsize, PrimaryColour, OutlineColour, BackColour, Bold, BorderStyle, Outline, Shadow, Alignment
            Style: Box,Sans,{size},&HFF000000,&H00FFFFFF,&H00000000,0,1,{Math.Max(2, size / 10)},0,7
            Style: Name,Sans,{size},&H00FFFFFF,&H40000000,&H40000000,0,3,{Math.Max(2, size / 8)},0,8

            [Events]
            Format: Layer, Start, End, Style, Text

            """);
        foreach (var (face, sightings) in tracks)
        {
            if (face.Decision is FaceDecision.Ignored or FaceDecision.NotAFace || sightings.Count == 0)
                continue;
            var (colour, name) = (Colour(face), Plain(FaceWords.Tag(face)));
            foreach (var (from, to) in Steps(sightings))
                Write(ass, height, size, StoredSightings.BoxAt(sightings, from), from, to, colour, name);
        }
        return ass.ToString();
    }

    private static IEnumerable<(long From, long To)> Steps(IReadOnlyList<Sighting> sightings)
    {
        for (var i = 0; i < sightings.Count; i++)
        {
            long at = sightings[i].At, next = i + 1 < sightings.Count ? sightings[i + 1].At : at + Step;
            if (next - at > LongestLook)
                next = at + Step;
            for (; at < next; at += Step)
                yield return (at, Math.Min(at + Step, next));
        }
    }

    private static void Write(
        StringBuilder ass, int height, int size, Pipeline.FaceBox box, long from, long to, string colour, string name)
    {
        int x = (int)Math.Round(box.X), y = (int)Math.Round(box.Y), w = (int)Math.Round(box.Width), h = (int)Math.Round(box.Height);
        var time = string.Create(CultureInfo.InvariantCulture, $"{Time(from)},{Time(to)}");
        ass.Append(CultureInfo.InvariantCulture,
            $"Dialogue: 0,{time},Box,{{\\pos({x},{y})\\3c&H{colour}&\\p1}}m 0 0 l {w} 0 l {w} {h} l 0 {h}{{\\p0}}\n");
        // Below the face; where there is no room, above it.
        var below = y + h + (size * 2) <= height;
        ass.Append(CultureInfo.InvariantCulture,
            $"Dialogue: 1,{time},Name,{{\\an{(below ? 8 : 2)}\\pos({x + (w / 2)},{(below ? y + h + (size / 3) : y - (size / 3))})}}{name}\n");
    }

    // Blue, green, red, as the page's boxes.
    private static string Colour(FaceView face) => face switch
    {
        { Decision: FaceDecision.Confirmed } => "609A2F",
        { Suggestions.Count: > 0 } => "007AB5",
        _ => "B07B5B",
    };

    // Hundredths of a second, rounded up: a step is never shown before its frame.
    private static string Time(long milliseconds)
    {
        var hundredths = (milliseconds + 9) / 10;
        return string.Create(CultureInfo.InvariantCulture,
            $"{hundredths / 360_000}:{hundredths / 6000 % 60:00}:{hundredths / 100 % 60:00}.{hundredths % 100:00}");
    }

    // Braces begin commands and a backslash escapes: a name has none of them in the picture.
    private static string Plain(string name) =>
        string.Concat(name.Select(c => c switch { '{' => '(', '}' => ')', '\\' => '/', _ => char.IsControl(c) ? ' ' : c }));
}
