using FaceWeb.Access;
using FaceWeb.Analysis;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Faces;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace FaceWeb.History.Decisions;

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
        var reader = new DecisionReader(db, who, clock.GetUtcNow().UtcDateTime);
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
        var reader = new DecisionReader(db, who, clock.GetUtcNow().UtcDateTime);
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

    /// <summary>
    /// Does again what this user undid last, as a new action that can be undone like any other; redoing again goes on with what was undone before
    /// that, across sessions, until the user does something new. All or nothing: when somebody has decided one of its faces otherwise
    /// since, nothing is done. What was said of a person who has been merged since is said of whom they were merged into; what was said of one
    /// who has been forgotten is left out.
    /// </summary>
    /// <param name="who">Who does it again.</param>
    /// <param name="expected">The undone action; null for whichever was undone last. One that has been done again already is answered, not done twice.</param>
    /// <exception cref="RefusedException">
    /// There is nothing to redo, it is another action, or somebody has decided otherwise since (409); a photo that a box has to be measured on
    /// cannot be read (422).
    /// </exception>
    public async Task<RedoOutcome> RedoAsync(Actor who, long? expected = null)
    {
        while (true)
        {
            var measured = await MeasureBoxAgainAsync(who);
            await using var db = await databases.CreateDbContextAsync();
            await using var transaction = await db.Database.BeginTransactionAsync();
            if (expected is { } undone && await ActionRedo.DoneBeforeAsync(db, who, undone) is { } before)
                return before;
            if (await ActionRedo.RunAsync(db, who, clock.GetUtcNow().UtcDateTime, expected, measured) is not { } redo)
                continue;
            await transaction.CommitAsync();
            announcer.Announce(redo);
            return redo.Outcome;
        }
    }

    /// <summary>What this user's next undo would take back and next redo do again.</summary>
    public async Task<NextSteps> NextStepsAsync(Actor who)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var db = await databases.CreateDbContextAsync();
        var (undo, redo) = (await ActionUndo.FindAsync(db, who), await ActionRedo.FindAsync(db, who));
        var undone = redo is null ? null : await db.ReviewActions.AsNoTracking().FirstAsync(a => a.Id == redo.UndoneById);
        return new NextSteps(
            undo is null ? null : Step(undo, undo, ""),
            redo is null ? null : Step(redo, undone!, "undone "));

        NextStep Step(ReviewAction action, ReviewAction done, string how) => new(
            action.Id, action.Kind, action.Description, done.At, done.Source,
            $"{action.Description.TrimEnd('.')}, {how}{StepWords.Ago(done.At, now)}, {StepWords.From(done.Source)}");
    }

    /// <summary>Whether an action says something of a person: of one of their faces, or of them.</summary>
    public async Task<bool> ConcernsAsync(long actionId, long personId)
    {
        await using var db = await databases.CreateDbContextAsync();
        var people = await db.ReviewActions.Where(a => a.Id == actionId).Select(a => a.People).FirstOrDefaultAsync();
        return ActionUndo.ReadPeople(people).Contains(personId)
            || await db.FaceEvents.AnyAsync(e => e.ActionId == actionId
                && (e.BeforePersonId == personId || e.AfterPersonId == personId || e.RejectedPersonId == personId));
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
        var change = BoxChange.Read(action.Change);
        var sha256 = await db.FaceEvents.Where(e => e.ActionId == action.Id)
            .Join(db.Faces, e => e.FaceId, f => f.Id, (_, f) => f.Photo!.Sha256).FirstOrDefaultAsync();
        return sha256 is null ? null : new MeasuredBox(action.Id, await boxes.MeasureAgainAsync(sha256, change.Before, change.Score));
    }

    private async Task<MeasuredBox?> MeasureBoxAgainAsync(Actor who)
    {
        await using var db = await databases.CreateDbContextAsync();
        var action = await ActionRedo.FindAsync(db, who);
        if (action?.Kind == ActionKind.MoveFace)
        {
            var sha256 = await db.FaceEvents.Where(e => e.ActionId == action.Id)
                .Join(db.Faces, e => e.FaceId, f => f.Id, (_, f) => f.Photo!.Sha256).FirstOrDefaultAsync();
            return sha256 is null ? null : new MeasuredBox(action.Id, await boxes.MeasureAgainAsync(sha256, BoxChange.Read(action.Change).After, 1));
        }
        var kept = action?.Kind != ActionKind.AddFace ? null
            : await db.ReviewActions.Where(a => a.Id == action.UndoneById).Select(a => a.Change).FirstOrDefaultAsync();
        if (kept is null)
            return null;
        var drawn = DrawnFace.Read(kept);
        var photo = await db.Photos.Where(p => p.Id == drawn.PhotoId).Select(p => p.Sha256).FirstOrDefaultAsync();
        return photo is null ? null : new MeasuredBox(action!.Id, await boxes.MeasureAgainAsync(photo, drawn.Box, 1));
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
