using System.Globalization;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Faces;
using FaceWeb.Layout;

namespace FaceWeb.Videos;

/// <summary>The rows of a video's time line: one for each person, then one for each unknown one, then what was put aside.</summary>
public static class Timeline
{
    /// <summary>Puts tracks into rows, those that begin first above.</summary>
    /// <param name="tracks">The tracks, in order of time.</param>
    public static IReadOnlyList<TimelineRow> Rows(IReadOnlyList<TrackView> tracks)
    {
        ArgumentNullException.ThrowIfNull(tracks);
        var people = new List<(bool Named, TimelineRow Row)>();
        var unknown = new List<TimelineRow>();
        var aside = new List<TrackView>();
        foreach (var row in tracks.GroupBy(KeyOf))
        {
            List<TrackView> own = [.. row];
            if (row.Key == AsideKey)
                aside = own;
            else if (PersonOf(own[0].Face) is { } person)
                people.Add((own.Exists(t => t.Face.Person is not null), new TimelineRow(row.Key, person.Name, RowKind.Person, own)));
            else
                unknown.Add(new TimelineRow(row.Key, "", RowKind.Unknown, own));
        }
        return
        [
            .. people.Where(p => p.Named).Select(p => p.Row),
            .. people.Where(p => !p.Named).Select(p => p.Row),
            .. unknown.Select((row, i) => row with { Name = unknown.Count == 1 ? "Unknown" : string.Create(CultureInfo.InvariantCulture, $"Unknown {i + 1}") }),
            .. aside.Count > 0 ? [new TimelineRow(AsideKey, "Put aside", RowKind.Aside, aside)] : Array.Empty<TimelineRow>(),
        ];
    }

    /// <summary>The row that a track is in.</summary>
    public static string KeyOf(TrackView track)
    {
        ArgumentNullException.ThrowIfNull(track);
        return track.Face switch
        {
            { Decision: FaceDecision.Ignored or FaceDecision.NotAFace } => AsideKey,
            var face when PersonOf(face) is { } person => string.Create(CultureInfo.InvariantCulture, $"person-{person.Id}"),
            // A track that waits for its group is alone.
            var face => track.GroupId is { } group
                ? string.Create(CultureInfo.InvariantCulture, $"group-{group}")
                : string.Create(CultureInfo.InvariantCulture, $"track-{face.Id}"),
        };
    }

    /// <summary>An appearance in words: <c>Ada, 0:03 to 0:07</c>.</summary>
    public static string Words(TrackView track)
    {
        ArgumentNullException.ThrowIfNull(track);
        return $"{FaceWords.Tag(track.Face)}, {Layout.Words.Clock(track.Start)} to {Layout.Words.Clock(track.End)}";
    }

    private const string AsideKey = "aside";

    private static PersonRef? PersonOf(FaceView face) =>
        face.Person ?? (face.Suggestions is [var best, ..] ? new PersonRef(best.PersonId, best.Name) : null);
}
