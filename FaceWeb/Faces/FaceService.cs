using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Faces;

/// <summary>Reads faces: lists for the pages, one face, its pictures, its numbers. Writes nothing.</summary>
public sealed class FaceService(IDbContextFactory<FaceWebDb> databases)
{
    /// <summary>One face.</summary>
    /// <exception cref="RefusedException">There is no such face (404).</exception>
    public async Task<FaceView> FindAsync(long id)
    {
        await using var db = await databases.CreateDbContextAsync();
        var views = await ViewAsync(db, db.Faces.Where(f => f.Id == id));
        return views.Count == 1 ? views[0] : throw RefusedException.NotFound($"face {id}");
    }

    /// <summary>A stretch of the faces that the filter lets through. Each call costs three queries, however many faces it answers.</summary>
    /// <param name="filter">Which faces, in which order.</param>
    /// <param name="skip">How many to pass over, from 0.</param>
    /// <param name="take">How many at most.</param>
    public async Task<Paged<FaceView>> ListAsync(FaceFilter filter, int skip, int take)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(skip);
        ArgumentOutOfRangeException.ThrowIfNegative(take);
        await using var db = await databases.CreateDbContextAsync();
        var faces = Matching(db, filter);
        var total = await faces.CountAsync();
        return new Paged<FaceView>(total, await ViewAsync(db, Ordered(faces, filter.Order).Skip(skip).Take(take)));
    }

    /// <summary>All faces of a photo, from left to right.</summary>
    public async Task<IReadOnlyList<FaceView>> OfPhotoAsync(long photoId)
    {
        await using var db = await databases.CreateDbContextAsync();
        return await ViewAsync(db, db.Faces.Where(f => f.PhotoId == photoId).OrderBy(f => f.X).ThenBy(f => f.Id));
    }

    /// <summary>These faces, in the order of their keys; those that are gone are left out.</summary>
    public async Task<IReadOnlyList<FaceView>> OfIdsAsync(IReadOnlyCollection<long> ids)
    {
        await using var db = await databases.CreateDbContextAsync();
        return await ViewAsync(db, db.Faces.Where(f => ids.Contains(f.Id)).OrderBy(f => f.Id));
    }

    /// <summary>When videos show these faces; without those that are on photos.</summary>
    public async Task<IReadOnlyDictionary<long, SeenSpan>> SeenAsync(IReadOnlyCollection<long> ids)
    {
        await using var db = await databases.CreateDbContextAsync();
        return await db.VideoTracks.Where(t => ids.Contains(t.FaceId)).Select(t => new { t.FaceId, Seen = new SeenSpan(t.Start, t.End, t.BestAt) })
            .ToDictionaryAsync(t => t.FaceId, t => t.Seen);
    }

    /// <summary>The aligned 112 x 112 chip that was embedded, JPEG.</summary>
    /// <exception cref="RefusedException">There is no such face, or it has no pictures yet (404).</exception>
    public Task<byte[]> ChipAsync(long id) => PictureAsync(id, image => image.Chip);

    /// <summary>The face with some of its surroundings, at most 192 pixels a side, JPEG.</summary>
    /// <exception cref="RefusedException">There is no such face, or it has no pictures yet (404).</exception>
    public Task<byte[]> CropAsync(long id) => PictureAsync(id, image => image.Crop);

    /// <summary>The face's numbers: those of the model pack that analysed the photo, else the newest.</summary>
    /// <exception cref="RefusedException">There is no such face, or it has not been measured yet (404).</exception>
    public async Task<EmbeddingView> EmbeddingAsync(long id)
    {
        await using var db = await databases.CreateDbContextAsync();
        var found = await db.Embeddings.Where(e => e.FaceId == id)
            .OrderByDescending(e => e.Model == e.Face!.Photo!.Pack).ThenByDescending(e => e.Id)
            .Select(e => new { e.Model, e.Vector }).FirstOrDefaultAsync();
        if (found is not null)
            return new EmbeddingView(found.Model, HalfVector.Unpack(found.Vector));
        await RequireAsync(db, id);
        throw new RefusedException($"Face {id} has not been measured yet: ask again when its photo is analysed.", StatusCodes.Status404NotFound);
    }

    private async Task<byte[]> PictureAsync(long id, System.Linq.Expressions.Expression<Func<FaceImage, byte[]>> which)
    {
        await using var db = await databases.CreateDbContextAsync();
        var picture = await db.FaceImages.Where(i => i.FaceId == id).Select(which).FirstOrDefaultAsync();
        if (picture is { Length: > 0 })
            return picture;
        await RequireAsync(db, id);
        throw new RefusedException($"Face {id} has no picture yet: ask again when its photo is analysed.", StatusCodes.Status404NotFound);
    }

    private static async Task RequireAsync(FaceWebDb db, long id)
    {
        if (!await db.Faces.AnyAsync(f => f.Id == id))
            throw RefusedException.NotFound($"face {id}");
    }

    /// <summary>The faces that the filter lets through, in no order.</summary>
    internal static IQueryable<Face> Matching(FaceWebDb db, FaceFilter filter)
    {
        var faces = db.Faces.AsQueryable();
        if (filter.Decision is { } decision)
            faces = faces.Where(f => f.Decision == decision);
        if (filter.PersonId is { } person)
            faces = faces.Where(f => f.PersonId == person);
        if (filter.SuggestedPersonId is { } suggested)
            faces = faces.Where(f => f.Decision == FaceDecision.Undecided && f.BestPersonId == suggested);
        if (filter.AlbumId is { } album)
            faces = faces.Where(f => f.Photo!.AlbumId == album);
        if (filter.MinProbability is { } probability)
            faces = faces.Where(f => f.BestProbability >= probability);
        if (filter.MaxProbability is { } most)
            faces = faces.Where(f => f.BestProbability <= most);
        if (filter.GroupId is { } group)
            faces = faces.GroupedUnknown().Where(f => f.GroupId == group);
        if (filter.Unknown)
            faces = faces.Where(f => f.BestPersonId == null);
        if (filter.MinQuality is { } quality)
            faces = faces.Where(f => f.Quality >= quality);
        if (filter.TakenFrom is { } from)
            faces = faces.Where(f => f.Photo!.TakenAt >= from);
        if (filter.TakenTo is { } to)
            faces = faces.Where(f => f.Photo!.TakenAt < to);
        return faces;
    }

    /// <summary>The faces in that order.</summary>
    internal static IQueryable<Face> Ordered(IQueryable<Face> faces, FaceOrder order) => order switch
    {
        FaceOrder.BestFirst => faces.OrderByDescending(f => f.Quality).ThenBy(f => f.Id),
        FaceOrder.NewestFirst => faces.OrderByDescending(f => f.Id),
        _ => faces.OrderByDescending(f => f.BestProbability).ThenByDescending(f => f.Id),
    };

    /// <summary>The faces as pages show them. Two queries for any number: the faces with their people, then all their suggestions.</summary>
    internal static async Task<IReadOnlyList<FaceView>> ViewAsync(FaceWebDb db, IQueryable<Face> faces)
    {
        var rows = await faces.Select(f => new
        {
            f.Id,
            f.PhotoId,
            f.X,
            f.Y,
            f.Width,
            f.Height,
            f.Landmarks,
            f.DetectorScore,
            f.Quality,
            f.Decision,
            f.PersonId,
            PersonName = f.Person!.Name,
            f.Version,
            Seen = f.Track == null ? null : new SeenSpan(f.Track.Start, f.Track.End, f.Track.BestAt),
        }).ToListAsync();
        var undecided = rows.Where(r => r.Decision == FaceDecision.Undecided).Select(r => r.Id).ToList();
        var suggestions = await SuggestionsAsync(db, undecided);
        return rows.ConvertAll(r => new FaceView(
            r.Id,
            r.PhotoId,
            new BoxView(r.X, r.Y, r.Width, r.Height),
            Points(r.Landmarks),
            Rounded(r.DetectorScore),
            Rounded(r.Quality),
            r.Decision,
            r.PersonId is { } person ? new PersonRef(person, r.PersonName) : null,
            [.. suggestions[r.Id]],
            r.Version,
            r.Seen));
    }

    /// <summary>The names that may be offered now for these undecided faces, at most three each, surest first.</summary>
    internal static async Task<ILookup<long, SuggestionView>> SuggestionsAsync(FaceWebDb db, List<long> faceIds)
    {
        if (faceIds.Count == 0)
            return Enumerable.Empty<SuggestionView>().ToLookup(_ => 0L);

        // A suggesting job that began before a rejection, a merge or a hiding may end after it: what was said since wins here too.
        var rows = await RejectedNames.Standing(db)
            .Where(s => faceIds.Contains(s.FaceId) && s.Rank < 3 && !s.Person!.Hidden && s.Person.MergedIntoId == null)
            .OrderBy(s => s.FaceId).ThenBy(s => s.Rank)
            .Select(s => new { s.FaceId, s.PersonId, s.Person!.Name, s.Probability })
            .ToListAsync();
        return rows.ToLookup(s => s.FaceId, s => new SuggestionView(s.PersonId, s.Name, Rounded(s.Probability)));
    }

    private static float[][] Points(byte[] landmarks) =>
        [.. (StoredLandmarks.Read(landmarks)?.Points ?? []).Select(p => new[] { (float)p.X, (float)p.Y })];

    // Kept in single precision: as a double it would read 0.8999999761581421.
    private static double Rounded(float value) => Math.Round(value, 6);
}
