using FaceWeb.Access;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.History.Decisions;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.History.Steps;

/// <summary>
/// One undo. What an action did to a face may be taken back only while no later action on that face stands; then the state before
/// it is the state that the remaining actions say.
/// </summary>
/// <param name="db">The database, with the caller's transaction.</param>
/// <param name="steps">All kinds of actions.</param>
/// <param name="who">Who takes it back.</param>
/// <param name="action">What is taken back, with its people.</param>
/// <param name="events">What it did to its faces, in order.</param>
/// <param name="measured">What the step has measured for it.</param>
/// <param name="now">When.</param>
internal sealed class StepUndo(
    FaceWebDb db, ActionSteps steps, Actor who, ReviewAction action, IReadOnlyList<FaceEvent> events, object? measured, DateTime now)
{
    public FaceWebDb Db => db;

    public ActionSteps Steps => steps;

    public ReviewAction Action => action;

    public IReadOnlyList<FaceEvent> Events => events;

    public object? Measured => measured;

    public DateTime Now => now;

    /// <summary>The people that the action speaks of beside its faces, the lowest key first.</summary>
    public List<long> Named { get; } = [.. action.People.Select(p => p.PersonId).Order()];

    /// <summary>The faces that changed or went, with the photos they are or were on.</summary>
    public List<(long FaceId, long PhotoId)> Faces { get; } = [];

    /// <summary>The photos that changed themselves.</summary>
    public List<long> Photos { get; } = [];

    /// <summary>The people whose faces, merge or being changed.</summary>
    public HashSet<long> People { get; } = [];

    /// <summary>Refuses when somebody has said something of one of the faces since, and it stands.</summary>
    /// <exception cref="RefusedException">So it is (409).</exception>
    public async Task RefuseWhenDecidedSinceAsync()
    {
        var later = await DecidedSince.Events(db, steps, action.Id, action.Id).Select(e => e.FaceId).Distinct().ToListAsync();
        if (later.Count == 0)
            return;
        var all = events.Select(e => e.FaceId).Distinct().Count();
        throw new RefusedException(
            DecidedSince.Subject(later, all)
            + $" been decided or moved by somebody else since, so \"{action.Description}\" was not undone. Decide the faces by hand instead.",
            StatusCodes.Status409Conflict);
    }

    /// <summary>Says of the faces again what was said of them before the action, as an undo.</summary>
    /// <param name="forRedo">What doing it again will need and neither events nor people hold.</param>
    /// <param name="undecidedSince">Whether faces of which something else has been said since, and stands, are left as they are.</param>
    /// <returns>The faces that changed.</returns>
    public async Task<IReadOnlyList<long>> TakeBackAsync(string? forRedo = null, bool undecidedSince = false)
    {
        var living = await LivingPeopleAsync();
        var decided = undecidedSince
            ? await DecidedSince.Events(db, steps, action.Id, action.Id).Select(e => e.FaceId).ToHashSetAsync()
            : [];
        var back = events.Where(e => !decided.Contains(e.FaceId)).ToList();
        var ledger = await DecisionLedger.OpenAsync(db, back.Select(e => e.FaceId));
        foreach (var e in Enumerable.Reverse(back))
            TakeBack(ledger, e, living);
        var changed = ledger.Changed;
        foreach (var face in ledger.FaceIds)
            Faces.Add((face, ledger.PhotoId(face)));
        People.UnionWith(living.Keys);
        People.UnionWith(Named);
        var undo = NewUndo(forRedo);
        await ledger.WriteAsync(undo, now);
        await MarkAsync(undo);
        await PersonMerging.FollowAsync(db, ledger.FaceIds, living.Select(p => (p.Key, p.Value)), now);
        return changed;
    }

    /// <summary>Writes the undo of an action of which nothing is said of who a face is.</summary>
    /// <returns>The undo's key.</returns>
    public async Task<long> WriteAsync(string? forRedo, params FaceEvent[] told)
    {
        var undo = NewUndo(forRedo);
        undo.Events.AddRange(told);
        db.ReviewActions.Add(undo);
        await db.SaveChangesAsync();
        db.ChangeTracker.Clear();
        await MarkAsync(undo);
        return undo.Id;
    }

    private ReviewAction NewUndo(string? forRedo) => new()
    {
        UserId = who.UserId,
        Source = who.Source,
        At = now,
        Kind = ActionKind.Undo,
        Description = $"Undid: {action.Description}",
        Payload = forRedo,
    };

    private Task<int> MarkAsync(ReviewAction undo) =>
        db.ReviewActions.Where(a => a.Id == action.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.UndoneById, undo.Id));

    private static void TakeBack(DecisionLedger ledger, FaceEvent e, Dictionary<long, long?> living)
    {
        if (e.BeforeDecision != e.AfterDecision || e.BeforePersonId != e.AfterPersonId)
        {
            // Forgetting a person left their faces undecided; what would go back to them is undecided too.
            var gone = e.BeforePersonId is { } person && !living.ContainsKey(person);
            ledger.Decide(e.FaceId, gone ? FaceState.Undecided : new FaceState(e.BeforeDecision, e.BeforePersonId));
        }
        if (e.RejectedPersonId is not { } rejected)
            return;
        if (!e.RejectionRemoved)
            ledger.Unreject(e.FaceId, rejected);
        else if (living.ContainsKey(rejected))
            ledger.Reject(e.FaceId, rejected);
    }

    // The people that the action speaks of and that still are, with whom they have been merged into.
    private Task<Dictionary<long, long?>> LivingPeopleAsync()
    {
        var ids = events.SelectMany(e => new[] { e.BeforePersonId, e.AfterPersonId, e.RejectedPersonId }).OfType<long>().Distinct().ToList();
        return db.People.Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.MergedIntoId);
    }
}
