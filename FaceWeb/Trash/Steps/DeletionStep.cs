using FaceWeb.Analysis;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Data.Deleted;
using FaceWeb.History.Steps;
using FaceWeb.Live;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Trash.Steps;

/// <summary>Photos or an album put into the trash. Taking it back brings back what of it still lies there.</summary>
internal abstract class DeletionStep(AnalysisQueue queue, ChangeFeed changes) : ActionStep
{
    /// <inheritdoc />
    public override bool OutlivesFaces => true;

    /// <inheritdoc />
    public override bool SpeaksOfFaces => false;

    /// <summary>Faces that came back wait for names.</summary>
    public override bool PlacesBoxes => true;

    /// <inheritdoc />
    public override async Task<IReadOnlyList<long>> UndoAsync(StepUndo undo)
    {
        var id = undo.Action.Id;
        var items = await undo.Db.TrashItems.AsNoTracking().Where(i => i.ActionId == id).ToListAsync();
        if (items.Count == 0)
            throw StepRedo.Conflict(
                $"What \"{undo.Action.Description}\" deleted has been brought back or deleted for good: nothing is left to undo.");
        var back = await TrashReturns.BringBackAsync(undo.Db, items, await undo.WriteAsync(null), undo.Now);
        undo.Faces.AddRange(back.Faces);
        undo.Photos.AddRange(back.Photos);
        Announce(back.Albums, back.Photos);
        return [.. back.Faces.Select(f => f.FaceId)];
    }

    /// <inheritdoc />
    public override async Task<IReadOnlyList<long>> RedoAsync(StepRedo redo)
    {
        var keys = StepPayload.Read<DeletedKeys>(redo.Undone.Payload).Keys;
        redo.Action.Payload = redo.Undone.Payload;
        await redo.WriteAsync();
        var put = await PutAsync(redo.Db, redo.Action, keys);
        if (put.Photos.Count == 0 && put.Albums.Count == 0)
            throw StepRedo.Conflict($"What \"{redo.Undone.Description}\" had deleted is gone: nothing is left to delete.");
        redo.Photos.AddRange(put.Photos);
        Announce(put.Albums, put.Photos);
        return [];
    }

    /// <inheritdoc />
    public override Task BeginAsync(IReadOnlyList<long> photos)
    {
        // Those that are not queued, or in the trash again, are passed over by the worker.
        queue.Enqueue(photos);
        return Task.CompletedTask;
    }

    /// <summary>Puts it into the trash again.</summary>
    /// <param name="db">The database, with the caller's transaction.</param>
    /// <param name="action">The new action, written.</param>
    /// <param name="keys">What was put there before.</param>
    /// <returns>What is gone, and the albums that this changed.</returns>
    protected abstract Task<(IReadOnlyList<long> Photos, IReadOnlyList<long> Albums)> PutAsync(
        FaceWebDb db, ReviewAction action, IReadOnlyList<long> keys);

    // A little early: pages gather changes before they read.
    private void Announce(IEnumerable<long> albums, IReadOnlyList<long> photos)
    {
        foreach (var album in albums)
            changes.Announce(new Change(ChangeKind.Album, AlbumId: album));
        foreach (var photo in photos)
            changes.Announce(new Change(ChangeKind.Photo, PhotoId: photo));
    }
}
