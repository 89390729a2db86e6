using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.History.Steps;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Analysis.Tracks;

/// <summary>
/// A track cut in two. Taken back, the part that was cut off goes, and comes back with its key and its history when it is cut again.
/// </summary>
internal sealed class CutTrackStep : ActionStep
{
    /// <inheritdoc />
    public override ActionKind Kind => ActionKind.CutTrack;

    /// <inheritdoc />
    public override bool PlacesBoxes => true;

    /// <inheritdoc />
    public override async Task<IReadOnlyList<long>> UndoAsync(StepUndo undo)
    {
        await undo.RefuseWhenDecidedSinceAsync();
        var (db, cut) = (undo.Db, StepPayload.Read<CutTrack>(undo.Action.Payload));
        if (await TrackParts.OpenAsync(db, cut.FaceId) is not { } face || await TrackParts.OpenAsync(db, cut.OtherId) is not { } other)
            throw StepRedo.Conflict($"A part of the appearance is gone, so \"{undo.Action.Description}\" was not undone.");
        var taken = await TakenTrack.ReadAsync(db, other);
        TrackParts.Join(face, other);
        face.Track!.ByHand = cut.ByHand;
        face.Version++;
        await db.SaveChangesAsync();
        await TrackEditing.RemoveAsync(db, other.Id, face.Id);
        await undo.WriteAsync(StepPayload.Write(taken), FaceEvent.Keeping(face.Id, face.Decision, face.PersonId));
        undo.Faces.AddRange([(face.Id, face.PhotoId), (other.Id, face.PhotoId)]);
        return [face.Id];
    }

    /// <inheritdoc />
    public override async Task<IReadOnlyList<long>> RedoAsync(StepRedo redo)
    {
        var (db, cut, taken) = (redo.Db, StepPayload.Read<CutTrack>(redo.Undone.Payload), redo.Kept<TakenTrack>());
        redo.Refuse(await redo.DecidedSinceAsync(), 1);
        var face = await TrackParts.OpenAsync(db, cut.FaceId);
        var other = await taken.FaceAsync(db);
        if (face is null || !TrackParts.Cut(face, other, cut.At, cut.KeptFirst, []))
        {
            throw StepRedo.Conflict($"The video has been looked at again since, so \"{redo.Undone.Description}\" was not done again. Cut the "
                + $"appearance by hand instead.");
        }
        face.Version++;
        db.Faces.Add(other);
        await db.SaveChangesAsync();
        await taken.AddHistoryAsync(db);
        redo.Action.Payload = redo.Undone.Payload;
        await redo.WriteAsync(
            FaceEvent.Keeping(face.Id, face.Decision, face.PersonId), FaceEvent.Keeping(other.Id, other.Decision, other.PersonId));
        db.ChangeTracker.Clear();
        redo.Faces.AddRange([(face.Id, face.PhotoId), (other.Id, face.PhotoId)]);
        return [face.Id, other.Id];
    }

    /// <inheritdoc />
    public override string TellOfFace(FaceEvent e, Func<long?, string> name) => "The appearance was cut in two.";
}
