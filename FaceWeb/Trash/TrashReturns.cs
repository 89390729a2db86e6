using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Data.Deleted;
using FaceWeb.History;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Trash;

/// <summary>
/// Puts rows of the trash back where they were, with their keys, inside the caller's transaction. What has happened meanwhile is respected: a
/// face of somebody who has been merged since is of whom they were merged into, one of somebody who has been forgotten is undecided.
/// </summary>
internal static class TrashReturns
{
    /// <summary>Brings photos and albums back.</summary>
    /// <param name="db">The database, with the caller's transaction.</param>
    /// <param name="items">Which; their rows in the trash go.</param>
    /// <param name="action">The action that brings them back, written: it tells of faces whose person is gone.</param>
    /// <param name="now">When.</param>
    /// <exception cref="RefusedException">An album has the same content again already (409).</exception>
    public static async Task<BroughtBack> BringBackAsync(FaceWebDb db, IReadOnlyCollection<TrashItem> items, long action, DateTime now)
    {
        var keys = string.Join(',', items.Select(i => i.Id));
        var mine = $"x.\"{TrashedTables.ItemColumn}\" IN ({keys})";
        await RefuseTwiceAsync(db, mine);
        await AlbumsAsync(db, items, mine);
        await RemovedPeople.BringBackAsync(db, await ListAsync(db, $"""
            SELECT DISTINCT x."PersonId" AS "Value" FROM "TrashedFaces" x JOIN "RemovedPeople" r ON r."Id" = x."PersonId" WHERE {mine}
            """));

        await ReturnAsync<Photo>(db, mine, new()
        {
            ["State"] = $"CASE x.\"State\" WHEN {(int)PhotoState.Running} THEN {(int)PhotoState.Queued} ELSE x.\"State\" END",
            ["ClaimedBy"] = "NULL",
            ["ClaimedAt"] = "NULL",
        });
        const string Gone = "x.\"PersonId\" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM \"People\" p WHERE p.\"Id\" = x.\"PersonId\")";
        await ReturnAsync<Face>(db, mine, new()
        {
            ["Decision"] = $"CASE WHEN {Gone} THEN 0 ELSE x.\"Decision\" END",
            ["DecidedAt"] = $"CASE WHEN {Gone} THEN NULL ELSE x.\"DecidedAt\" END",
            ["PersonId"] = "(SELECT p.\"Id\" FROM \"People\" p WHERE p.\"Id\" = x.\"PersonId\")",
            // Names are suggested anew.
            ["BestPersonId"] = "NULL",
            ["BestProbability"] = "NULL",
            // One that had a name suggested is no unknown face until it has one again.
            ["GroupId"] = $"CASE WHEN {Gone} OR x.\"BestPersonId\" IS NOT NULL THEN NULL ELSE x.\"GroupId\" END",
            ["Version"] = "x.\"Version\" + 1",
        });
        // What speaks of somebody or of an action comes back only while they are there.
        const string Told = " AND EXISTS (SELECT 1 FROM \"ReviewActions\" a WHERE a.\"Id\" = x.\"ActionId\")";
        var conditions = new Dictionary<Type, string>
        {
            [typeof(Rejection)] = " AND EXISTS (SELECT 1 FROM \"People\" p WHERE p.\"Id\" = x.\"PersonId\")",
            [typeof(FaceSeparation)] = Told,
            [typeof(FaceEvent)] = Told,
        };
        foreach (var type in TrashedTables.OfFaces)
            await ReturnAsync(db, type, mine + conditions.GetValueOrDefault(type));
        await TellOfLostAsync(db, $"{mine} AND {Gone}", action);
        await FollowMergesAsync(db, mine, now);

        var photos = await ListAsync(db, $"SELECT x.\"Id\" AS \"Value\" FROM \"TrashedPhotos\" x WHERE {mine}");
        var queued = new List<long>();
        var faces = new List<(long, long)>();
        foreach (var part in photos.Chunk(Batch.Size))
        {
            queued.AddRange(await db.Photos.Where(p => part.Contains(p.Id) && p.State == PhotoState.Queued).Select(p => p.Id).ToListAsync());
            faces.AddRange((await db.Faces.Where(f => part.Contains(f.PhotoId)).Select(f => new { f.Id, f.PhotoId }).ToListAsync())
                .Select(f => (f.Id, f.PhotoId)));
        }
        await TrashMoves.ExecuteAsync(db, $"DELETE FROM \"TrashItems\" WHERE \"Id\" IN ({keys})");
        return new BroughtBack([.. items.Select(i => i.Kind == TrashKind.Album ? i.ItemKey : i.AlbumId ?? 0).Distinct()], photos, queued, faces);
    }

    /// <summary>Brings a person and everybody merged into them back, without what was said of faces.</summary>
    /// <param name="db">The database, with the caller's transaction.</param>
    /// <param name="item">The person in the trash; its row there goes.</param>
    public static async Task BringPersonBackAsync(FaceWebDb db, TrashItem item)
    {
        var mine = $"x.\"{TrashedTables.ItemColumn}\" = {item.Id}";
        await ReturnAsync<Person>(db, mine);
        await ReturnAsync<DifferentPeople>(db, $"""
            {mine} AND EXISTS (SELECT 1 FROM "ReviewActions" a WHERE a."Id" = x."ActionId") AND
                (SELECT COUNT(*) FROM "People" p WHERE p."Id" IN (x."PersonId", x."OtherPersonId")) = 2
            """);
        await TrashMoves.ExecuteAsync(db, $"DELETE FROM \"TrashItems\" WHERE \"Id\" = {item.Id}");
    }

    private static async Task RefuseTwiceAsync(FaceWebDb db, string mine)
    {
        var twice = await ListAsync(db, $"""
            SELECT p."Id" AS "Value" FROM "TrashedPhotos" x JOIN "Photos" p ON p."AlbumId" = x."AlbumId" AND p."Sha256" = x."Sha256" WHERE {mine}
            """);
        if (twice.Count > 0)
            throw new RefusedException(
                $"The album has the same photo again (photo {twice[0]}), so nothing was brought back: delete that one first.",
                StatusCodes.Status409Conflict);
    }

    // A photo may have been deleted before its album was: then the album comes back with it, without the other photos.
    private static async Task AlbumsAsync(FaceWebDb db, IReadOnlyCollection<TrashItem> items, string mine)
    {
        await ReturnAsync<Album>(db, mine);
        var wanted = items.Select(i => (Id: i.AlbumId ?? i.ItemKey, Name: i.AlbumName ?? i.Name, i.DeletedAt)).DistinctBy(a => a.Id).ToList();
        foreach (var album in wanted)
        {
            if (await db.Albums.AnyAsync(a => a.Id == album.Id))
                continue;
            await ReturnAsync<Album>(db, $"x.\"Id\" = {album.Id}");
            if (!await db.Albums.AnyAsync(a => a.Id == album.Id))
                db.Albums.Add(new Album { Id = album.Id, Name = album.Name, CreatedAt = album.DeletedAt });
        }
        await db.SaveChangesAsync();
        db.ChangeTracker.Clear();
    }

    // Whoever is in the trash themselves takes these faces along, and back again; whoever has been forgotten does not.
    private static async Task TellOfLostAsync(FaceWebDb db, string lost, long action)
    {
        var sql = $"""
            SELECT x."Id" AS "FaceId", x."PersonId", (SELECT i."ActionId" FROM "TrashedPeople" t JOIN "TrashItems" i ON i."Id" = t."TrashItemId"
                WHERE t."Id" = x."PersonId") AS "ActionId" FROM "TrashedFaces" x WHERE {lost}
            """;
        var faces = await db.Database.SqlQueryRaw<LostFace>(sql).ToListAsync();
        db.FaceEvents.AddRange(faces.Select(f => new FaceEvent
        {
            ActionId = f.ActionId ?? action,
            FaceId = f.FaceId,
            BeforeDecision = FaceDecision.Confirmed,
            BeforePersonId = f.PersonId,
            AfterDecision = FaceDecision.Undecided,
        }));
        await db.SaveChangesAsync();
        db.ChangeTracker.Clear();
    }

    private static async Task FollowMergesAsync(FaceWebDb db, string mine, DateTime now)
    {
        var sql = $"""
            SELECT x."Id" AS "FaceId", p."Id" AS "PersonId", p."MergedIntoId" AS "Into" FROM "TrashedFaces" x JOIN "People" p ON p."Id" = x."PersonId"
            WHERE {mine} AND p."MergedIntoId" IS NOT NULL
            UNION SELECT x."FaceId", p."Id", p."MergedIntoId" FROM "TrashedRejections" x JOIN "People" p ON p."Id" = x."PersonId"
            WHERE {mine} AND p."MergedIntoId" IS NOT NULL
            """;
        var merged = await db.Database.SqlQueryRaw<MergedFace>(sql).ToListAsync();
        if (merged.Count == 0)
            return;
        await PersonMerging.FollowAsync(
            db, merged.Select(m => m.FaceId).Distinct().ToList(), merged.Select(m => (m.PersonId, (long?)m.Into)).Distinct(), now);
    }

    private static Task ReturnAsync<T>(FaceWebDb db, string which, Dictionary<string, string>? otherwise = null) =>
        ReturnAsync(db, typeof(T), which, otherwise);

    private static Task ReturnAsync(FaceWebDb db, Type type, string which, Dictionary<string, string>? otherwise = null)
    {
        var (living, deleted) = TrashedTables.TablesOf(db, type);
        var columns = TrashedTables.ColumnsOf(db, type).Split(", ");
        var values = columns.Select(c => otherwise?.GetValueOrDefault(c.Trim('"')) ?? $"x.{c}");

        // An album may be there already.
        return TrashMoves.ExecuteAsync(
            db,
            $"""
            INSERT {(type == typeof(Album) ? "OR IGNORE " : "")}INTO "{living}" ({string.Join(", ", columns)})
            SELECT {string.Join(", ", values)} FROM "{deleted}" x WHERE {which}
            """);
    }

    private static Task<List<long>> ListAsync(FaceWebDb db, string sql) => db.Database.SqlQueryRaw<long>(sql).ToListAsync();

    private sealed record LostFace(long FaceId, long PersonId, long? ActionId);

    private sealed record MergedFace(long FaceId, long PersonId, long Into);
}
