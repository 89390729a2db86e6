using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.History.Steps;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Analysis.Boxes;

/// <summary>A face drawn by hand. It goes with the undo, and comes back with its key and its history.</summary>
internal sealed class AddFaceStep(BoxMeasuring boxes) : ActionStep
{
    /// <inheritdoc />
    public override ActionKind Kind => ActionKind.AddFace;

    /// <inheritdoc />
    public override bool BringsFacesBack => true;

    /// <inheritdoc />
    public override bool PlacesBoxes => true;

    /// <inheritdoc />
    public override bool NeedsMeasuring => true;

    /// <inheritdoc />
    public override async Task<object?> MeasureForRedoAsync(FaceWebDb db, ReviewAction undone, ReviewAction undo)
    {
        if (undo.Payload is null)
            return null;
        var drawn = StepPayload.Read<DrawnFace>(undo.Payload);
        var photo = await db.Photos.AsNoTracking().FirstOrDefaultAsync(p => p.Id == drawn.PhotoId);
        return photo is null ? null : await boxes.MeasureAgainAsync(photo, drawn.BoxOn(photo), 1);
    }

    /// <inheritdoc />
    public override async Task<IReadOnlyList<long>> UndoAsync(StepUndo undo)
    {
        await undo.RefuseWhenDecidedSinceAsync();
        var (db, face) = (undo.Db, undo.Events[0].FaceId);
        await undo.TakeBackAsync(StepPayload.Write(await DrawnFace.ReadAsync(db, face)));
        await db.People.Where(p => p.CoverFaceId == face).ExecuteUpdateAsync(set => set.SetProperty(p => p.CoverFaceId, (long?)null));
        await db.Faces.Where(f => f.Id == face).ExecuteDeleteAsync();
        return [];
    }

    /// <inheritdoc />
    public override async Task<IReadOnlyList<long>> RedoAsync(StepRedo redo)
    {
        var (db, drawn) = (redo.Db, redo.Kept<DrawnFace>());
        var photo = await db.Photos.AsNoTracking().FirstOrDefaultAsync(p => p.Id == drawn.PhotoId);
        if (redo.Measured is not DescribedFace measured || photo is null)
            throw StepRedo.Conflict("The photo is gone, and the face with it: nothing is left to do again.");
        if (measured.Face.Box != drawn.BoxOn(photo))
            throw HandDrawnFaces.TurnedMeanwhile();
        await HandDrawnFaces.RefuseWhereAFaceIsAsync(db, drawn.PhotoId, null, measured.Face.Box, CancellationToken.None);
        var face = new Face { Id = drawn.FaceId, PhotoId = drawn.PhotoId, Version = drawn.Version + 1 };
        PhotoFaces.Place(face, measured, byHand: true);
        db.Faces.Add(face);
        await db.SaveChangesAsync();
        db.FaceEvents.AddRange(drawn.Events);
        await redo.WriteAsync(FaceEvent.Keeping(face.Id, face.Decision, face.PersonId));
        db.ChangeTracker.Clear();
        redo.Faces.Add((face.Id, face.PhotoId));
        return [face.Id];
    }

    /// <inheritdoc />
    public override string TellOfFace(FaceEvent e, Func<long?, string> name) => "Drawn by hand.";
}
