using System.Globalization;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Faces;
using FaceWeb.Layout;
using Microsoft.JSInterop;

namespace FaceWeb.Videos;

public sealed partial class VideoPage
{
    private IReadOnlyList<TimelineRow> rows = [];
    private IReadOnlyList<TimelineRow> shownRows = [];
    private Stretch stretch = new(0, 1);

    // Where the video stands, as far as the page was told, in milliseconds.
    private long reached;

    // What a whole video's time line stands for, in milliseconds.
    private long length = 1;

    // The player is sent the faces once for each reading and stretch.
    private bool toSend = true;

    private bool InStretches => length > Stretch.Whole;

    /// <summary>The video stands where the time line does not show it: another stretch is shown.</summary>
    /// <param name="at">Milliseconds.</param>
    [JSInvokable]
    public Task ReachedAsync(long at)
    {
        reached = at;
        if (video is not null && Stretch.At(reached, length) != stretch)
        {
            ShowStretch();
            StateHasChanged();
        }
        return Task.CompletedTask;
    }

    /// <summary>Opens the next appearance of the chosen row; after the last one the first.</summary>
    /// <param name="at">Where the video stands, in milliseconds.</param>
    /// <returns>Where it begins, in milliseconds; null where nobody appears.</returns>
    [JSInvokable]
    public async Task<long?> NextAsync(long at)
    {
        // The one that it stands on is no next one.
        const long here = 50;
        var row = rows.FirstOrDefault(r => r.Key == chosen) ?? (rows is [var first, ..] ? first : null);
        if (row is null)
            return null;
        var next = row.Tracks.FirstOrDefault(t => t.Start > at + here) ?? row.Tracks[0];
        await SelectAsync(next.Face.Id);
        return next.Start;
    }

    private void LayOut()
    {
        length = video!.Tracks.Select(t => t.End).Append(video.Duration).Append(1).Max();
        rows = Timeline.Rows(video.Tracks);
        toSend = true;
        ShowStretch();
    }

    // Of what was read: the part where the video stands, and the chosen row even where it is empty there.
    private void ShowStretch()
    {
        var here = Stretch.At(reached, length);
        toSend |= here != stretch;
        stretch = here;
        shownRows = !InStretches ? rows
            : [.. rows.Select(r => r with { Tracks = [.. r.Tracks.Where(stretch.Shows)] }).Where(r => r.Tracks.Count > 0 || r.Key == chosen)];
    }

    private object Shown()
    {
        var (from, to) = stretch.Around;
        var near = InStretches ? video!.Tracks.Where(new Stretch(from, to).Shows).ToList() : video!.Tracks;
        return new
        {
            faces = !toSend ? null : near.Select(t => new
            {
                id = t.Face.Id,
                tag = FaceWords.Tag(t.Face),
                kind = FaceWords.Class(t.Face),
                suggested = t.Face is { Decision: FaceDecision.Undecided, Suggestions.Count: > 0 },
                aside = t.Face.Decision is FaceDecision.Ignored or FaceDecision.NotAFace,
                row = Timeline.KeyOf(t),
            }),
            selected = selectedId,
            row = chosen,
            length,
            from = stretch.Start,
            to = stretch.End,
            tracks = InStretches ? string.Create(CultureInfo.InvariantCulture, $"?from={from}&to={to}") : "",
            // What is seen where is read anew when this changes.
            stamp = string.Create(
                CultureInfo.InvariantCulture, $"{video.Photo.State}-{video.Photo.Turn}-{stretch.Start}-{near.Count}-{near.Sum(t => t.End)}"),
        };
    }

    private string Place(TrackView track) => Place(
        (double)(Math.Max(track.Start, stretch.Start) - stretch.Start) / (stretch.End - stretch.Start),
        (double)(Math.Min(track.End, stretch.End) - Math.Max(track.Start, stretch.Start)) / (stretch.End - stretch.Start));

    private static string Place(double start, double share) =>
        string.Create(CultureInfo.InvariantCulture, $"--start: {100 * start:F3}%; --length: {100 * share:F3}%");

    private string StretchInWords => $"{Words.Clock(stretch.Start)} to {Words.Clock(stretch.End)} of {Words.Clock(length)}";

    private IReadOnlyList<(double Start, double Length)> Overview() =>
        Stretch.Overview(rows.FirstOrDefault(r => r.Key == chosen)?.Tracks ?? video!.Tracks, length);
}
