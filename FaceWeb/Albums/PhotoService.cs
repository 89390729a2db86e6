using System.Globalization;
using System.Linq.Expressions;
using FaceWeb.Access;
using FaceWeb.Analysis;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Faces;
using FaceWeb.Live;
using FaceWeb.Pipeline;
using FaceWeb.Store;
using FaceWeb.Trash;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Albums;

/// <summary>Lists, finds, analyses again and deletes photos.</summary>
public sealed class PhotoService(
    IDbContextFactory<FaceWebDb> databases, FaceService faces, AnalysisQueue queue, TrashService trash, GivenUpPhotos givenUp, ChangeFeed changes,
    RoleCheck roles)
{
    /// <summary>Photos of an album by the date they were taken, then by name; those without a date come first.</summary>
    /// <param name="albumId">The album.</param>
    /// <param name="filter">Which photos.</param>
    /// <param name="skip">How many to leave out at the start.</param>
    /// <param name="take">How many at most.</param>
    /// <exception cref="RefusedException">There is no such album (404).</exception>
    public async Task<Paged<PhotoSummary>> ListAsync(long albumId, PhotoFilter filter, int skip, int take)
    {
        await using var db = await databases.CreateDbContextAsync();
        var wanted = await MatchingAsync(db, albumId, filter);
        var total = await wanted.CountAsync();
        var photos = await Ordered(wanted).Skip(skip).Take(take).Select(p => new
        {
            p.Id,
            p.FileName,
            p.Width,
            p.Height,
            p.State,
            p.Error,
            p.TakenAt,
            p.Sha256,
            p.Turn,
            p.Duration,
            Faces = p.Faces.Count(f => f.Decision != FaceDecision.NotAFace),
            Undecided = p.Faces.Count(f => f.Decision == FaceDecision.Undecided),
        }).ToListAsync();
        return new Paged<PhotoSummary>(total, photos.ConvertAll(p => new PhotoSummary(
            p.Id, p.FileName, p.Width, p.Height, p.State, p.Error, p.Faces, p.Undecided, p.TakenAt, Version(p.Sha256, p.Turn), p.Duration)));
    }

    /// <summary>The same photos with all their faces, for the HTTP API.</summary>
    /// <exception cref="RefusedException">There is no such album (404).</exception>
    public async Task<Paged<PhotoView>> ListWithFacesAsync(long albumId, PhotoFilter filter, Paging paging)
    {
        await using var db = await databases.CreateDbContextAsync();
        var wanted = await MatchingAsync(db, albumId, filter);
        var total = await wanted.CountAsync();
        var photos = await Ordered(wanted).Skip(paging.Skip).Take(paging.PageSize).AsNoTracking().ToListAsync();
        var ids = photos.ConvertAll(p => p.Id);
        var faceIds = await db.Faces.Where(f => ids.Contains(f.PhotoId)).Select(f => f.Id).ToListAsync();
        var views = (await faces.OfIdsAsync(faceIds)).ToLookup(f => f.PhotoId);
        return new Paged<PhotoView>(total, photos.ConvertAll(p => View(p, [.. views[p.Id].OrderBy(f => f.Box.X).ThenBy(f => f.Id)])));
    }

    /// <summary>One photo with its faces and its neighbours in the album.</summary>
    /// <exception cref="RefusedException">There is no such photo (404).</exception>
    public async Task<PhotoView> FindAsync(long id)
    {
        await using var db = await databases.CreateDbContextAsync();
        var photo = await FindRowAsync(db, id);
        var album = db.Photos.Where(p => p.AlbumId == photo.AlbumId);
        var previous = await album.Where(Before(photo)).OrderByDescending(p => p.TakenAt).ThenByDescending(p => p.FileName)
            .ThenByDescending(p => p.Id)
            .Select(p => (long?)p.Id).FirstOrDefaultAsync();
        var next = await Ordered(album.Where(After(photo))).Select(p => (long?)p.Id).FirstOrDefaultAsync();
        return View(photo, await faces.OfPhotoAsync(id)) with { PreviousId = previous, NextId = next };
    }

    /// <summary>Whether a photo is a video; not when it is not there.</summary>
    public async Task<bool> IsVideoAsync(long id)
    {
        await using var db = await databases.CreateDbContextAsync();
        return await db.Photos.AnyAsync(p => p.Id == id && p.Duration != null);
    }

    /// <summary>What the image endpoint needs of a photo: its name, hash and media type.</summary>
    /// <exception cref="RefusedException">There is no such photo (404).</exception>
    public async Task<Photo> FindFileAsync(long id)
    {
        await using var db = await databases.CreateDbContextAsync();
        return await FindRowAsync(db, id);
    }

    /// <summary>Analyses a failed photo again; does nothing when it waits or runs already.</summary>
    /// <exception cref="RefusedException">There is no such photo (404), or it did not fail (409).</exception>
    public async Task RetryAsync(long id)
    {
        await roles.RequireAsync(Policies.Edit);
        await using var db = await databases.CreateDbContextAsync();
        if (await RequeueAsync(db, db.Photos.Where(p => p.Id == id && p.State == PhotoState.Failed)) > 0)
            return;
        if ((await FindRowAsync(db, id)).State == PhotoState.Analysed)
            throw new RefusedException(
                "This photo is analysed; there is nothing to retry. To look at it once more, have it analysed again.", StatusCodes.Status409Conflict);
    }

    /// <summary>Analyses all failed photos of an album again.</summary>
    /// <returns>How many there were.</returns>
    /// <exception cref="RefusedException">There is no such album (404).</exception>
    public async Task<int> RetryFailedAsync(long albumId)
    {
        await roles.RequireAsync(Policies.Edit);
        await using var db = await databases.CreateDbContextAsync();
        return await RequeueAsync(db, await MatchingAsync(db, albumId, new PhotoFilter(State: PhotoState.Failed)));
    }

    /// <summary>Analyses a photo again, whatever came of it before; decisions on its faces stay. Does nothing when it waits already.</summary>
    /// <exception cref="RefusedException">There is no such photo (404), or it is being analysed now (409).</exception>
    public async Task AnalyseAgainAsync(long id)
    {
        await roles.RequireAsync(Policies.Edit);
        await using var db = await databases.CreateDbContextAsync();
        if (await RequeueAsync(db, db.Photos.Where(p => p.Id == id)) > 0)
            return;
        if ((await FindRowAsync(db, id)).State == PhotoState.Running)
            throw new RefusedException("This photo is being analysed right now: wait a moment.", StatusCodes.Status409Conflict);
    }

    /// <summary>Analyses all photos of an album again; decisions on their faces stay.</summary>
    /// <returns>How many are queued by this call.</returns>
    /// <exception cref="RefusedException">There is no such album (404).</exception>
    public async Task<int> AnalyseAlbumAgainAsync(long albumId)
    {
        await roles.RequireAsync(Policies.Edit);
        await using var db = await databases.CreateDbContextAsync();
        return await RequeueAsync(db, await MatchingAsync(db, albumId, new PhotoFilter()));
    }

    /// <summary>Analyses all photos of all albums again, as after a change of models or settings; decisions on their faces stay.</summary>
    /// <returns>How many are queued by this call.</returns>
    public async Task<int> AnalyseEverythingAgainAsync()
    {
        await roles.RequireAsync(Policies.Admin);
        await using var db = await databases.CreateDbContextAsync();
        return await RequeueAsync(db, db.Photos);
    }

    /// <summary>Puts photos with their faces into the trash. Those that are gone already are passed over.</summary>
    public Task DeleteAsync(IReadOnlyCollection<long> ids, Actor who) => trash.PutPhotosAsync(ids, who);

    /// <summary>Names in image addresses what a photo shows: the first 12 digits of its hash, and by how many degrees it is turned.</summary>
    public static string Version(string sha256, PhotoTurn turn) =>
        turn == PhotoTurn.None ? sha256[..12] : string.Create(CultureInfo.InvariantCulture, $"{sha256[..12]}-{turn.Degrees}");

    private static PhotoView View(Photo p, IReadOnlyList<FaceView> faces) =>
        new(p.Id, p.AlbumId, p.FileName, p.Width, p.Height, p.TakenAt?.AddMinutes(-(p.TakenOffset ?? 0)), p.TakenOffset, p.State, p.Error, faces,
            Version(p.Sha256, p.Turn), p.Turn.Degrees, p.TurnedByHand, p.Duration, p.Damaged ? AlbumWords.Damage : null);

    private static async Task<Photo> FindRowAsync(FaceWebDb db, long id) =>
        await db.Photos.AsNoTracking().FirstOrDefaultAsync(p => p.Id == id) ?? throw RefusedException.NotFound($"photo {id}");

    private static async Task<IQueryable<Photo>> MatchingAsync(FaceWebDb db, long albumId, PhotoFilter filter)
    {
        if (!await db.Albums.AnyAsync(a => a.Id == albumId))
            throw AlbumService.NotFound(albumId);
        var photos = db.Photos.Where(p => p.AlbumId == albumId);
        if (filter.State is { } state)
            photos = photos.Where(p => p.State == state);
        if (filter.PersonId is { } person)
            photos = photos.Where(p => p.Faces.Any(f => f.PersonId == person));
        return photos;
    }

    // SQLite sorts null before every date, in the order's index too.
    private static IOrderedQueryable<Photo> Ordered(IQueryable<Photo> photos) =>
        photos.OrderBy(p => p.TakenAt).ThenBy(p => p.FileName).ThenBy(p => p.Id);

#pragma warning disable CA1309 // These comparisons run in the database, which knows only its own (binary) one.
    private static Expression<Func<Photo, bool>> After(Photo photo)
    {
        var (taken, name, id) = (photo.TakenAt, photo.FileName, photo.Id);
        return taken is null
            ? p => p.TakenAt != null || string.Compare(p.FileName, name) > 0 || (p.FileName == name && p.Id > id)
            : p => p.TakenAt > taken || (p.TakenAt == taken && (string.Compare(p.FileName, name) > 0 || (p.FileName == name && p.Id > id)));
    }

    private static Expression<Func<Photo, bool>> Before(Photo photo)
    {
        var (taken, name, id) = (photo.TakenAt, photo.FileName, photo.Id);
        return taken is null
            ? p => p.TakenAt == null && (string.Compare(p.FileName, name) < 0 || (p.FileName == name && p.Id < id))
            : p => p.TakenAt == null || p.TakenAt < taken
                || (p.TakenAt == taken && (string.Compare(p.FileName, name) < 0 || (p.FileName == name && p.Id < id)));
    }
#pragma warning restore CA1309

    private async Task<int> RequeueAsync(FaceWebDb db, IQueryable<Photo> photos)
    {
        var wanted = await photos.Where(PhotoStates.IsAtRest).Select(p => new { p.Id, p.AlbumId, p.Sha256 }).ToListAsync();
        foreach (var part in wanted.Chunk(Batch.Size))
        {
            var ids = part.Select(p => p.Id).ToList();
            await PhotoStates.RequeueAsync(db, ids);
            foreach (var photo in part)
                givenUp.Forgive(photo.Sha256);
            queue.Enqueue(ids);
        }
        foreach (var photo in wanted)
            changes.Announce(new Change(ChangeKind.Photo, photo.AlbumId, photo.Id));
        return wanted.Count;
    }
}
