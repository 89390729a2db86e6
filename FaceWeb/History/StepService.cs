using FaceWeb.Access;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.History.Decisions;
using FaceWeb.History.Steps;
using FaceWeb.Live;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.History;

/// <summary>Undo and redo of everything that a user has done, step by step, across sessions.</summary>
public sealed class StepService(
    IDbContextFactory<FaceWebDb> databases, ActionSteps steps, ReviewAnnouncer announcer, ChangeFeed changes, RoleCheck roles, TimeProvider clock)
{
    /// <summary>
    /// Takes back the last thing that this user did and that has not been taken back: a decision on one face or many, a merge, a split, a
    /// hand-drawn face, a moved box (the face is measured anew where it was), a turned photo, faces or people told apart; undoing again goes further back.
    /// All or nothing: when somebody has decided or moved one of its faces since, nothing is done. A person whom it had made goes too, if
    /// nobody says anything of them any more. What it would give back to a person who has been forgotten meanwhile becomes undecided, and
    /// to one merged meanwhile goes to whom they were merged into.
    /// </summary>
    /// <param name="who">Who takes it back.</param>
    /// <param name="expected">
    /// The action to be taken back, so that an undo which is sent twice because the network broke happens once; null for whichever is the last.
    /// </param>
    /// <exception cref="RefusedException">
    /// There is nothing to take back, it is another action, or a face has been decided since (409); a photo that a box has to be measured on
    /// cannot be read (422).
    /// </exception>
    public Task<UndoOutcome> UndoAsync(Actor who, long? expected = null) => RunAsync<UndoOutcome>(
        db => FindUndoAsync(db, who),
        (db, action) => steps.Of(action.Kind).MeasureForUndoAsync(db, action),
        async (db, now, measured) =>
        {
            if (expected is { } done && await UndoneBeforeAsync(db, who, done) is { } before)
                return (before, null);
            var action = await FindUndoAsync(db, who) ?? throw new RefusedException("There is nothing left to undo.", StatusCodes.Status409Conflict);
            if (expected is not null && action.Id != expected)
            {
                throw new RefusedException(
                    $"You did something else since, perhaps in another window (“{action.Description}”), so nothing was undone. To go on, take that "
                        + $"back first.",
                    StatusCodes.Status409Conflict);
            }
            var step = steps.Of(action.Kind);
            if (step.NeedsMeasuring && measured?.ActionId != action.Id)
                return (null, null);
            var events = await db.FaceEvents.AsNoTracking().Where(e => e.ActionId == action.Id).OrderBy(e => e.Id).ToListAsync();
            var undo = new StepUndo(db, steps, who, action, events, measured?.Value, now);
            var changed = await step.UndoAsync(undo);
            var outcome = new UndoOutcome(action.Id, action.Kind, action.Description, await DecidedFaces.ReadAsync(db, changed));
            return (outcome, () => ToldAsync(step, undo.Faces, undo.People, undo.Photos));
        });

    /// <summary>
    /// Does again what this user undid last, as a new action that can be undone like any other; redoing again goes on with what was undone before
    /// that, across sessions, until the user does something new. All or nothing: when somebody has decided one of its faces otherwise
    /// since, nothing is done. What was said of a person who has been merged since is said of whom they were merged into; what was said of one
    /// who has been forgotten is left out.
    /// </summary>
    /// <param name="who">Who does it again.</param>
    /// <param name="expected">
    /// The undone action; null for whichever was undone last. One that has been done again already is answered, not done twice.
    /// </param>
    /// <exception cref="RefusedException">
    /// There is nothing to redo, it is another action, or somebody has decided otherwise since (409); a photo that a box has to be measured on
    /// cannot be read (422).
    /// </exception>
    public Task<RedoOutcome> RedoAsync(Actor who, long? expected = null) => RunAsync<RedoOutcome>(
        db => FindRedoAsync(db, who),
        async (db, undone) => await steps.Of(undone.Kind).MeasureForRedoAsync(db, undone, await UndoOfAsync(db, undone)),
        async (db, now, measured) =>
        {
            if (expected is { } again && await RedoneBeforeAsync(db, who, again) is { } before)
                return (before, null);
            var undone = await FindRedoAsync(db, who)
                ?? throw StepRedo.Conflict("There is nothing to redo: you have undone nothing since what you did last.");
            if (expected is not null && undone.Id != expected)
                throw StepRedo.Conflict(
                    $"You undid something else since, perhaps in another window (“{undone.Description}”), so nothing was done again.");
            var step = steps.Of(undone.Kind);
            if (step.NeedsMeasuring && measured?.ActionId != undone.Id)
                return (null, null);
            var redo = new StepRedo(db, steps, who, undone, await UndoOfAsync(db, undone), measured?.Value, now);
            var changed = await step.RedoAsync(redo);
            var outcome = new RedoOutcome(redo.Action.Id, undone.Id, undone.Kind, undone.Description, await DecidedFaces.ReadAsync(db, changed));
            return (outcome, () => ToldAsync(step, redo.Faces, redo.People, redo.Photos));
        });

    /// <summary>What this user's next undo would take back and next redo do again.</summary>
    public async Task<NextSteps> NextStepsAsync(Actor who)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var db = await databases.CreateDbContextAsync();
        var (undo, redo) = (await FindUndoAsync(db, who), await FindRedoAsync(db, who));
        return new NextSteps(
            undo is null ? null : Step(undo, undo, ""),
            redo is null ? null : Step(redo, await UndoOfAsync(db, redo), "undone "));

        NextStep Step(ReviewAction action, ReviewAction done, string how) => new(
            action.Id, action.Kind, action.Description, done.At, done.Source,
            $"{action.Description.TrimEnd('.')}, {how}{StepWords.Ago(done.At, now)}, {StepWords.From(done.Source)}");
    }

    /// <summary>Whether an action says something of a person: of one of their faces, or of them.</summary>
    public async Task<bool> ConcernsAsync(long actionId, long personId)
    {
        await using var db = await databases.CreateDbContextAsync();
        return await db.ActionPeople.AnyAsync(p => p.ActionId == actionId && p.PersonId == personId)
            || await db.FaceEvents.AnyAsync(e => e.ActionId == actionId
                && (e.BeforePersonId == personId || e.AfterPersonId == personId || e.RejectedPersonId == personId));
    }

    // Measures before the transaction, runs inside it; once more when in another window of the same user something else has become the last
    // action meanwhile.
    private async Task<T> RunAsync<T>(
        Func<FaceWebDb, Task<ReviewAction?>> find,
        Func<FaceWebDb, ReviewAction, Task<object?>> measure,
        Func<FaceWebDb, DateTime, Measurement?, Task<(T? Outcome, Func<Task>? Told)>> run)
        where T : class
    {
        await roles.RequireAsync(Policies.Edit);
        while (true)
        {
            var measured = await MeasureAsync(find, measure);
            await using var db = await databases.CreateDbContextAsync();
            await using var transaction = await db.Database.BeginTransactionAsync();
            var (outcome, told) = await run(db, clock.GetUtcNow().UtcDateTime, measured);
            if (outcome is null)
                continue;
            await transaction.CommitAsync();
            if (told is not null)
                await told();
            changes.Announce(new Change(ChangeKind.Step));
            return outcome;
        }
    }

    private Task ToldAsync(
        ActionStep step, IReadOnlyList<(long FaceId, long PhotoId)> faces, IReadOnlyCollection<long> people, IReadOnlyList<long> photos)
    {
        announcer.Announce(step, faces, people);
        return step.BeginAsync(photos);
    }

    private async Task<Measurement?> MeasureAsync(Func<FaceWebDb, Task<ReviewAction?>> find, Func<FaceWebDb, ReviewAction, Task<object?>> measure)
    {
        await using var db = await databases.CreateDbContextAsync();
        return await find(db) is { } action && steps.Of(action.Kind).NeedsMeasuring ? new Measurement(action.Id, await measure(db, action)) : null;
    }

    private Task<ReviewAction?> FindUndoAsync(FaceWebDb db, Actor who)
    {
        // An action whose faces are all gone with their photos, or whose photo is gone, has nothing left to take back.
        var (undoable, outliving) = (steps.Undoable, steps.OutlivingFaces);
        return db.ReviewActions.AsNoTracking().Include(a => a.People)
            .Where(a => a.UserId == who.UserId && a.UndoneById == null && undoable.Contains(a.Kind) && (outliving.Contains(a.Kind) || a.Events.Any())
                && (a.PhotoId == null || db.Photos.Any(p => p.Id == a.PhotoId)))
            .OrderByDescending(a => a.Id).FirstOrDefaultAsync();
    }

    private async Task<ReviewAction?> FindRedoAsync(FaceWebDb db, Actor who)
    {
        var mine = db.ReviewActions.AsNoTracking().Where(a => a.UserId == who.UserId);
        var last = await mine.Where(a => a.Kind != ActionKind.Undo && a.RedoesId == null).OrderByDescending(a => a.Id).Select(a => a.Id)
            .FirstOrDefaultAsync();

        // An action whose faces are all gone with their photos, or whose photo is gone, has nothing left to do again.
        var returning = steps.BringingFacesBack;
        return await mine.Include(a => a.People)
            .Where(a => a.UndoneById > last && !mine.Any(again => again.Id > last && again.RedoesId == a.Id)
                && (returning.Contains(a.Kind) || a.Events.Any()) && (a.PhotoId == null || db.Photos.Any(p => p.Id == a.PhotoId)))
            .OrderByDescending(a => a.UndoneById).FirstOrDefaultAsync();
    }

    private static Task<ReviewAction> UndoOfAsync(FaceWebDb db, ReviewAction undone) =>
        db.ReviewActions.AsNoTracking().FirstAsync(a => a.Id == undone.UndoneById);

    // What an action of this user's that has been taken back already changed back; null while it stands.
    private static async Task<UndoOutcome?> UndoneBeforeAsync(FaceWebDb db, Actor who, long actionId)
    {
        var action = await db.ReviewActions.AsNoTracking().FirstOrDefaultAsync(a => a.Id == actionId && a.UserId == who.UserId);
        return action?.UndoneById is null ? null : new UndoOutcome(action.Id, action.Kind, action.Description, await FacesOfAsync(db, action.Id));
    }

    // What doing an action again has already done; null while it has not been done again.
    private static async Task<RedoOutcome?> RedoneBeforeAsync(FaceWebDb db, Actor who, long undoneId)
    {
        var again = await db.ReviewActions.AsNoTracking().FirstOrDefaultAsync(a => a.RedoesId == undoneId && a.UserId == who.UserId);
        return again is null ? null : new RedoOutcome(again.Id, undoneId, again.Kind, again.Description, await FacesOfAsync(db, again.Id));
    }

    private static async Task<IReadOnlyList<DecidedFace>> FacesOfAsync(FaceWebDb db, long actionId) =>
        await DecidedFaces.ReadAsync(db, await db.FaceEvents.Where(e => e.ActionId == actionId).Select(e => e.FaceId).Distinct().ToListAsync());

    private sealed record Measurement(long ActionId, object? Value);
}
