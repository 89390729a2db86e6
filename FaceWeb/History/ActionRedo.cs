using System.Globalization;
using FaceWeb.Access;
using FaceWeb.Analysis;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Faces.Naming;
using FaceWeb.Groups;
using FaceWeb.History.Decisions;
using FaceWeb.People;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.History;

/// <summary>
/// One redo: what an undone action did is done again as a new action of the same kind, which stands after everything that was done
/// meanwhile and is undone like any other. Only what nobody has decided otherwise since is done again.
/// </summary>
internal sealed class ActionRedo
{
    private readonly FaceWebDb db;
    private readonly Actor who;
    private readonly ReviewAction undone;
    private readonly ReviewAction undo;
    private readonly ReviewAction action;
    private readonly DateTime now;

    private ActionRedo(FaceWebDb db, Actor who, ReviewAction undone, ReviewAction undo, DateTime now)
    {
        (this.db, this.who, this.undone, this.undo, this.now) = (db, who, undone, undo, now);
        action = new ReviewAction
        {
            UserId = who.UserId,
            Source = who.Source,
            At = now,
            Kind = undone.Kind,
            Description = undone.Description,
            RedoesId = undone.Id,
            People = undone.People,
        };
    }

    /// <summary>What was done again.</summary>
    public RedoOutcome Outcome { get; private set; } = null!;

    /// <summary>The faces that changed or came back, with the photos they are on.</summary>
    public List<(long FaceId, long PhotoId)> Faces { get; } = [];

    /// <summary>The people whose faces, merge or being changed.</summary>
    public HashSet<long> People { get; } = [];

    /// <summary>What the user undid last and has not done again; null when there is nothing, or when the user has done something new since.</summary>
    public static async Task<ReviewAction?> FindAsync(FaceWebDb db, Actor who)
    {
        var mine = db.ReviewActions.AsNoTracking().Where(a => a.UserId == who.UserId);
        var last = await mine.Where(a => a.Kind != ActionKind.Undo && a.RedoesId == null).OrderByDescending(a => a.Id).Select(a => a.Id).FirstOrDefaultAsync();

        // An action whose faces are all gone with their photos has nothing left to do again; a drawn face went with its undo.
        var undone = mine.Where(a => a.UndoneById > last && !mine.Any(again => again.Id > last && again.RedoesId == a.Id)
            && (a.Kind == ActionKind.Merge || a.Kind == ActionKind.TellApart || a.Kind == ActionKind.EditPerson || a.Kind == ActionKind.AddFace || a.Events.Any()));
        return await undone.OrderByDescending(a => a.UndoneById).FirstOrDefaultAsync();
    }

    /// <summary>What doing an action again has already done; null while it has not been done again.</summary>
    public static async Task<RedoOutcome?> DoneBeforeAsync(FaceWebDb db, Actor who, long undoneId)
    {
        var again = await db.ReviewActions.AsNoTracking().FirstOrDefaultAsync(a => a.RedoesId == undoneId && a.UserId == who.UserId);
        if (again is null)
            return null;
        var faces = await db.FaceEvents.Where(e => e.ActionId == again.Id).Select(e => e.FaceId).Distinct().ToListAsync();
        return new RedoOutcome(again.Id, undoneId, again.Kind, again.Description, await DecidedFaces.ReadAsync(db, faces));
    }

    /// <summary>Does again what the user undid last, inside the caller's transaction.</summary>
    /// <param name="db">The database.</param>
    /// <param name="who">The user.</param>
    /// <param name="now">When.</param>
    /// <param name="expected">The action to be done again; null for whichever was undone last.</param>
    /// <param name="measured">For a moved or a drawn box: the face in it, measured.</param>
    /// <returns>What was done; null when it is about a box for which nothing was measured.</returns>
    /// <exception cref="RefusedException">There is nothing to redo, it is not the one expected, or somebody has decided otherwise since (409).</exception>
    public static async Task<ActionRedo?> RunAsync(FaceWebDb db, Actor who, DateTime now, long? expected, MeasuredBox? measured)
    {
        var undone = await FindAsync(db, who) ?? throw Conflict("There is nothing to redo: you have undone nothing since what you did last.");
        if (expected is not null && undone.Id != expected)
            throw Conflict($"You undid something else since, perhaps in another window (“{undone.Description}”), so nothing was done again.");
        var undo = await db.ReviewActions.AsNoTracking().FirstAsync(a => a.Id == undone.UndoneById);
        var redo = new ActionRedo(db, who, undone, undo, now);
        var drawn = undone.Kind == ActionKind.AddFace ? await redo.DrawnAsync() : null;
        if (undone.Kind is ActionKind.MoveFace or ActionKind.AddFace && measured?.ActionId != undone.Id)
            return null;
        await (undone.Kind switch
        {
            ActionKind.Merge => redo.MergeAsync(),
            ActionKind.TellApart => redo.TellApartAsync(),
            ActionKind.EditPerson => redo.ChangePersonAsync(),
            ActionKind.Separate => redo.SeparateAsync(),
            ActionKind.MoveFace => redo.MoveBoxAsync(measured!.Face),
            ActionKind.AddFace => redo.DrawAsync(drawn!, measured!.Face),
            _ => redo.DecideAsync(),
        });
        return redo;
    }

    private async Task DecideAsync()
    {
        var named = ActionUndo.ReadPeople(undone.People);
        await RemovedPeople.BringBackAsync(db, named);
        People.UnionWith(named);
        var decisions = await RedoneDecisions.OpenAsync(db, undone);
        var otherwise = await DecidedSinceAsync();
        otherwise.UnionWith(decisions.Otherwise());
        var ledger = decisions.Ledger;
        Refuse(otherwise, ledger.FaceIds.Count);
        decisions.SayAgain();
        if (ledger.Changed.Count == 0)
            throw Conflict($"Nothing of \"{undone.Description}\" is left to do again: the people it named have been forgotten or merged.");
        await ledger.WriteAsync(action, now);
        await FinishAsync(ledger);
    }

    private async Task MergeAsync()
    {
        // What an older version undid does not say it; its events do, where there were faces.
        var into = undo.Change is { } kept ? long.Parse(kept, CultureInfo.InvariantCulture)
            : await db.FaceEvents.Where(e => e.ActionId == undone.Id && e.AfterPersonId != null).Select(e => e.AfterPersonId).FirstOrDefaultAsync();
        var from = ActionUndo.ReadPeople(undone.People);
        var all = from.Append(into ?? 0).ToList();
        if (await db.People.CountAsync(p => all.Contains(p.Id) && p.MergedIntoId == null) < all.Count)
            throw Conflict($"One of the people has been merged, forgotten or taken away since, so \"{undone.Description}\" was not done again.");
        var ledger = await PersonMerging.MergeAsync(db, into!.Value, from, action, now);
        People.UnionWith(all);
        await FinishAsync(ledger);
    }

    private async Task TellApartAsync()
    {
        var pair = ActionUndo.ReadPeople(undone.People);
        foreach (var person in pair)
            await PersonLookup.RequireAsync(db, person);
        if (await db.DifferentPeople.AnyAsync(p => p.PersonId == pair[0] && p.OtherPersonId == pair[1]))
            throw Conflict("Somebody has told these two people apart since: nothing is left to do again.");
        await AddActionAsync();
        db.DifferentPeople.Add(new DifferentPeople { PersonId = pair[0], OtherPersonId = pair[1], ActionId = action.Id });
        await db.SaveChangesAsync();
        People.UnionWith(pair);
        Outcome = await OutcomeAsync([]);
    }

    private async Task ChangePersonAsync()
    {
        var id = ActionUndo.ReadPeople(undone.People).Single();
        var person = await PersonLookup.RequireAsync(db, id);
        var was = PersonChange.Of(person);
        var others = await db.ReviewActions.AnyAsync(a => a.Kind == ActionKind.EditPerson && a.Id > undo.Id && a.UserId != who.UserId && a.UndoneById == null && a.People == undone.People);
        if (others || PersonChange.Read(undone.Change).Again(PersonChange.Read(Kept()), was) is not { } again)
            throw Conflict($"Somebody else has changed this person since, so \"{undone.Description}\" was not done again. Change the person by hand instead.");
        if (again.CoverFaceId is { } cover && !await db.Faces.AnyAsync(f => f.Id == cover && f.PersonId == id))
            throw Conflict($"The face chosen as cover is not {was.Name}'s any more, so \"{undone.Description}\" was not done again.");
        again.Apply(person);
        action.Change = was.ToText();
        await AddActionAsync();
        if (again.Hidden && !was.Hidden)
            await PersonActions.RemoveSuggestionsAsync(db, [id]);
        People.Add(id);
        Outcome = await OutcomeAsync([]);
    }

    private async Task SeparateAsync()
    {
        await AddActionAsync();
        var parts = SeparatedFaces.Read(Kept(), action.Id);
        var ids = parts.ConvertAll(p => p.FaceId);
        var faces = await db.Faces.AsNoTracking().Where(f => ids.Contains(f.Id)).Select(f => new { f.Id, f.PhotoId, f.Decision, f.PersonId }).ToDictionaryAsync(f => f.Id);
        parts.RemoveAll(p => !faces.ContainsKey(p.FaceId));
        db.FaceSeparations.AddRange(parts);
        foreach (var face in parts.Where(p => p.Part > 0).Select(p => faces[p.FaceId]))
        {
            var told = FaceEvent.Keeping(face.Id, face.Decision, face.PersonId);
            told.ActionId = action.Id;
            db.FaceEvents.Add(told);
            Faces.Add((face.Id, face.PhotoId));
        }
        await db.SaveChangesAsync();
        db.ChangeTracker.Clear();
        await db.Faces.Where(f => db.FaceSeparations.Any(s => s.ActionId == action.Id && s.FaceId == f.Id && s.Part > 0))
            .ExecuteUpdateAsync(set => set.SetProperty(f => f.GroupId, (long?)null));
        Outcome = await OutcomeAsync([.. Faces.Select(f => f.FaceId)]);
    }

    private async Task MoveBoxAsync(DescribedFace measured)
    {
        var ids = await db.FaceEvents.Where(e => e.ActionId == undone.Id).Select(e => e.FaceId).Distinct().ToListAsync();
        Refuse(await DecidedSinceAsync(), ids.Count);
        var face = await PhotoFaces.OpenAsync(db, ids.Single(), CancellationToken.None)
            ?? throw new InvalidOperationException($"Face {ids[0]} is gone while its event is there.");
        await HandDrawnFaces.RefuseWhereAFaceIsAsync(db, face.PhotoId, face.Id, measured.Face.Box, CancellationToken.None);
        action.Change = new BoxChange(face.Box, face.DetectorScore, face.ByHand, measured.Face.Box).ToText();
        PhotoFaces.Place(face, measured, byHand: true);
        face.Version++;
        await AddBoxEventAsync(face);
    }

    // Before anything is measured: where the photo is gone there is nothing to measure.
    private async Task<DrawnFace> DrawnAsync()
    {
        var drawn = DrawnFace.Read(Kept());
        return await db.Photos.AnyAsync(p => p.Id == drawn.PhotoId)
            ? drawn
            : throw Conflict("The photo is gone, and the face with it: nothing is left to do again.");
    }

    private async Task DrawAsync(DrawnFace drawn, DescribedFace measured)
    {
        await HandDrawnFaces.RefuseWhereAFaceIsAsync(db, drawn.PhotoId, null, measured.Face.Box, CancellationToken.None);
        var face = new Face { Id = drawn.FaceId, PhotoId = drawn.PhotoId, Version = drawn.Version + 1 };
        PhotoFaces.Place(face, measured, byHand: true);
        db.Faces.Add(face);
        await db.SaveChangesAsync();
        db.FaceEvents.AddRange(drawn.Events);
        await AddBoxEventAsync(face);
    }

    private async Task AddBoxEventAsync(Face face)
    {
        action.Events.Add(FaceEvent.Keeping(face.Id, face.Decision, face.PersonId));
        await AddActionAsync();
        db.ChangeTracker.Clear();
        Faces.Add((face.Id, face.PhotoId));
        Outcome = await OutcomeAsync([face.Id]);
    }

    // What only newer versions keep with an undo.
    private string Kept() => undo.Change
        ?? throw Conflict($"\"{undone.Description}\" was undone by a version of FaceWeb that did not keep what doing it again needs.");

    // The action's faces of which somebody else has said something that stands. What this user has said since is done again, too: before this.
    private Task<HashSet<long>> DecidedSinceAsync() =>
        DecidedSince.Events(db, undone.Id, undo.Id).Where(e => e.Action!.UserId != who.UserId).Select(e => e.FaceId).ToHashSetAsync();

    private void Refuse(HashSet<long> otherwise, int all)
    {
        if (otherwise.Count == 0)
            return;
        throw Conflict($"{DecidedSince.Subject(otherwise, all)} been decided or moved otherwise since, so \"{undone.Description}\" was not done again. Decide the faces by hand instead.");
    }

    private async Task FinishAsync(DecisionLedger ledger)
    {
        foreach (var face in ledger.FaceIds)
        {
            Faces.Add((face, ledger.PhotoId(face)));
            People.UnionWith(new[] { ledger.StateBefore(face).PersonId, ledger.State(face).PersonId }.OfType<long>());
        }
        Outcome = await OutcomeAsync(ledger.Changed);
    }

    private async Task AddActionAsync()
    {
        db.ReviewActions.Add(action);
        await db.SaveChangesAsync();
    }

    private async Task<RedoOutcome> OutcomeAsync(IReadOnlyList<long> faces) =>
        new(action.Id, undone.Id, action.Kind, action.Description, await DecidedFaces.ReadAsync(db, faces));

    private static RefusedException Conflict(string sentence) => new(sentence, StatusCodes.Status409Conflict);
}
