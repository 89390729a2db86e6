using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.History.Steps;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Analysis.Tracks;

/// <summary>Two tracks made one. Taken back, the one that went comes back with its key, its history and what was said of it.</summary>
internal sealed class JoinTracksStep : ActionStep
{
    /// <inheritdoc />
    public override ActionKind Kind => ActionKind.JoinTracks;

    /// <inheritdoc />
    public override bool PlacesBoxes => true;

    /// <inheritdoc />
    public override async Task<IReadOnlyList<long>> UndoAsync(StepUndo undo)
    {
        await undo.RefuseWhenDecidedSinceAsync();
        var (db, joined) = (undo.Db, StepPayload.Read<JoinedTracks>(undo.Action.Payload));
        var (action, spoken) = (undo.Action, joined.Other.Events.Select(e => e.ActionId).ToList());
        if (await db.ReviewActions.AnyAsync(a => spoken.Contains(a.Id) && a.UndoneById > action.Id))
            throw StepRedo.Conflict($"What was said of one of the two has been taken back since, so \"{action.Description}\" was not undone.");
        var face = await TrackParts.OpenAsync(db, joined.FaceId);
        var other = await joined.Other.FaceAsync(db);
        if (face is null || !TrackParts.Cut(face, other, joined.At, joined.KeptFirst, []))
            throw StepRedo.Conflict($"The appearance is gone or another one, so \"{action.Description}\" was not undone. Cut it by hand instead.");
        (face.Track!.ByHand, other.Track!.ByHand) = (joined.ByHand, joined.OtherByHand);
        face.Version++;
        db.Faces.Add(other);
        await db.SaveChangesAsync();
        await joined.Other.AddHistoryAsync(db);
        await undo.WriteAsync(
            null, FaceEvent.Keeping(face.Id, face.Decision, face.PersonId),
            FaceEvent.Keeping(other.Id, other.Decision, other.PersonId));
        await db.Rejections.Where(r => r.FaceId == joined.FaceId && joined.Rejected.Contains(r.PersonId)).ExecuteDeleteAsync();
        undo.Faces.AddRange([(face.Id, face.PhotoId), (other.Id, face.PhotoId)]);
        undo.People.UnionWith(new[] { face.PersonId, other.PersonId }.OfType<long>());
        return [face.Id, other.Id];
    }

    /// <inheritdoc />
    public override async Task<IReadOnlyList<long>> RedoAsync(StepRedo redo)
    {
        var (db, joined) = (redo.Db, StepPayload.Read<JoinedTracks>(redo.Undone.Payload));
        redo.Refuse(await redo.DecidedSinceAsync(), 2);
        if (await TrackParts.OpenAsync(db, joined.FaceId) is not { } face || await TrackParts.OpenAsync(db, joined.Other.FaceId) is not { } other)
            throw StepRedo.Conflict($"One of the appearances is gone, so \"{redo.Undone.Description}\" was not done again.");
        (face, other) = TrackEditing.InOrder(face, other);
        redo.Action.Payload = StepPayload.Write(await TrackEditing.JoinAsync(db, face, other, redo.Now));
        await redo.WriteAsync(FaceEvent.Keeping(face.Id, face.Decision, face.PersonId));
        db.ChangeTracker.Clear();
        redo.Faces.AddRange([(face.Id, face.PhotoId), (other.Id, face.PhotoId)]);
        redo.People.UnionWith(new[] { face.PersonId }.OfType<long>());
        return [face.Id];
    }

    /// <inheritdoc />
    public override string TellOfFace(FaceEvent e, Func<long?, string> name) => "Joined with another appearance in the video.";
}
