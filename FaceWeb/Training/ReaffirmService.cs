using FaceWeb.Access;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.History;
using FaceWeb.History.Decisions;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Training;

/// <summary>
/// Second looks at confirmed faces. That a face was found right is an event which changes nothing else; it stands until it is undone or
/// the face becomes somebody else's.
/// </summary>
public sealed class ReaffirmService(IDbContextFactory<FaceWebDb> databases, ReviewAnnouncer announcer, RoleCheck roles, TimeProvider clock)
{
    /// <summary>
    /// Says of a confirmed face, looked at again, that it is right. Its decision stays as it is; the training report does not name the
    /// face as probably wrong again while it stays that person's. Undone like any other action.
    /// </summary>
    /// <param name="faceId">The face.</param>
    /// <param name="version">The version that was looked at; null for any.</param>
    /// <param name="who">Who says it.</param>
    /// <exception cref="RefusedException">There is no such face (404), it is not confirmed, or decided since (409).</exception>
    public async Task<DecisionOutcome> ReaffirmAsync(long faceId, int? version, Actor who)
    {
        await roles.RequireAsync(Policies.Edit);
        var now = clock.GetUtcNow().UtcDateTime;
        await using var db = await databases.CreateDbContextAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var ledger = await DecisionLedger.OpenAsync(db, [faceId]);
        if (!ledger.Contains(faceId))
            throw RefusedException.NotFound($"face {faceId}");
        if (version is { } seen && seen != ledger.Version(faceId))
            throw new RefusedException($"{await LastWord.OfAsync(db, faceId, who)} decided face {faceId} meanwhile: look at it again before "
                + $"deciding.", StatusCodes.Status409Conflict);
        if (ledger.State(faceId).Decision != FaceDecision.Confirmed)
            throw new RefusedException(
                $"Face {faceId} is not confirmed as anybody, so there is nothing to find right: confirm it instead.", StatusCodes.Status409Conflict);
        ledger.Reaffirm(faceId);
        var action = new ReviewAction
        {
            UserId = who.UserId,
            Source = who.Source,
            At = now,
            Kind = ActionKind.Reaffirm,
            Description = "Looked at a face again: it is right.",
        };
        await ledger.WriteAsync(action, now);
        var faces = await DecidedFaces.ReadAsync(db, [faceId]);
        await transaction.CommitAsync();
        announcer.Announce(ledger);
        return new DecisionOutcome(action.Id, faces, []);
    }

    /// <summary>Those of the given faces that somebody has found right on second sight, and that still are that person's.</summary>
    public async Task<IReadOnlySet<long>> AmongAsync(IReadOnlyCollection<long> faceIds)
    {
        await using var db = await databases.CreateDbContextAsync();
        var found = new HashSet<long>();
        foreach (var chunk in faceIds.Chunk(Batch.Size))
            found.UnionWith(await Standing(db).Where(e => chunk.Contains(e.FaceId)).Select(e => e.FaceId).ToListAsync());
        return found;
    }

    /// <summary>All of them.</summary>
    public async Task<IReadOnlySet<long>> AllAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return (await Standing(db).Select(e => e.FaceId).Distinct().ToListAsync(cancel)).ToHashSet();
    }

    // Who was said to be right may have been merged since: the face went along.
    private static IQueryable<FaceEvent> Standing(FaceWebDb db) => db.FaceEvents.Where(e =>
        e.Action!.Kind == ActionKind.Reaffirm && e.Action.UndoneById == null
        && db.Faces.Any(f => f.Id == e.FaceId && f.Decision == FaceDecision.Confirmed
            && (f.PersonId == e.AfterPersonId || db.People.Any(p => p.Id == e.AfterPersonId && p.MergedIntoId == f.PersonId))));
}
