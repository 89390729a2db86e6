using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Data.Deleted;
using FaceWeb.History;
using FaceWeb.History.Steps;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.People.Steps;

/// <summary>People merged into one. The action's people are those merged away.</summary>
internal sealed class MergeStep : ActionStep
{
    /// <inheritdoc />
    public override ActionKind Kind => ActionKind.Merge;

    /// <inheritdoc />
    public override bool OutlivesFaces => true;

    /// <inheritdoc />
    public override async Task<IReadOnlyList<long>> UndoAsync(StepUndo undo)
    {
        await undo.RefuseWhenDecidedSinceAsync();
        var (db, from) = (undo.Db, undo.Named);
        if (await db.People.CountAsync(p => from.Contains(p.Id)) < from.Count && await db.TrashItems.AnyAsync(i => i.Kind == TrashKind.Person))
            throw StepRedo.Conflict($"The people are in the trash, so \"{undo.Action.Description}\" was not undone: bring them back first.");
        var into = await db.People.Where(p => from.Contains(p.Id)).Select(p => p.MergedIntoId).FirstOrDefaultAsync();
        await db.People.Where(p => from.Contains(p.Id)).ExecuteUpdateAsync(set => set.SetProperty(p => p.MergedIntoId, (long?)null));
        return await undo.TakeBackAsync(into is { } person ? StepPayload.Write(new MergedInto(person)) : null);
    }

    /// <inheritdoc />
    public override async Task<IReadOnlyList<long>> RedoAsync(StepRedo redo)
    {
        // What an older version undid does not say into whom; its events do, where there were faces.
        var (db, from) = (redo.Db, redo.Named);
        var into = redo.Undo.Payload is { } kept
            ? StepPayload.Read<MergedInto>(kept).Into
            : await db.FaceEvents.Where(e => e.ActionId == redo.Undone.Id && e.AfterPersonId != null).Select(e => e.AfterPersonId)
                .FirstOrDefaultAsync();
        var all = from.Append(into ?? 0).ToList();
        if (await db.People.CountAsync(p => all.Contains(p.Id) && p.MergedIntoId == null) < all.Count)
            throw StepRedo.Conflict(
                $"One of the people has been merged, forgotten or taken away since, so \"{redo.Undone.Description}\" was not done again.");
        var ledger = await PersonMerging.MergeAsync(db, into!.Value, from, redo.Action, redo.Now);
        redo.People.UnionWith(all);
        redo.Take(ledger);
        return ledger.Changed;
    }

    /// <summary>What an undo keeps.</summary>
    /// <param name="Into">Whom the others were merged into.</param>
    internal sealed record MergedInto(long? Into);
}
