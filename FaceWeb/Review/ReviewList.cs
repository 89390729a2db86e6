using FaceWeb.Access;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Faces;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Review;

/// <summary>
/// Lists the faces that wait for a decision. The whole list is read at once as a few numbers a face, so that a grid of thousands can be
/// laid out and scrolled without asking again; what else is shown of a face is read when it comes near the screen.
/// </summary>
public sealed class ReviewList(IDbContextFactory<FaceWebDb> databases, FacePictures pictures)
{
    /// <summary>The most faces listed at once; the others follow when these are decided.</summary>
    public const int Most = 20_000;

    /// <summary>The most faces whose details are read at once.</summary>
    public const int MostDetails = 500;

    /// <summary>The faces that the filter lets through, by person.</summary>
    /// <param name="filter">Which; only undecided faces are listed, whatever it says of the decision.</param>
    public async Task<ReviewIndex> ReadAsync(FaceFilter filter)
    {
        await using var db = await databases.CreateDbContextAsync();
        filter = filter with { Decision = FaceDecision.Undecided };
        return filter.Unknown ? await UnknownAsync(db, filter)
            : await SuggestedAsync(db, filter with { MinProbability = filter.MinProbability ?? 0 });
    }

    /// <summary>More of these faces, in any order; those that are gone are left out.</summary>
    /// <param name="ids">The faces' keys.</param>
    /// <param name="who">Who asks.</param>
    /// <exception cref="RefusedException">More than <see cref="MostDetails"/> are asked for (400).</exception>
    public async Task<IReadOnlyList<ReviewDetail>> DetailsAsync(IReadOnlyCollection<long> ids, Actor who)
    {
        if (ids.Count > MostDetails)
            throw new RefusedException($"Ask for at most {MostDetails} faces at once, not {ids.Count}.");
        await using var db = await databases.CreateDbContextAsync();
        var faces = await FaceService.ViewAsync(db, db.Faces.Where(f => ids.Contains(f.Id)));
        var photoIds = faces.Select(f => f.PhotoId).Distinct().ToList();
        var photos = await db.Photos.Where(p => photoIds.Contains(p.Id)).Select(p => new { p.Id, p.Width, p.Height, p.TakenAt })
            .ToDictionaryAsync(p => p.Id);
        var mine = await db.Faces.Where(f => ids.Contains(f.Id) && f.Decision != FaceDecision.Undecided
            && db.FaceEvents.Where(e => e.FaceId == f.Id).OrderByDescending(e => e.Id).Select(e => e.Action!.UserId).FirstOrDefault() == who.UserId)
                .Select(f => f.Id).ToHashSetAsync();
        return [.. faces.Where(f => photos.ContainsKey(f.PhotoId)).Select(f => new ReviewDetail(
            f.Id, f.PhotoId, photos[f.PhotoId].Width, photos[f.PhotoId].Height, photos[f.PhotoId].TakenAt,
            f.Box, Math.Round(f.Quality, 3), f.Decision, f.Person, f.Suggestions, f.Version, mine.Contains(f.Id), f.Seen))];
    }

    /// <summary>The people who are suggested first for some undecided face, with how many, most first; at most 500.</summary>
    public async Task<IReadOnlyList<SuggestedPerson>> PeopleAsync()
    {
        await using var db = await databases.CreateDbContextAsync();
        var counts = await db.Faces.Where(f => f.Decision == FaceDecision.Undecided && f.BestPersonId != null)
            .GroupBy(f => f.BestPersonId!.Value).Select(g => new { PersonId = g.Key, Faces = g.Count() })
            .OrderByDescending(g => g.Faces).ThenBy(g => g.PersonId).Take(500).ToListAsync();
        var names = await NamesAsync(db, counts.ConvertAll(c => c.PersonId));
        return [.. counts.Where(c => names.ContainsKey(c.PersonId)).Select(c => new SuggestedPerson(c.PersonId, names[c.PersonId], c.Faces))];
    }

    private async Task<ReviewIndex> SuggestedAsync(FaceWebDb db, FaceFilter filter)
    {
        var faces = RejectedNames.WithStandingFirstName(db, FaceService.Matching(db, filter));
        var rows = await FaceService.Ordered(faces, FaceOrder.SurestFirst).Take(Most)
            .Select(f => new { f.Id, f.Version, PersonId = f.BestPersonId!.Value, Probability = f.BestProbability!.Value }).ToListAsync();
        var total = rows.Count < Most ? rows.Count : await faces.CountAsync();

        // Rows come surest first, so groups made in their order begin with the person of the surest face.
        var groups = rows.GroupBy(r => r.PersonId).ToList();
        var names = await NamesAsync(db, groups.ConvertAll(g => g.Key));
        return new ReviewIndex(total, [.. groups.Where(g => names.ContainsKey(g.Key)).Select(g => new ReviewGroup(
            g.Key, names[g.Key], [.. g.Select(r => new[] { r.Id, r.Version, (long)Math.Round(r.Probability * 1000) })]))],
                pictures.StampsOf(rows.Select(r => r.Id)));
    }

    private async Task<ReviewIndex> UnknownAsync(FaceWebDb db, FaceFilter filter)
    {
        var faces = FaceService.Matching(db, filter with { MinProbability = null, MaxProbability = null });
        var rows = await FaceService.Ordered(faces, FaceOrder.BestFirst).Take(Most).Select(f => new { f.Id, f.Version }).ToListAsync();
        var total = rows.Count < Most ? rows.Count : await faces.CountAsync();
        return new ReviewIndex(
            total,
            rows.Count == 0 ? [] : [new ReviewGroup(null, null, [.. rows.Select(r => new[] { r.Id, r.Version, 0L })])],
            pictures.StampsOf(rows.Select(r => r.Id)));
    }

    // Hidden people are not suggested, and nobody is suggested as somebody merged away.
    private static async Task<Dictionary<long, string>> NamesAsync(FaceWebDb db, List<long> people) =>
        await db.People.Where(p => people.Contains(p.Id) && !p.Hidden && p.MergedIntoId == null).ToDictionaryAsync(p => p.Id, p => p.Name);
}
