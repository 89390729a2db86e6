using FaceWeb.Accounts;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Recognition;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace FaceWeb.Review;

/// <summary>
/// What people say of faces. Each call is one <see cref="ReviewAction"/> with an event for each face, written in one transaction that
/// begins as a writer, so that two people deciding at once come one after the other and neither overwrites what it has not seen.
/// </summary>
public sealed class ReviewService(
    IDbContextFactory<FaceWebDb> databases, ReviewAnnouncer announcer, ReviewHistory history, BoxMeasuring boxes, TimeProvider clock)
{
    /// <summary>The most faces decided by one call.</summary>
    public const int MaxItems = 5000;

    /// <summary>Decides one face or many, all or nothing. Faces that already are as said are left untouched.</summary>
    /// <param name="items">What is said of which face; each face once, 1 to <see cref="MaxItems"/>.</param>
    /// <param name="who">Who says it.</param>
    /// <exception cref="RefusedException">
    /// An item cannot be done: malformed (400), no such face or person (404), several people of that name, a person merged away or a
    /// version that is not the face's any more (409). Nothing has been written then.
    /// </exception>
    public async Task<DecisionOutcome> DecideAsync(IReadOnlyList<FaceDecisionRequest> items, Actor who)
    {
        RequireSomeButNotTooMany(items.Count);
        await using var db = await databases.CreateDbContextAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var reader = new DecisionReader(db, clock.GetUtcNow().UtcDateTime);
        var ledger = await reader.ReadAsync(items);
        return await WriteAsync(db, transaction, ledger, reader, items, who);
    }

    /// <summary>
    /// Decides those of the faces that still stand as they were looked at; the others keep what somebody else has said meanwhile, and
    /// come back with the reason. One action, however many are refused.
    /// </summary>
    /// <param name="items">What is said of which face, with the version looked at; each face once, 1 to <see cref="MaxItems"/>.</param>
    /// <param name="who">Who says it.</param>
    /// <exception cref="RefusedException">There are no items, too many, or one names no face or a face twice (400).</exception>
    public async Task<SeenOutcome> DecideWhatStandsAsync(IReadOnlyList<FaceDecisionRequest> items, Actor who)
    {
        RequireSomeButNotTooMany(items.Count);
        if (items.Any(i => i is null) || items.DistinctBy(i => i.FaceId).Count() != items.Count)
            throw new RefusedException("Each item must name a face, and each face once.");
        await using var db = await databases.CreateDbContextAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var reader = new DecisionReader(db, clock.GetUtcNow().UtcDateTime);
        var (ledger, refused) = await reader.ReadWhatStandsAsync(items);
        var outcome = await WriteAsync(db, transaction, ledger, reader, items, who);
        return new SeenOutcome(outcome.ActionId, outcome.Faces, refused);
    }

    /// <summary>
    /// Takes back the last thing that this user did and that has not been taken back: a decision on one face or many, a merge, a split, a
    /// hand-drawn face, a moved box (the face is measured anew where it was), faces or people told apart; undoing again goes further back.
    /// All or nothing: when somebody has decided or moved one of its faces since, nothing is done. A person whom it had made goes too, if
    /// nobody says anything of them any more. What it would give back to a person who has been forgotten meanwhile becomes undecided, and
    /// to one merged meanwhile goes to whom they were merged into.
    /// </summary>
    /// <exception cref="RefusedException">
    /// There is nothing to take back, or a face has been decided since (409); a photo that a box has to be measured on cannot be read (422).
    /// </exception>
    public Task<UndoOutcome> UndoAsync(Actor who) => UndoAsync(who, null);

    /// <summary>The same, when that last thing is the one expected: an undo that is sent twice because the network broke happens once.</summary>
    /// <param name="who">Who takes it back.</param>
    /// <param name="expected">The action to be taken back; null for whichever is the last.</param>
    /// <exception cref="RefusedException">As above, or the user's last action is another one (409).</exception>
    public async Task<UndoOutcome> UndoAsync(Actor who, long? expected)
    {
        while (true)
        {
            var measured = await MeasureBoxBeforeAsync(who);
            await using var db = await databases.CreateDbContextAsync();
            await using var transaction = await db.Database.BeginTransactionAsync();
            if (expected is { } done && await ActionUndo.DoneBeforeAsync(db, who, done) is { } before)
                return before;
            // Null: in another window of the same user a move has become the last action meanwhile.
            if (await ActionUndo.RunAsync(db, who, clock.GetUtcNow().UtcDateTime, expected, measured) is not { } undo)
                continue;
            await transaction.CommitAsync();
            announcer.Announce(undo);
            return undo.Outcome;
        }
    }

    /// <summary>What was said of a face, newest first.</summary>
    /// <exception cref="RefusedException">There is no such face (404).</exception>
    public Task<Paged<HistoryEntry>> HistoryOfFaceAsync(long faceId, int skip, int take) => history.OfFaceAsync(faceId, skip, take);

    /// <summary>What was done with a person's faces, newest first.</summary>
    /// <exception cref="RefusedException">There is no such person (404).</exception>
    public Task<Paged<HistoryEntry>> HistoryOfPersonAsync(long personId, int skip, int take) => history.OfPersonAsync(personId, skip, take);

    private static void RequireSomeButNotTooMany(int count)
    {
        if (count is 0 or > MaxItems)
            throw new RefusedException($"Decide between 1 and {MaxItems} faces at once, not {count}.");
    }

    private async Task<DecisionOutcome> WriteAsync(
        FaceWebDb db, IDbContextTransaction transaction, DecisionLedger ledger, DecisionReader reader, IReadOnlyList<FaceDecisionRequest> items, Actor who)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var changed = ledger.Changed;
        if (changed.Count == 0)
            return new DecisionOutcome(null, [], []);
        var action = new ReviewAction
        {
            UserId = who.UserId,
            Source = who.Source,
            At = now,
            Kind = ActionKind.Decide,
            Description = Describe(items, changed),
            People = reader.NewPeople.Count == 0 ? null : string.Join(',', reader.NewPeople.Select(p => p.Id)),
        };
        await ledger.WriteAsync(action, now);
        var faces = await DecidedFaces.ReadAsync(db, changed);
        await transaction.CommitAsync();
        announcer.Announce(ledger);
        return new DecisionOutcome(action.Id, faces, reader.NewPeople.ConvertAll(p => new PersonRef(p.Id, p.Name)));
    }

    private async Task<MeasuredBox?> MeasureBoxBeforeAsync(Actor who)
    {
        await using var db = await databases.CreateDbContextAsync();
        var action = await ActionUndo.FindAsync(db, who);
        if (action?.Kind != ActionKind.MoveFace)
            return null;
        var change = BoxChange.Read(action.People);
        var sha256 = await db.FaceEvents.Where(e => e.ActionId == action.Id)
            .Join(db.Faces, e => e.FaceId, f => f.Id, (_, f) => f.Photo!.Sha256).FirstOrDefaultAsync();
        return sha256 is null ? null : new MeasuredBox(action.Id, await boxes.MeasureAgainAsync(sha256, change.Before, change.Score));
    }

    private static string Describe(IReadOnlyList<FaceDecisionRequest> items, IReadOnlyList<long> changed)
    {
        var ids = changed.ToHashSet();
        var decisions = items.Where(i => ids.Contains(i.FaceId)).Select(i => i.Decision).Distinct().ToList();
        var faces = changed.Count == 1 ? "a face" : $"{changed.Count} faces";
        return decisions is not [var only] ? $"Decided {faces}." : only switch
        {
            "confirmed" => $"Named {faces}.",
            "rejected" => $"Rejected a name for {faces}.",
            "ignored" => $"Ignored {faces}.",
            "notAFace" => $"Said of {faces}: not a face.",
            _ => $"Put {faces} back to undecided.",
        };
    }
}
