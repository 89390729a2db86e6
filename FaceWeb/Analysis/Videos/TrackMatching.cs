using FaceWeb.Data;
using FaceWeb.Data.Tracks;

namespace FaceWeb.Analysis.Videos;

/// <summary>Which track found now is which track known before.</summary>
public static class TrackMatching
{
    /// <summary>The least mean intersection over union of two tracks of the same face, over the time that both last.</summary>
    public const double LeastOverlap = 0.3;

    /// <summary>The least share of the shorter track's time that both last.</summary>
    public const double LeastTogether = 0.5;

    // Places at which two tracks are compared.
    private const int Places = 9;

    // A track of a single sighting lasts as long as a frame.
    private const double LeastMilliseconds = 40;

    /// <summary>Pairs tracks one to one, those that are longest and nearest together first.</summary>
    /// <param name="known">The sightings of each track known before, in order of time, at least one each.</param>
    /// <param name="found">The sightings of each track found now.</param>
    /// <returns>For each known track the index of the found one, or -1.</returns>
    public static int[] Match(IReadOnlyList<IReadOnlyList<Sighting>> known, IReadOnlyList<IReadOnlyList<Sighting>> found)
    {
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(found);
        var pairs = new List<(double Score, int Known, int Found)>();
        for (var k = 0; k < known.Count; k++)
        {
            for (var f = 0; f < found.Count; f++)
            {
                if (Score(known[k], found[f]) is { } score)
                    pairs.Add((score, k, f));
            }
        }
        var match = new int[known.Count];
        Array.Fill(match, -1);
        var used = new bool[found.Count];
        foreach (var (_, k, f) in pairs.OrderByDescending(p => p.Score).ThenBy(p => p.Known).ThenBy(p => p.Found))
        {
            if (match[k] >= 0 || used[f])
                continue;
            match[k] = f;
            used[f] = true;
        }
        return match;
    }

    /// <summary>Whether two tracks are of the same face: for most of the shorter one's time they are in the same place.</summary>
    public static bool AreSame(IReadOnlyList<Sighting> one, IReadOnlyList<Sighting> other) => Score(one, other) is not null;

    private static double? Score(IReadOnlyList<Sighting> one, IReadOnlyList<Sighting> other)
    {
        double from = Math.Max(one[0].At, other[0].At), to = Math.Min(one[^1].At, other[^1].At);
        if (to < from)
            return null;
        var together = Math.Max(LeastMilliseconds, to - from);
        var shorter = Math.Max(LeastMilliseconds, Math.Min(one[^1].At - one[0].At, other[^1].At - other[0].At));
        if (together < LeastTogether * shorter)
            return null;
        var overlap = Enumerable.Range(0, Places).Average(i =>
        {
            var at = from + ((to - from) * i / (Places - 1));
            return StoredSightings.BoxAt(one, at).IntersectionOverUnion(StoredSightings.BoxAt(other, at));
        });
        return overlap >= LeastOverlap ? together * overlap : null;
    }
}
