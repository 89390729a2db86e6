using FaceWeb.Access;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Live;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Analysis;

/// <summary>Calls the analysis of an album off: what waits is not begun, what runs stops. Everything found before stays.</summary>
public sealed class AnalysisCancellation(IDbContextFactory<FaceWebDb> databases, PhotoClaims claims, ChangeFeed changes, RoleCheck roles)
{
    /// <summary>
    /// Calls it off. A photo that had been analysed before keeps those faces; one that had not counts as failed, and can be retried.
    /// </summary>
    /// <param name="albumId">The album.</param>
    /// <returns>How many photos were waiting or running.</returns>
    /// <exception cref="RefusedException">There is no such album (404), or nothing is being analysed in it (409).</exception>
    public async Task<int> CancelAsync(long albumId)
    {
        await roles.RequireAsync(Policies.Edit);
        await using var db = await databases.CreateDbContextAsync();
        if (!await db.Albums.AnyAsync(a => a.Id == albumId))
            throw RefusedException.NotFound($"album {albumId}");

        var cancelled = await CancelAsync(db.Photos.Where(p => p.AlbumId == albumId));
        if (cancelled == 0)
            throw new RefusedException("Nothing is being analysed in this album: there is nothing to cancel.", StatusCodes.Status409Conflict);
        changes.Announce(new Change(ChangeKind.Album, albumId));
        return cancelled;
    }

    /// <summary>Calls the analysis of all albums off, as <see cref="CancelAsync(long)"/> does of one.</summary>
    /// <returns>How many photos were waiting or running.</returns>
    /// <exception cref="RefusedException">Nothing is being analysed (409).</exception>
    public async Task<int> CancelAllAsync()
    {
        await roles.RequireAsync(Policies.Admin);
        await using var db = await databases.CreateDbContextAsync();
        var cancelled = await CancelAsync(db.Photos);
        if (cancelled == 0)
            throw new RefusedException("Nothing is being analysed: there is nothing to cancel.", StatusCodes.Status409Conflict);
        changes.Announce(new Change(ChangeKind.Photo));
        return cancelled;
    }

    /// <summary>Calls the analysis of one photo or video off, as <see cref="CancelAsync(long)"/> does of an album's.</summary>
    /// <param name="photoId">The photo.</param>
    /// <exception cref="RefusedException">There is no such photo (404), or it is not being analysed (409).</exception>
    public async Task CancelPhotoAsync(long photoId)
    {
        await roles.RequireAsync(Policies.Edit);
        await using var db = await databases.CreateDbContextAsync();
        var photo = await db.Photos.AsNoTracking().FirstOrDefaultAsync(p => p.Id == photoId) ?? throw RefusedException.NotFound($"photo {photoId}");
        if (await CancelAsync(db.Photos.Where(p => p.Id == photoId)) == 0)
            throw new RefusedException("This is not being analysed: there is nothing to cancel.", StatusCodes.Status409Conflict);
        changes.Announce(new Change(ChangeKind.Photo, photo.AlbumId, photoId));
    }

    private async Task<int> CancelAsync(IQueryable<Photo> photos)
    {
        // The waiting ones first: else a worker would go on with the next as soon as one is stopped.
        var waiting = await PhotoStates.PutAsideAsync(photos);
        var running = await photos.Where(p => p.State == PhotoState.Running).Select(p => p.Id).ToListAsync();
        return waiting + running.Count(claims.Stop);
    }
}
