using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Faces;
using FaceWeb.Faces.Naming;
using FaceWeb.History.Steps;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.People.Steps;

/// <summary>A person renamed, hidden, or given another cover or birth date. The action's people are that one; it keeps the values before.</summary>
internal sealed class EditPersonStep : ActionStep
{
    /// <inheritdoc />
    public override ActionKind Kind => ActionKind.EditPerson;

    /// <inheritdoc />
    public override bool OutlivesFaces => true;

    /// <inheritdoc />
    public override bool IsInHistoryOfPeople => true;

    /// <inheritdoc />
    public override async Task<IReadOnlyList<long>> UndoAsync(StepUndo undo)
    {
        var (db, action, id) = (undo.Db, undo.Action, undo.Named.Single());
        var before = StepPayload.Read<PersonChange>(action.Payload);
        if (await Others(db, id).AnyAsync(a => a.Id > action.Id))
        {
            throw new RefusedException(
                $"Somebody else has changed this person since, so \"{action.Description}\" was not undone. Change the person by hand instead.",
                StatusCodes.Status409Conflict);
        }
        var person = await db.People.FirstOrDefaultAsync(p => p.Id == id)
            ?? throw StepRedo.Conflict($"The person is in the trash, so \"{action.Description}\" was not undone: bring them back first.");
        var cover = before.CoverFaceId is { } face && await db.Faces.AnyAsync(f => f.Id == face && f.PersonId == id) ? before.CoverFaceId : null;
        var taken = PersonChange.Of(person);
        (before with { CoverFaceId = cover }).Apply(person);
        await undo.WriteAsync(StepPayload.Write(taken));
        if (before.Hidden)
            await SuggestionRows.RemovePeopleAsync(db, [id]);
        undo.People.Add(id);
        return [];
    }

    /// <inheritdoc />
    public override async Task<IReadOnlyList<long>> RedoAsync(StepRedo redo)
    {
        var (db, id) = (redo.Db, redo.Named.Single());
        var person = await PersonLookup.RequireAsync(db, id);
        var was = PersonChange.Of(person);
        var (undoId, userId) = (redo.Undo.Id, redo.UserId);
        var others = await Others(db, id).AnyAsync(a => a.Id > undoId && a.UserId != userId);
        if (others || StepPayload.Read<PersonChange>(redo.Undone.Payload).Again(redo.Kept<PersonChange>(), was) is not { } again)
            throw StepRedo.Conflict($"Somebody else has changed this person since, so \"{redo.Undone.Description}\" was not done again. Change the "
                + $"person by hand instead.");
        if (again.CoverFaceId is { } cover && !await db.Faces.AnyAsync(f => f.Id == cover && f.PersonId == id))
            throw StepRedo.Conflict($"The face chosen as cover is not {was.Name}'s any more, so \"{redo.Undone.Description}\" was not done again.");
        again.Apply(person);
        redo.Action.Payload = StepPayload.Write(was);
        await redo.WriteAsync();
        if (again.Hidden && !was.Hidden)
            await SuggestionRows.RemovePeopleAsync(db, [id]);
        redo.People.Add(id);
        return [];
    }

    private static IQueryable<ReviewAction> Others(FaceWebDb db, long person) =>
        db.ReviewActions.Where(a => a.Kind == ActionKind.EditPerson && a.UndoneById == null && a.People.Any(p => p.PersonId == person));
}
