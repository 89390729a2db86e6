using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Data.Deleted;
using FaceWeb.History.Steps;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Trash.Steps;

/// <summary>
/// A person put into the trash; the action's person is that one. Their faces became undecided: bringing the person back brings back what was said
/// of each of them, unless something else has been said of it since.
/// </summary>
internal sealed class DeletePersonStep : ActionStep
{
    /// <inheritdoc />
    public override ActionKind Kind => ActionKind.DeletePerson;

    /// <inheritdoc />
    public override bool OutlivesFaces => true;

    /// <inheritdoc />
    public override bool IsInHistoryOfPeople => true;

    /// <inheritdoc />
    public override async Task<IReadOnlyList<long>> UndoAsync(StepUndo undo)
    {
        var id = undo.Action.Id;
        var item = await undo.Db.TrashItems.AsNoTracking().FirstOrDefaultAsync(i => i.ActionId == id)
            ?? throw StepRedo.Conflict("The person has been deleted for good: nothing is left to undo.");
        await TrashReturns.BringPersonBackAsync(undo.Db, item);
        return await undo.TakeBackAsync(undecidedSince: true);
    }

    /// <inheritdoc />
    public override async Task<IReadOnlyList<long>> RedoAsync(StepRedo redo)
    {
        var person = redo.Named.Single();
        redo.Action.Payload = redo.Undone.Payload;
        var ledger = await TrashMoves.PutPersonAsync(redo.Db, redo.Action, person, redo.Now);
        redo.People.Add(person);
        redo.Take(ledger);
        return ledger.Changed;
    }
}
