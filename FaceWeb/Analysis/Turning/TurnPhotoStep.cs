using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.History.Steps;
using FaceWeb.Pipeline;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Analysis.Turning;

/// <summary>
/// A photo turned by hand. It says nothing of who a face is, and boxes that other actions keep are turned when these are undone, so it keeps
/// nothing else from being undone.
/// </summary>
internal sealed class TurnPhotoStep(PhotoTurning turning) : ActionStep
{
    /// <inheritdoc />
    public override ActionKind Kind => ActionKind.TurnPhoto;

    /// <inheritdoc />
    public override bool OutlivesFaces => true;

    /// <inheritdoc />
    public override bool SpeaksOfFaces => false;

    /// <inheritdoc />
    public override async Task<IReadOnlyList<long>> UndoAsync(StepUndo undo)
    {
        var (photo, change) = (await FindAsync(undo.Db, undo.Action), StepPayload.Read<TurnChange>(undo.Action.Payload));
        if (photo.Turn.Degrees != change.After || !photo.TurnedByHand)
            throw StepRedo.Conflict($"Somebody else has turned this photo since, so \"{undo.Action.Description}\" was not undone. Turn it by hand instead.");
        await PhotoTurning.WriteAsync(undo.Db, photo, PhotoTurn.OfDegrees(change.Before), change.BeforeByHand);
        await undo.WriteAsync(null);
        undo.Photos.Add(photo.Id);
        return [];
    }

    /// <inheritdoc />
    public override async Task<IReadOnlyList<long>> RedoAsync(StepRedo redo)
    {
        var (photo, change) = (await FindAsync(redo.Db, redo.Undone), StepPayload.Read<TurnChange>(redo.Undone.Payload));
        if (photo.TurnedByHand && (photo.Turn.Degrees != change.Before || !change.BeforeByHand))
            throw StepRedo.Conflict($"Somebody else has turned this photo since, so \"{redo.Undone.Description}\" was not done again. Turn it by hand "
                + $"instead.");
        redo.Action.Payload = StepPayload.Write(change with { Before = photo.Turn.Degrees, BeforeByHand = photo.TurnedByHand });
        await PhotoTurning.WriteAsync(redo.Db, photo, PhotoTurn.OfDegrees(change.After), byHand: true);
        await redo.WriteAsync();
        redo.Photos.Add(photo.Id);
        return [];
    }

    /// <inheritdoc />
    public override Task BeginAsync(IReadOnlyList<long> photos) => turning.BeginAsync(photos);

    private static async Task<Photo> FindAsync(FaceWebDb db, ReviewAction action) =>
        await db.Photos.AsNoTracking().FirstOrDefaultAsync(p => p.Id == action.PhotoId)
            ?? throw StepRedo.Conflict("The photo is gone: nothing is left to turn.");
}
