using FaceWeb.Access;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Faces;
using FaceWeb.History.Steps;
using FaceWeb.Live;
using FaceWeb.Pipeline;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Analysis.Turning;

/// <summary>
/// Turns photos by hand. Picture, boxes, landmarks and crops turn at once, and what is said of the faces stays; then the photo is analysed again in
/// the background, because a face that was measured on its side has wrong numbers and faces that lay on their side were not found. What a person
/// has turned is never turned by the analysis. It can be undone like a decision.
/// </summary>
public sealed class PhotoTurning(
    IDbContextFactory<FaceWebDb> databases, AnalysisQueue queue, FacePictures pictures, ChangeFeed changes, RoleCheck roles, TimeProvider clock)
{
    /// <summary>Turns a photo from the way it is shown now.</summary>
    /// <param name="photoId">The photo.</param>
    /// <param name="by">How far, clockwise.</param>
    /// <param name="who">Who turns it.</param>
    /// <param name="cancel">Gives up before anything is written.</param>
    /// <exception cref="RefusedException">There is no such photo (404), it is a video (409), or that would not turn it (400).</exception>
    public async Task TurnAsync(long photoId, PhotoTurn by, Actor who, CancellationToken cancel = default)
    {
        await roles.RequireAsync(Policies.Edit);
        if (by == PhotoTurn.None)
            throw new RefusedException("Say by how many degrees to turn the photo clockwise: {\"degrees\": 90}, 180 or 270.");
        await using (var db = await databases.CreateDbContextAsync(cancel))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            var photo = await db.Photos.AsNoTracking().FirstOrDefaultAsync(p => p.Id == photoId, cancel)
                ?? throw RefusedException.NotFound($"photo {photoId}");
            if (photo.Duration is not null)
                throw new RefusedException("A video is turned by itself when its faces lie on their side, not by hand.", StatusCodes.Status409Conflict);
            var turn = photo.Turn.Then(by);
            await WriteAsync(db, photo, turn, byHand: true);
            db.ReviewActions.Add(new ReviewAction
            {
                UserId = who.UserId,
                At = clock.GetUtcNow().UtcDateTime,
                Kind = ActionKind.TurnPhoto,
                Source = who.Source,
                Description = TurnChange.Describe(by),
                PhotoId = photoId,
                Payload = StepPayload.Write(new TurnChange(photo.Turn.Degrees, photo.TurnedByHand, turn.Degrees)),
            });
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
        }
        await BeginAsync([photoId]);
    }

    /// <summary>Turns the rows of a photo and its faces, inside the caller's transaction, and puts the photo back into the queue.</summary>
    /// <param name="db">The context with the open transaction.</param>
    /// <param name="photo">The photo as it is.</param>
    /// <param name="turn">How it is to be shown.</param>
    /// <param name="byHand">Whether a person chose that.</param>
    internal static async Task WriteAsync(FaceWebDb db, Photo photo, PhotoTurn turn, bool byHand)
    {
        await PhotoFaces.TurnAsync(db, photo.Id, photo.Turn.Back.Then(turn), photo.Width, photo.Height, CancellationToken.None);
        await PhotoStates.TurnAsync(db, photo, turn, byHand);
    }

    /// <summary>Has turned photos shown and analysed; to be called once they are committed.</summary>
    internal async Task BeginAsync(IReadOnlyList<long> photoIds)
    {
        await using var db = await databases.CreateDbContextAsync();
        pictures.Renew(await db.Faces.Where(f => photoIds.Contains(f.PhotoId)).Select(f => f.Id).ToListAsync());
        queue.Enqueue(photoIds);
        foreach (var photo in await db.Photos.Where(p => photoIds.Contains(p.Id)).Select(p => new { p.Id, p.AlbumId }).ToListAsync())
            changes.Announce(new Change(ChangeKind.Photo, photo.AlbumId, photo.Id));
        changes.Announce(new Change(ChangeKind.Step));
    }
}
