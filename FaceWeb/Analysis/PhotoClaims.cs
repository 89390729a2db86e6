using System.Collections.Concurrent;
using FaceWeb.Data;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Analysis;

/// <summary>
/// Which photos this process is analysing: only one worker gets a photo, because claiming it is a conditional update (<see cref="PhotoStates"/>),
/// and the same claim is asked for again when the faces are written. FaceWeb is the only process on its database, so a claim that this process
/// does not hold belongs to one that died.
/// </summary>
/// <remarks>
/// A photo whose analysis kills the process (memory, a fault in a native decoder) must not do so for ever: each claim that a dead
/// process left counts as an interruption of the photo, the interrupted photos wait behind all others, and the third interruption makes
/// the photo fail. Being interrupted does not count as a failed try.
/// </remarks>
public sealed class PhotoClaims(IDbContextFactory<FaceWebDb> databases, TimeProvider clock)
{
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
            var photo = await PhotoStates.ClaimAsync(db, photoId, process, now, cancel);
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
    /// <returns>The albums, photos and contents that were given up.</returns>
    public async Task<IReadOnlyList<(long AlbumId, long PhotoId, string Sha256)>> TakeBackAsync(CancellationToken cancel = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var running = await db.Photos.AsNoTracking().Where(p => p.State == PhotoState.Running).ToListAsync(cancel);
        var givenUp = new List<(long, long, string)>();
        foreach (var photo in running.Where(p => !held.ContainsKey(p.Id)))
        {
            if (await PhotoStates.InterruptAsync(db, photo, cancel) == PhotoState.Failed)
                givenUp.Add((photo.AlbumId, photo.Id, photo.Sha256));
        }
        return givenUp;
    }
}
