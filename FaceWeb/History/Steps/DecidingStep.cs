using FaceWeb.Data;
using FaceWeb.Data.Decisions;

namespace FaceWeb.History.Steps;

/// <summary>
/// An action that is no more than what its events say of its faces. Taking it back says what was said before; people whom it had named first go
/// with it when nobody speaks of them any more, and come back when it is done again.
/// </summary>
internal class DecidingStep(ActionKind kind) : ActionStep
{
    /// <inheritdoc />
    public override ActionKind Kind => kind;

    /// <inheritdoc />
    public override async Task<IReadOnlyList<long>> UndoAsync(StepUndo undo)
    {
        await undo.RefuseWhenDecidedSinceAsync();
        var changed = await undo.TakeBackAsync();
        await RemovedPeople.RemoveAsync(undo.Db, undo.Named, undo.Steps);
        return changed;
    }

    /// <inheritdoc />
    public override async Task<IReadOnlyList<long>> RedoAsync(StepRedo redo)
    {
        await RemovedPeople.BringBackAsync(redo.Db, redo.Named);
        redo.People.UnionWith(redo.Named);
        var decisions = await RedoneDecisions.OpenAsync(redo.Db, redo.Undone);
        var otherwise = await redo.DecidedSinceAsync();
        otherwise.UnionWith(decisions.Otherwise());
        var ledger = decisions.Ledger;
        redo.Refuse(otherwise, ledger.FaceIds.Count);
        decisions.SayAgain();
        foreach (var face in ledger.FaceIds)
            Add(ledger, face);
        if (ledger.Changed.Count == 0)
            throw StepRedo.Conflict(
                $"Nothing of \"{redo.Undone.Description}\" is left to do again: the people it named have been forgotten or merged.");
        await ledger.WriteAsync(redo.Action, redo.Now);
        redo.Take(ledger);
        return ledger.Changed;
    }

    /// <summary>Says of a face what its events do not hold.</summary>
    protected virtual void Add(Decisions.DecisionLedger ledger, long faceId)
    {
    }
}
