using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.History.Steps;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Groups.Steps;

/// <summary>
/// Faces taken out of a group, or a group split. It says nothing of who they are: it is taken back whatever was decided since, and keeps nothing
/// from being taken back.
/// </summary>
internal sealed class SeparateStep : ActionStep
{
    /// <inheritdoc />
    public override ActionKind Kind => ActionKind.Separate;

    /// <inheritdoc />
    public override bool SpeaksOfFaces => false;

    /// <inheritdoc />
    public override async Task<IReadOnlyList<long>> UndoAsync(StepUndo undo)
    {
        var rows = await undo.Db.FaceSeparations.AsNoTracking().Where(s => s.ActionId == undo.Action.Id).ToListAsync();
        await LeaveGroupsAsync(undo.Db, undo.Action.Id);
        await undo.Db.FaceSeparations.Where(s => s.ActionId == undo.Action.Id).ExecuteDeleteAsync();
        return await undo.TakeBackAsync(StepPayload.Write(SeparatedFaces.Of(rows)));
    }

    /// <inheritdoc />
    public override async Task<IReadOnlyList<long>> RedoAsync(StepRedo redo)
    {
        var db = redo.Db;
        var parts = redo.Kept<SeparatedFaces>();
        await redo.WriteAsync();
        var ids = parts.Faces.Select(p => p.FaceId).ToList();
        var faces = await db.Faces.AsNoTracking().Where(f => ids.Contains(f.Id))
            .Select(f => new { f.Id, f.PhotoId, f.Decision, f.PersonId }).ToDictionaryAsync(f => f.Id);
        var rows = parts.RowsOf(redo.Action.Id).FindAll(p => faces.ContainsKey(p.FaceId));
        db.FaceSeparations.AddRange(rows);
        foreach (var face in rows.Where(p => p.Part > 0).Select(p => faces[p.FaceId]))
        {
            var told = FaceEvent.Keeping(face.Id, face.Decision, face.PersonId);
            told.ActionId = redo.Action.Id;
            db.FaceEvents.Add(told);
            redo.Faces.Add((face.Id, face.PhotoId));
        }
        await db.SaveChangesAsync();
        db.ChangeTracker.Clear();
        await LeaveGroupsAsync(db, redo.Action.Id);
        return [.. redo.Faces.Select(f => f.FaceId)];
    }

    /// <inheritdoc />
    public override string TellOfFace(FaceEvent e, Func<long?, string> name) => "Taken out of a group of similar faces.";

    /// <summary>Lets the faces that leave a group by an action, or had left one, look for their place anew.</summary>
    public static Task<int> LeaveGroupsAsync(FaceWebDb db, long actionId) =>
        db.Faces.Where(f => db.FaceSeparations.Any(s => s.ActionId == actionId && s.FaceId == f.Id && s.Part > 0))
            .ExecuteUpdateAsync(set => set.SetProperty(f => f.GroupId, (long?)null));
}
