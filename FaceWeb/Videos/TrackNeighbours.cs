using FaceWeb.Analysis.Tracks;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;

namespace FaceWeb.Videos;

/// <summary>The appearances that an appearance may be joined with.</summary>
public static class TrackNeighbours
{
    private const int Most = 5;

    /// <summary>Those shortly before and after it who may be the same by what was said; of its own row first, then the nearest.</summary>
    /// <param name="track">The appearance.</param>
    /// <param name="all">All of the video.</param>
    public static IReadOnlyList<TrackView> Of(TrackView track, IEnumerable<TrackView> all)
    {
        ArgumentNullException.ThrowIfNull(track);
        ArgumentNullException.ThrowIfNull(all);
        var row = Timeline.KeyOf(track);
        var most = TrackEditing.LongestGap.TotalMilliseconds;
        return [.. all.Where(other => Gap(track, other) is >= 0 and var gap && gap <= most && MayBeOne(track, other))
            .OrderByDescending(other => Timeline.KeyOf(other) == row).ThenBy(other => Gap(track, other)).Take(Most)];
    }

    // Below zero for those who are seen at once, and the appearance itself.
    private static long Gap(TrackView one, TrackView other) => Math.Max(other.Start - one.End, one.Start - other.End) - 1;

    private static bool MayBeOne(TrackView one, TrackView other) =>
        one.Face.Decision == FaceDecision.Undecided || other.Face.Decision == FaceDecision.Undecided
            || (one.Face.Decision == other.Face.Decision && one.Face.Person?.Id == other.Face.Person?.Id);
}
