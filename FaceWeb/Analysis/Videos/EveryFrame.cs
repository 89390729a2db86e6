using FaceWeb.Access;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Live;
using FaceWeb.Store;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Analysis.Videos;

/// <summary>
/// Has every frame of a video looked at, not only some a second. Called off it keeps what it has found; asked for again it goes on there.
/// </summary>
public sealed class EveryFrame(
    IDbContextFactory<FaceWebDb> databases, AnalysisQueue queue, GivenUpPhotos givenUp, ChangeFeed changes, RoleCheck roles)
{
    /// <summary>Begins, or goes on with what was called off; nothing where it waits for that already.</summary>
    /// <param name="photoId">The video.</param>
    /// <exception cref="RefusedException">There is no such photo (404), it is none, or it is being looked at now (409).</exception>
    public async Task StartAsync(long photoId)
    {
        await roles.RequireAsync(Policies.Edit);
        await using var db = await databases.CreateDbContextAsync();
        var photo = await db.Photos.AsNoTracking().FirstOrDefaultAsync(p => p.Id == photoId) ?? throw RefusedException.NotFound($"photo {photoId}");
        if (photo.Duration is null)
            throw new RefusedException("This is a picture: only a video has frames to be looked at.", StatusCodes.Status409Conflict);
        if (await PhotoStates.RequeueForEveryFrameAsync(db, photoId) == 0)
        {
            if (photo.State == PhotoState.Queued && photo.EveryFrame)
                return;
            throw new RefusedException(
                "This video is being looked at right now: wait until that is done, or cancel it.", StatusCodes.Status409Conflict);
        }
        givenUp.Forgive(photo.Sha256);
        queue.Enqueue([photoId]);
        changes.Announce(new Change(ChangeKind.Photo, photo.AlbumId, photoId));
    }
}
