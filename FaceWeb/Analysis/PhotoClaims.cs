using System.Collections.Concurrent;
using FaceWeb.Data;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Analysis;

/// <summary>
/// Who analyses which photo. A photo goes from queued to running by a conditional update, so that only one worker gets it; the same
/// claim is asked for again when the faces are written. FaceWeb is the only process on its database, so a claim that this process does
/// not hold belongs to one that died.
/// </summary>
/// <remarks>
/// A photo whose analysis kills the process (memory, a fault in a native decoder) must not do so for ever: each claim that a dead
/// process left counts as an interruption of the photo, the interrupted photos wait behind all others, and the third interruption makes
/// the photo fail. Being interrupted does not count as a failed try.
/// </remarks>
public sealed class PhotoClaims(IDbContextFactory<FaceWebDb> databases, TimeProvider clock)
{
    /// <summary>After how many deaths of the process a photo is given up.</summary>
    public const int MostInterruptions = 3;

    private readonly Guid process = Guid.NewGuid();
    private readonly ConcurrentDictionary<long, CancellationTokenSource> held = new();

    /// <summary>Claims a queued photo.</summary>
    /// <returns>The photo as claimed; null when it is not queued (any more).</returns>
    public async Task<Photo?> TakeAsync(long photoId, CancellationToken cancel)
    {
        // Held before it is written: the sweep must never see a claim of this process that nobody seems to hold.
        var now = clock.GetUtcNow().UtcDateTime;
        var stop = new CancellationTokenSource();
        if (!held.TryAdd(photoId, stop))
        {
            stop.Dispose();
            return null;
        }
        try
        {
            await using var db = await databases.CreateDbContextAsync(cancel);
            var taken = await db.Photos.Where(p => p.Id == photoId && p.State == PhotoState.Queued).ExecuteUpdateAsync(set => set
                .SetProperty(p => p.State, PhotoState.Running)
                .SetProperty(p => p.ClaimedBy, process)
                .SetProperty(p => p.ClaimedAt, now), cancel);
            var photo = taken == 1 ? await db.Photos.AsNoTracking().FirstOrDefaultAsync(p => p.Id == photoId, CancellationToken.None) : null;
            if (photo is null)
                Release(photoId);
            return photo;
        }
        catch
        {
            Release(photoId);
            throw;
        }
    }

    /// <summary>The photo, if it is still claimed by this process; nothing when it was deleted meanwhile.</summary>
    public IQueryable<Photo> Held(FaceWebDb db, long photoId) =>
        db.Photos.Where(p => p.Id == photoId && p.State == PhotoState.Running && p.ClaimedBy == process);

    /// <summary>The job that took this photo has ended, in whatever way.</summary>
    public void Release(long photoId)
    {
        if (held.TryRemove(photoId, out var stop))
            stop.Dispose();
    }

    /// <summary>Cancelled when somebody calls the analysis of this photo off; never for a photo that this process does not hold.</summary>
    internal CancellationToken Stopped(long photoId)
    {
        try
        {
            return held.TryGetValue(photoId, out var stop) ? stop.Token : CancellationToken.None;
        }
        catch (ObjectDisposedException)
        {
            return CancellationToken.None;
        }
    }

    /// <summary>Asks the job that analyses this photo to stop.</summary>
    /// <returns>Whether this process is analysing it.</returns>
    internal bool Stop(long photoId)
    {
        if (!held.TryGetValue(photoId, out var stop))
            return false;
        try
        {
            stop.Cancel();
            return true;
        }
        catch (ObjectDisposedException)
        {
            // It ended in this very moment.
            return false;
        }
    }

    /// <summary>Gives every photo that a dead process was analysing back to the queue, or up after the third time.</summary>
    /// <returns>The albums and photos that were given up.</returns>
    public async Task<IReadOnlyList<(long AlbumId, long PhotoId)>> TakeBackAsync(CancellationToken cancel = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var running = await db.Photos.Where(p => p.State == PhotoState.Running)
            .Select(p => new { p.Id, p.AlbumId, p.Interruptions, p.ClaimedBy, p.ClaimedAt }).ToListAsync(cancel);
        var givenUp = new List<(long, long)>();
        foreach (var photo in running.Where(p => !held.ContainsKey(p.Id)))
        {
            var last = photo.Interruptions + 1 >= MostInterruptions;
            // The claim is part of the condition: the photo may have been finished since it was read.
            var changed = await db.Photos
                .Where(p => p.Id == photo.Id && p.State == PhotoState.Running && p.ClaimedBy == photo.ClaimedBy && p.ClaimedAt == photo.ClaimedAt)
                .ExecuteUpdateAsync(set => set
                    .SetProperty(p => p.State, last ? PhotoState.Failed : PhotoState.Queued)
                    .SetProperty(p => p.Interruptions, last ? 0 : photo.Interruptions + 1)
                    .SetProperty(p => p.Error, p => last ? "FaceWeb stopped three times while reading this photo. Check the file, or upload a smaller copy." : p.Error)
                    .SetProperty(p => p.ClaimedBy, (Guid?)null)
                    .SetProperty(p => p.ClaimedAt, (DateTime?)null), cancel);
            if (changed == 1 && last)
                givenUp.Add((photo.AlbumId, photo.Id));
        }
        return givenUp;
    }
}
