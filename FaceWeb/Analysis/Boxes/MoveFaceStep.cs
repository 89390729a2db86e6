using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.History.Steps;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Analysis.Boxes;

/// <summary>A face's box moved or resized; what is said of the face stays. The face is measured anew where the box is put.</summary>
internal sealed class MoveFaceStep(BoxMeasuring boxes) : ActionStep
{
    /// <inheritdoc />
    public override ActionKind Kind => ActionKind.MoveFace;

    /// <inheritdoc />
    public override bool PlacesBoxes => true;

    /// <inheritdoc />
    public override bool NeedsMeasuring => true;

    /// <inheritdoc />
    public override Task<object?> MeasureForUndoAsync(FaceWebDb db, ReviewAction action)
    {
        var change = StepPayload.Read<BoxChange>(action.Payload);
        return MeasureAsync(db, action, photo => boxes.MeasureAgainAsync(photo, change.BeforeOn(photo), change.Score));
    }

    /// <inheritdoc />
    public override Task<object?> MeasureForRedoAsync(FaceWebDb db, ReviewAction undone, ReviewAction undo)
    {
        var change = StepPayload.Read<BoxChange>(undone.Payload);
        return MeasureAsync(db, undone, photo => boxes.MeasureAgainAsync(photo, change.AfterOn(photo), 1));
    }

    /// <inheritdoc />
    public override async Task<IReadOnlyList<long>> UndoAsync(StepUndo undo)
    {
        await undo.RefuseWhenDecidedSinceAsync();
        var face = await OpenAsync(undo.Db, undo.Events[0].FaceId);
        var (change, measured) = (StepPayload.Read<BoxChange>(undo.Action.Payload), Measured(undo.Measured));
        if (measured.Face.Box != change.BeforeOn(face.Photo!))
            throw HandDrawnFaces.TurnedMeanwhile();
        PhotoFaces.Place(face, measured, change.ByHand);
        face.Version++;
        await undo.WriteAsync(null, FaceEvent.Keeping(face.Id, face.Decision, face.PersonId));
        undo.Faces.Add((face.Id, face.PhotoId));
        return [face.Id];
    }

    /// <inheritdoc />
    public override async Task<IReadOnlyList<long>> RedoAsync(StepRedo redo)
    {
        var ids = await redo.Db.FaceEvents.Where(e => e.ActionId == redo.Undone.Id).Select(e => e.FaceId).Distinct().ToListAsync();
        redo.Refuse(await redo.DecidedSinceAsync(), ids.Count);
        var (face, measured) = (await OpenAsync(redo.Db, ids.Single()), Measured(redo.Measured));
        if (measured.Face.Box != StepPayload.Read<BoxChange>(redo.Undone.Payload).AfterOn(face.Photo!))
            throw HandDrawnFaces.TurnedMeanwhile();
        await HandDrawnFaces.RefuseWhereAFaceIsAsync(redo.Db, face.PhotoId, face.Id, measured.Face.Box, CancellationToken.None);
        redo.Action.Payload = StepPayload.Write(
            new BoxChange(face.Box, face.DetectorScore, face.ByHand, measured.Face.Box, face.Photo!.Turn.Degrees));
        PhotoFaces.Place(face, measured, byHand: true);
        face.Version++;
        await redo.WriteAsync(FaceEvent.Keeping(face.Id, face.Decision, face.PersonId));
        redo.Db.ChangeTracker.Clear();
        redo.Faces.Add((face.Id, face.PhotoId));
        return [face.Id];
    }

    /// <inheritdoc />
    public override string TellOfFace(FaceEvent e, Func<long?, string> name) => "Its box was moved or resized.";

    private static async Task<object?> MeasureAsync(FaceWebDb db, ReviewAction action, Func<Photo, Task<DescribedFace>> measure)
    {
        var photo = await db.FaceEvents.Where(e => e.ActionId == action.Id)
            .Join(db.Faces, e => e.FaceId, f => f.Id, (_, f) => f.Photo!).AsNoTracking().FirstOrDefaultAsync();
        return photo is null ? null : await measure(photo);
    }

    private static DescribedFace Measured(object? measured) =>
        measured as DescribedFace ?? throw StepRedo.Conflict("The photo is gone, and the face with it: nothing is left to measure.");

    private static async Task<Face> OpenAsync(FaceWebDb db, long faceId) => await PhotoFaces.OpenAsync(db, faceId, CancellationToken.None)
        ?? throw new InvalidOperationException($"Face {faceId} is gone while its event is there.");
}
