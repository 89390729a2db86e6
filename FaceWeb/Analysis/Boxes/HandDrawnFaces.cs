using FaceWeb.Access;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Faces;
using FaceWeb.History.Decisions;
using FaceWeb.History.Steps;
using FaceWeb.Live;
using FaceWeb.Pipeline;
using FaceWeb.Suggestions;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Analysis.Boxes;

/// <summary>
/// Faces as a person draws them: one that the detector missed is added, a box that sits badly is moved or resized. Either is measured at
/// once, gets names suggested, and can be undone like a decision.
/// </summary>
public sealed class HandDrawnFaces(
    IDbContextFactory<FaceWebDb> databases, BoxMeasuring measuring, SuggestService suggest, FaceService faces, FacePictures pictures,
        ChangeFeed changes, RoleCheck roles, TimeProvider clock)
{
    /// <summary>Adds a face.</summary>
    /// <param name="photoId">The photo.</param>
    /// <param name="box">From brows to chin and ear to ear, in pixels of the upright original; what hangs over the photo's edge is cut off.</param>
    /// <param name="who">Who drew it.</param>
    /// <param name="turn">By how many degrees the photo was turned that was looked at; null takes the box on the photo as it is.</param>
    /// <param name="cancel">Gives up before anything is written.</param>
    /// <exception cref="RefusedException">
    /// No such photo (404), a box that is too small or outside (400), a face there already, or the photo was turned meanwhile (409), a file that
    /// cannot be read (422).
    /// </exception>
    public async Task<FaceView> AddAsync(long photoId, FaceBox box, Actor who, int? turn = null, CancellationToken cancel = default)
    {
        await roles.RequireAsync(Policies.Edit);
        Photo photo;
        await using (var db = await databases.CreateDbContextAsync(cancel))
            photo = await db.Photos.AsNoTracking().FirstOrDefaultAsync(p => p.Id == photoId, cancel)
                ?? throw RefusedException.NotFound($"photo {photoId}");
        if (turn is { } seen && seen != photo.Turn.Degrees)
            throw TurnedMeanwhile();
        var described = await measuring.MeasureDrawnAsync(photo, box, cancel);

        var face = new Face { PhotoId = photoId };
        PhotoFaces.Place(face, described, byHand: true);
        await using (var db = await databases.CreateDbContextAsync(cancel))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            var there = await db.Photos.AsNoTracking().FirstOrDefaultAsync(p => p.Id == photoId, cancel)
                ?? throw RefusedException.NotFound($"photo {photoId}");
            if ((there.Turn, there.FaceTurn) != (photo.Turn, photo.FaceTurn))
                throw TurnedMeanwhile();
            await RefuseWhereAFaceIsAsync(db, photoId, null, described.Face.Box, cancel);
            db.Faces.Add(face);
            await db.SaveChangesAsync(cancel);
            await WriteActionAsync(db, face, ActionKind.AddFace, "Drew a face.", null, who, cancel);
            await transaction.CommitAsync(cancel);
        }
        suggest.Request([face.Id]);
        changes.Announce(new Change(ChangeKind.Face, photo.AlbumId, photoId, face.Id));
        return await faces.FindAsync(face.Id);
    }

    /// <summary>Moves or resizes a face's box. Its decision stays; a box that is there already changes nothing.</summary>
    /// <param name="faceId">The face.</param>
    /// <param name="box">The new box, as for <see cref="AddAsync"/>.</param>
    /// <param name="version">The face's version that was looked at; null moves it whatever has been said of it since.</param>
    /// <param name="who">Who moved it.</param>
    /// <param name="turn">As for <see cref="AddAsync"/>.</param>
    /// <param name="cancel">Gives up before anything is written.</param>
    /// <exception cref="RefusedException">
    /// No such face (404), a box that is too small or outside (400), another face there already, or the face was decided or moved since
    /// that version, or the photo turned (409), a file that cannot be read (422).
    /// </exception>
    public async Task<FaceView> MoveAsync(
        long faceId, FaceBox box, int? version, Actor who, int? turn = null, CancellationToken cancel = default)
    {
        await roles.RequireAsync(Policies.Edit);
        Photo photo;
        await using (var db = await databases.CreateDbContextAsync(cancel))
        {
            var face = await db.Faces.AsNoTracking().Include(f => f.Photo).FirstOrDefaultAsync(f => f.Id == faceId, cancel)
                ?? throw RefusedException.NotFound($"face {faceId}");
            photo = face.Photo!;
            if (turn is { } looked && looked != photo.Turn.Degrees)
                throw TurnedMeanwhile();
            if (face.Box == box)
                return await faces.FindAsync(faceId);
        }
        var described = await measuring.MeasureDrawnAsync(photo, box, cancel);

        FaceDecision decision;
        await using (var db = await databases.CreateDbContextAsync(cancel))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            var face = await PhotoFaces.OpenAsync(db, faceId, cancel) ?? throw RefusedException.NotFound($"face {faceId}");
            if (version is { } seen && seen != face.Version)
                throw new RefusedException($"{await LastWord.OfAsync(db, faceId, who)} decided or moved face {faceId} meanwhile: look at it again "
                    + $"before moving it.", StatusCodes.Status409Conflict);
            if ((face.Photo!.Turn, face.Photo.FaceTurn) != (photo.Turn, photo.FaceTurn))
                throw TurnedMeanwhile();
            await RefuseWhereAFaceIsAsync(db, photo.Id, faceId, described.Face.Box, cancel);
            var change = new BoxChange(face.Box, face.DetectorScore, face.ByHand, described.Face.Box, photo.Turn.Degrees);
            decision = face.Decision;
            PhotoFaces.Place(face, described, byHand: true);
            face.Version++;
            await WriteActionAsync(db, face, ActionKind.MoveFace, "Moved or resized the box of a face.", change, who, cancel);
            await transaction.CommitAsync(cancel);
        }
        pictures.Renew([faceId]);
        suggest.Request([faceId]);
        // Others are compared with a confirmed face's numbers.
        if (decision == FaceDecision.Confirmed)
            suggest.RequestAll();
        changes.Announce(new Change(ChangeKind.Face, photo.AlbumId, photo.Id, faceId));
        return await faces.FindAsync(faceId);
    }

    /// <summary>Refuses a box where a face of the photo is already.</summary>
    /// <exception cref="RefusedException">There is one (409).</exception>
    internal static async Task RefuseWhereAFaceIsAsync(FaceWebDb db, long photoId, long? exceptId, FaceBox box, CancellationToken cancel)
    {
        var others = await db.Faces.AsNoTracking()
            .Where(f => f.PhotoId == photoId && f.Id != exceptId && f.Decision != FaceDecision.NotAFace).ToListAsync(cancel);
        if (others.Exists(f => f.Box.IntersectionOverUnion(box) >= BoxMeasuring.SameFace))
            throw new RefusedException("There is a face with nearly this box already: name that one instead.", StatusCodes.Status409Conflict);
    }

    /// <summary>The answer to a box of a photo that has been turned since it was looked at.</summary>
    internal static RefusedException TurnedMeanwhile() =>
        new("The photo was turned meanwhile: look at it again before placing a box on it.", StatusCodes.Status409Conflict);

    private async Task WriteActionAsync(
        FaceWebDb db, Face face, ActionKind kind, string description, BoxChange? change, Actor who, CancellationToken cancel)
    {
        db.ReviewActions.Add(new ReviewAction
        {
            UserId = who.UserId,
            At = clock.GetUtcNow().UtcDateTime,
            Kind = kind,
            Source = who.Source,
            Description = description,
            Payload = change is null ? null : StepPayload.Write(change),
            Events = { FaceEvent.Keeping(face.Id, face.Decision, face.PersonId) },
        });
        await db.SaveChangesAsync(cancel);
    }
}
