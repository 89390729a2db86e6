using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Faces;
using FaceWeb.Faces.Naming;
using FaceWeb.History.Decisions;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.History;

/// <summary>What merging one person into another means for the faces that speak of the first.</summary>
internal static class PersonMerging
{
    /// <summary>The faces that are confirmed as one of these people, or reject one.</summary>
    public static async Task<List<long>> FacesOfAsync(FaceWebDb db, IReadOnlyCollection<long> people)
    {
        var confirmed = await db.Faces.Where(f => f.PersonId != null && people.Contains(f.PersonId.Value)).Select(f => f.Id).ToListAsync();
        var rejecting = await db.Rejections.Where(r => people.Contains(r.PersonId)).Select(r => r.FaceId).ToListAsync();
        return [.. confirmed.Union(rejecting).Order()];
    }

    /// <summary>
    /// Merges people into one, as an action with its events, inside the caller's transaction: their faces, rejections and suggestions
    /// follow.
    /// </summary>
    /// <returns>The ledger, written.</returns>
    /// <exception cref="RefusedException">One of them is not there (404), or has been merged before (409).</exception>
    public static async Task<DecisionLedger> MergeAsync(FaceWebDb db, long into, IReadOnlyList<long> from, ReviewAction action, DateTime now)
    {
        await PersonLookup.RequireAsync(db, into);
        foreach (var id in from)
            (await PersonLookup.RequireAsync(db, id)).MergedIntoId = into;

        var ledger = await DecisionLedger.OpenAsync(db, await FacesOfAsync(db, from));
        foreach (var id in from)
            Apply(ledger, id, into);
        await ledger.WriteAsync(action, now);

        var merged = from.ToHashSet();
        var suggested = await db.Suggestions.Where(s => from.Contains(s.PersonId)).Select(s => s.FaceId).Distinct().ToListAsync();
        // Nobody hidden is suggested: who is merged into somebody hidden is so no more.
        var hidden = await db.People.AnyAsync(p => p.Id == into && p.Hidden);
        await SuggestionRows.RewriteAsync(db, suggested, person => !merged.Contains(person) ? person : hidden ? null : into);
        return ledger;
    }

    /// <summary>
    /// Lets each face that was read speak of <paramref name="into"/> instead of <paramref name="from"/>. A face that is confirmed as one
    /// of them cannot go on rejecting the other: the merge says that they are the same.
    /// </summary>
    public static void Apply(DecisionLedger ledger, long from, long into)
    {
        foreach (var face in ledger.FaceIds)
        {
            if (ledger.State(face) == FaceState.Confirmed(from))
                ledger.Decide(face, FaceState.Confirmed(into));
            var rejected = ledger.IsRejected(face, from);
            ledger.Unreject(face, from);
            if (ledger.State(face) == FaceState.Confirmed(into))
                ledger.Unreject(face, into);
            else if (rejected)
                ledger.Reject(face, into);
        }
    }

    /// <summary>The standing merge that merged a person away.</summary>
    public static Task<ReviewAction> LastOfAsync(FaceWebDb db, long person) => db.ReviewActions.AsNoTracking()
        .Where(a => a.Kind == ActionKind.Merge && a.UndoneById == null && a.People.Any(p => p.PersonId == person))
        .OrderByDescending(a => a.Id).FirstAsync();

    /// <summary>
    /// A face given back to somebody who has been merged since belongs to that merge: it gets the merge's events late, so that undoing the merge
    /// gives it back as well.
    /// </summary>
    /// <param name="db">The database, inside a transaction.</param>
    /// <param name="faces">The faces that were given back.</param>
    /// <param name="people">Whom they may speak of, and whom each was merged into.</param>
    /// <param name="now">When.</param>
    public static async Task FollowAsync(
        FaceWebDb db, IReadOnlyCollection<long> faces, IEnumerable<(long From, long? Into)> people, DateTime now)
    {
        var waiting = new Queue<(long From, long? Into)>(people);
        while (waiting.TryDequeue(out var person))
        {
            if (person.Into is not { } into)
                continue;
            var ledger = await DecisionLedger.OpenAsync(db, faces);
            Apply(ledger, person.From, into);
            if (ledger.Changed.Count > 0)
                await ledger.WriteAsync(await LastOfAsync(db, person.From), now);
            waiting.Enqueue((into, await db.People.Where(p => p.Id == into).Select(p => p.MergedIntoId).FirstAsync()));
        }
    }
}
