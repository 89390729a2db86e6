using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Faces.Naming;
using FaceWeb.History.Steps;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.People.Steps;

/// <summary>Two people said to be two. The action's people are the two.</summary>
internal sealed class TellApartStep : ActionStep
{
    /// <inheritdoc />
    public override ActionKind Kind => ActionKind.TellApart;

    /// <inheritdoc />
    public override bool OutlivesFaces => true;

    /// <inheritdoc />
    public override bool IsInHistoryOfPeople => true;

    /// <inheritdoc />
    public override async Task<IReadOnlyList<long>> UndoAsync(StepUndo undo)
    {
        await undo.Db.DifferentPeople.Where(p => p.ActionId == undo.Action.Id).ExecuteDeleteAsync();
        undo.People.UnionWith(undo.Named);
        await undo.WriteAsync(null);
        return [];
    }

    /// <inheritdoc />
    public override async Task<IReadOnlyList<long>> RedoAsync(StepRedo redo)
    {
        var (db, pair) = (redo.Db, redo.Named);
        foreach (var person in pair)
            await PersonLookup.RequireAsync(db, person);
        if (await db.DifferentPeople.AnyAsync(p => p.PersonId == pair[0] && p.OtherPersonId == pair[1]))
            throw StepRedo.Conflict("Somebody has told these two people apart since: nothing is left to do again.");
        await redo.WriteAsync();
        db.DifferentPeople.Add(new DifferentPeople { PersonId = pair[0], OtherPersonId = pair[1], ActionId = redo.Action.Id });
        await db.SaveChangesAsync();
        redo.People.UnionWith(pair);
        return [];
    }

    /// <inheritdoc />
    public override string TellOfPerson(string description, IReadOnlyList<string> others) =>
        $"Said to be somebody else than {string.Join(", ", others)}.";
}
