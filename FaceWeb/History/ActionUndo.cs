using System.Globalization;
using FaceWeb.Access;
using FaceWeb.Analysis;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Groups;
using FaceWeb.History.Decisions;
using FaceWeb.People;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.History;

/// <summary>
/// One undo. What an action did to a face may be taken back only while no later action on that face stands; then the state before
/// it is the state that the remaining actions say.
/// </summary>
internal sealed class ActionUndo
{
    private readonly FaceWebDb db;
    private readonly ReviewAction action;
    private readonly List<FaceEvent> events;
    private readonly DateTime now;

    private ActionUndo(FaceWebDb db, ReviewAction action, List<FaceEvent> events, DateTime now) =>
        (this.db, this.action, this.events, this.now) = (db, action, events, now);

    /// <summary>What was taken back.</summary>
    public UndoOutcome Outcome { get; private set; } = null!;

    /// <summary>The faces that changed or went, with the photos they are or were on.</summary>
    public List<(long FaceId, long PhotoId)> Faces { get; } = [];

    /// <summary>The people whose faces, merge or being changed.</summary>
    public HashSet<long> People { get; } = [];

    /// <summary>What an action of this user's that has been taken back already changed back; null while it stands.</summary>
    public static async Task<UndoOutcome?> DoneBeforeAsync(FaceWebDb db, Actor who, long actionId)
    {
        var action = await db.ReviewActions.AsNoTracking().FirstOrDefaultAsync(a => a.Id == actionId && a.UserId == who.UserId);
        if (action?.UndoneById is null)
            return null;
        var faces = await db.FaceEvents.Where(e => e.ActionId == actionId).Select(e => e.FaceId).Distinct().ToListAsync();
        return new UndoOutcome(action.Id, action.Kind, action.Description, await DecidedFaces.ReadAsync(db, faces));
    }

    /// <summary>The user's last standing action; null when there is none.</summary>
    public static Task<ReviewAction?> FindAsync(FaceWebDb db, Actor who) =>
        // An action whose faces are all gone with their photos has nothing left to take back.
        db.ReviewActions.AsNoTracking()
            .Where(a => a.UserId == who.UserId && a.UndoneById == null && a.Kind != ActionKind.Undo && a.Kind != ActionKind.Forget
                && (a.Kind == ActionKind.Merge || a.Kind == ActionKind.TellApart || a.Kind == ActionKind.EditPerson || a.Events.Any()))
            .OrderByDescending(a => a.Id).FirstOrDefaultAsync();

    /// <summary>Takes back the user's last standing action, inside the caller's transaction.</summary>
    /// <param name="db">The database.</param>
    /// <param name="who">The user.</param>
    /// <param name="now">When.</param>
    /// <param name="expected">The action to be taken back; null for whichever is the last.</param>
    /// <param name="measured">For a move: the box that comes back, measured.</param>
    /// <returns>What was done; null when the last action is a move for which nothing was measured.</returns>
    /// <exception cref="RefusedException">There is none, it is not the one expected, or a face has been decided since (409).</exception>
    public static async Task<ActionUndo?> RunAsync(FaceWebDb db, Actor who, DateTime now, long? expected, MeasuredBox? measured)
    {
        var action = await FindAsync(db, who) ?? throw new RefusedException("There is nothing left to undo.", StatusCodes.Status409Conflict);
        if (expected is not null && action.Id != expected)
        {
            throw new RefusedException(
                $"You did something else since, perhaps in another window (“{action.Description}”), so nothing was undone. To go on, take that back first.",
                StatusCodes.Status409Conflict);
        }
        if (action.Kind == ActionKind.MoveFace && measured?.ActionId != action.Id)
            return null;
        var events = await db.FaceEvents.AsNoTracking().Where(e => e.ActionId == action.Id).OrderBy(e => e.Id).ToListAsync();
        var undo = new ActionUndo(db, action, events, now);
        await undo.RefuseWhenDecidedSinceAsync();
        if (action.Kind == ActionKind.MoveFace)
            await undo.PutBoxBackAsync(who, measured!);
        else if (action.Kind == ActionKind.EditPerson)
            await undo.RestorePersonAsync(who);
        else
            await undo.TakeBackAsync(who);
        return undo;
    }

    // Telling faces apart says nothing of who they are: it is taken back whatever was decided since, and keeps nothing from being taken back.
    private async Task RefuseWhenDecidedSinceAsync()
    {
        if (action.Kind == ActionKind.Separate)
            return;
        var later = await DecidedSince.Events(db, action.Id, action.Id).Select(e => e.FaceId).Distinct().ToListAsync();
        if (later.Count == 0)
            return;
        var all = events.Select(e => e.FaceId).Distinct().Count();
        throw new RefusedException(
            DecidedSince.Subject(later, all)
            + $" been decided or moved by somebody else since, so \"{action.Description}\" was not undone. Decide the faces by hand instead.",
            StatusCodes.Status409Conflict);
    }

    private async Task TakeBackAsync(Actor who)
    {
        var named = ReadPeople(action.People);
        var forRedo = await ForRedoAsync(named);
        if (action.Kind == ActionKind.Merge)
            await db.People.Where(p => named.Contains(p.Id)).ExecuteUpdateAsync(set => set.SetProperty(p => p.MergedIntoId, (long?)null));
        await ReuniteAsync();

        var living = await LivingPeopleAsync();
        var ledger = await DecisionLedger.OpenAsync(db, events.Select(e => e.FaceId));
        for (var i = events.Count - 1; i >= 0; i--)
            TakeBack(ledger, events[i], living);
        var changed = ledger.Changed;
        foreach (var face in ledger.FaceIds)
            Faces.Add((face, ledger.PhotoId(face)));
        People.UnionWith(living.Keys);
        People.UnionWith(named);

        var undo = NewUndo(who, forRedo);
        await ledger.WriteAsync(undo, now);
        await db.ReviewActions.Where(a => a.Id == action.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.UndoneById, undo.Id));
        await FollowMergesAsync(ledger.FaceIds, living);
        if (action.Kind == ActionKind.AddFace)
            await RemoveDrawnFacesAsync(ledger.FaceIds);
        else if (action.Kind is not (ActionKind.Merge or ActionKind.TellApart))
            await RemovedPeople.RemoveAsync(db, named);
        Outcome = new UndoOutcome(action.Id, action.Kind, action.Description, await DecidedFaces.ReadAsync(db, changed));
    }

    // What goes with the undo and a redo will need.
    private async Task<string?> ForRedoAsync(List<long> named) => action.Kind switch
    {
        ActionKind.Merge => (await db.People.Where(p => named.Contains(p.Id)).Select(p => p.MergedIntoId).FirstOrDefaultAsync())?.ToString(CultureInfo.InvariantCulture),
        ActionKind.Separate => new SeparatedFaces(await db.FaceSeparations.AsNoTracking().Where(s => s.ActionId == action.Id).ToListAsync()).ToText(),
        ActionKind.AddFace => (await DrawnFace.ReadAsync(db, events[0].FaceId)).ToText(),
        _ => null,
    };

    // Faces that had left a group look for their place anew; people may be proposed as one again.
    private async Task ReuniteAsync()
    {
        await db.Faces.Where(f => db.FaceSeparations.Any(s => s.ActionId == action.Id && s.FaceId == f.Id && s.Part > 0))
            .ExecuteUpdateAsync(set => set.SetProperty(f => f.GroupId, (long?)null));
        await db.FaceSeparations.Where(s => s.ActionId == action.Id).ExecuteDeleteAsync();
        await db.DifferentPeople.Where(p => p.ActionId == action.Id).ExecuteDeleteAsync();
    }

    private async Task PutBoxBackAsync(Actor who, MeasuredBox measured)
    {
        var change = BoxChange.Read(action.Change);
        var face = await PhotoFaces.OpenAsync(db, events[0].FaceId, CancellationToken.None)
            ?? throw new InvalidOperationException($"Face {events[0].FaceId} is gone while its event is there.");
        PhotoFaces.Place(face, measured.Face, change.ByHand);
        face.Version++;
        var undo = NewUndo(who, null);
        undo.Events.Add(FaceEvent.Keeping(face.Id, face.Decision, face.PersonId));
        db.ReviewActions.Add(undo);
        await db.SaveChangesAsync();
        db.ChangeTracker.Clear();
        await db.ReviewActions.Where(a => a.Id == action.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.UndoneById, undo.Id));
        Faces.Add((face.Id, face.PhotoId));
        Outcome = new UndoOutcome(action.Id, action.Kind, action.Description, await DecidedFaces.ReadAsync(db, [face.Id]));
    }

    private async Task RestorePersonAsync(Actor who)
    {
        var (key, before) = (action.People, PersonChange.Read(action.Change));
        var id = ReadPeople(key).Single();
        if (await db.ReviewActions.AnyAsync(a => a.Kind == ActionKind.EditPerson && a.Id > action.Id && a.UndoneById == null && a.People == key))
            throw new RefusedException($"Somebody else has changed this person since, so \"{action.Description}\" was not undone. Change the person by hand instead.", StatusCodes.Status409Conflict);
        var person = await db.People.FirstAsync(p => p.Id == id);
        var cover = before.CoverFaceId is { } face && await db.Faces.AnyAsync(f => f.Id == face && f.PersonId == id) ? before.CoverFaceId : null;
        var undo = NewUndo(who, PersonChange.Of(person).ToText());
        (before with { CoverFaceId = cover }).Apply(person);
        db.ReviewActions.Add(undo);
        await db.SaveChangesAsync();
        db.ChangeTracker.Clear();
        await db.ReviewActions.Where(a => a.Id == action.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.UndoneById, undo.Id));
        if (before.Hidden)
            await PersonActions.RemoveSuggestionsAsync(db, [id]);
        People.Add(id);
        Outcome = new UndoOutcome(action.Id, action.Kind, action.Description, []);
    }

    private ReviewAction NewUndo(Actor who, string? forRedo) => new()
    {
        UserId = who.UserId,
        Source = who.Source,
        At = now,
        Kind = ActionKind.Undo,
        Description = $"Undid: {action.Description}",
        Change = forRedo,
    };

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

    // A face given back to somebody who has been merged since belongs to that merge: it gets the merge's events late, so that undoing
    // the merge gives it back as well.
    private async Task FollowMergesAsync(IReadOnlyCollection<long> faces, Dictionary<long, long?> living)
    {
        var waiting = new Queue<(long From, long? Into)>(living.Select(p => (p.Key, p.Value)));
        while (waiting.TryDequeue(out var person))
        {
            if (person.Into is not { } into)
                continue;
            var ledger = await DecisionLedger.OpenAsync(db, faces);
            PersonMerging.Apply(ledger, person.From, into);
            if (ledger.Changed.Count > 0)
                await ledger.WriteAsync(await MergeOfAsync(person.From), now);
            waiting.Enqueue((into, await db.People.Where(p => p.Id == into).Select(p => p.MergedIntoId).FirstAsync()));
        }
    }

    private async Task<ReviewAction> MergeOfAsync(long person)
    {
        var merges = await db.ReviewActions.AsNoTracking().Where(a => a.Kind == ActionKind.Merge && a.UndoneById == null)
            .OrderByDescending(a => a.Id).ToListAsync();
        return merges.First(a => ReadPeople(a.People).Contains(person));
    }

    private async Task RemoveDrawnFacesAsync(IReadOnlyCollection<long> faces)
    {
        await db.People.Where(p => p.CoverFaceId != null && faces.Contains(p.CoverFaceId.Value))
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.CoverFaceId, (long?)null));
        await db.Faces.Where(f => faces.Contains(f.Id)).ExecuteDeleteAsync();
    }

    /// <summary>The keys of people that an action keeps.</summary>
    internal static List<long> ReadPeople(string? people) =>
        people is null ? [] : [.. people.Split(',').Select(id => long.Parse(id, CultureInfo.InvariantCulture))];
}
