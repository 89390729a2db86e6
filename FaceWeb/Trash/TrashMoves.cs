using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Data.Deleted;
using FaceWeb.Faces;
using FaceWeb.Faces.Naming;
using FaceWeb.History.Decisions;
using FaceWeb.History.Steps;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Trash;

/// <summary>Moves rows into the trash, inside the caller's transaction: a deleted row is in no table that anything else reads.</summary>
internal static class TrashMoves
{
    /// <summary>Puts photos with their faces into the trash, each as a thing of its own. Those that are gone already are passed over.</summary>
    /// <param name="db">The database, with the caller's transaction.</param>
    /// <param name="action">The action, written.</param>
    /// <param name="ids">The photos.</param>
    /// <returns>The photos, with their albums.</returns>
    public static async Task<IReadOnlyList<(long Id, long AlbumId)>> PutPhotosAsync(
        FaceWebDb db, ReviewAction action, IEnumerable<long> ids)
    {
        var put = new List<(long, long)>();
        foreach (var part in ids.Distinct().Chunk(Batch.Size))
        {
            var photos = await db.Photos.Where(p => part.Contains(p.Id)).Select(p => new
            {
                p.Id,
                p.AlbumId,
                p.FileName,
                p.Bytes,
                Album = p.Album!.Name,
                Faces = p.Faces.Count(f => f.Decision != FaceDecision.NotAFace),
            }).ToListAsync();
            db.TrashItems.AddRange(photos.Select(p => new TrashItem
            {
                Kind = TrashKind.Photo,
                ItemKey = p.Id,
                AlbumId = p.AlbumId,
                Name = p.FileName,
                AlbumName = p.Album,
                Photos = 1,
                Faces = p.Faces,
                Bytes = p.Bytes,
                DeletedAt = action.At,
                UserId = action.UserId,
                ActionId = action.Id,
            }));
            put.AddRange(photos.Select(p => (p.Id, p.AlbumId)));
        }
        await db.SaveChangesAsync();
        db.ChangeTracker.Clear();
        await MoveAsync<Photo>(db, $"""
            FROM "TrashItems" i CROSS JOIN "Photos" x WHERE x."Id" = i."ItemKey" AND i."Kind" = {(int)TrashKind.Photo} AND i."ActionId" = {action.Id}
            """, "i.\"Id\"");
        await MoveFacesAsync(db, action.Id);
        return put;
    }

    /// <summary>Puts an album with its photos and their faces into the trash as one thing.</summary>
    /// <param name="db">The database, with the caller's transaction.</param>
    /// <param name="action">The action, written.</param>
    /// <param name="id">The album.</param>
    /// <returns>Whether there was such an album.</returns>
    public static async Task<bool> PutAlbumAsync(FaceWebDb db, ReviewAction action, long id)
    {
        var album = await db.Albums.Where(a => a.Id == id).Select(a => new { a.Name, Photos = a.Photos.Count, Bytes = a.Photos.Sum(p => p.Bytes) })
            .FirstOrDefaultAsync();
        if (album is null)
            return false;
        db.TrashItems.Add(new TrashItem
        {
            Kind = TrashKind.Album,
            ItemKey = id,
            Name = album.Name,
            Photos = album.Photos,
            Faces = await db.Faces.CountAsync(f => f.Photo!.AlbumId == id && f.Decision != FaceDecision.NotAFace),
            Bytes = album.Bytes,
            DeletedAt = action.At,
            UserId = action.UserId,
            ActionId = action.Id,
        });
        await db.SaveChangesAsync();
        db.ChangeTracker.Clear();
        var item = $"""FROM "TrashItems" i CROSS JOIN %s WHERE i."Kind" = {(int)TrashKind.Album} AND i."ActionId" = {action.Id} AND i."ItemKey" = """;
        // An album may be in the trash already, when one of its photos was brought back without the others.
        await MoveAsync<Album>(db, item.Replace("%s", "\"Albums\" x", StringComparison.Ordinal) + "x.\"Id\"", "i.\"Id\"");
        await MoveAsync<Photo>(db, item.Replace("%s", "\"Photos\" x", StringComparison.Ordinal) + "x.\"AlbumId\"", "i.\"Id\"");
        await MoveFacesAsync(db, action.Id);
        await db.Albums.Where(a => a.Id == id).ExecuteDeleteAsync();
        return true;
    }

    /// <summary>
    /// Puts a person with everybody merged into them into the trash; what was said of their faces is taken back as events of the action, so that
    /// bringing them back says it again.
    /// </summary>
    /// <param name="db">The database, with the caller's transaction.</param>
    /// <param name="action">The action, not written yet.</param>
    /// <param name="id">The person.</param>
    /// <param name="now">When.</param>
    /// <returns>The ledger, written.</returns>
    /// <exception cref="Api.RefusedException">There is no such person (404), or they have been merged into another (409).</exception>
    public static async Task<DecisionLedger> PutPersonAsync(FaceWebDb db, ReviewAction action, long id, DateTime now)
    {
        var name = (await PersonLookup.RequireAsync(db, id)).Name;
        db.ChangeTracker.Clear();
        var people = await PersonLookup.WithMergedAsync(db, id);
        var confirmed = await db.Faces.Where(f => f.PersonId == id).Select(f => f.Id).ToListAsync();
        var rejecting = await db.Rejections.Where(r => people.Contains(r.PersonId)).Select(r => r.FaceId).ToListAsync();
        var ledger = await DecisionLedger.OpenAsync(db, confirmed.Union(rejecting));
        foreach (var face in ledger.FaceIds)
        {
            if (ledger.State(face) == FaceState.Confirmed(id))
                ledger.Decide(face, FaceState.Undecided);
            foreach (var person in people)
                ledger.Unreject(face, person);
        }
        await ledger.WriteAsync(action, now);
        await SuggestionRows.RemovePeopleAsync(db, people);
        db.TrashItems.Add(new TrashItem
        {
            Kind = TrashKind.Person,
            ItemKey = id,
            Name = name,
            Faces = confirmed.Count,
            DeletedAt = action.At,
            UserId = action.UserId,
            ActionId = action.Id,
        });
        await db.SaveChangesAsync();
        db.ChangeTracker.Clear();
        var keys = string.Join(',', people);
        var item = $"""FROM "TrashItems" i CROSS JOIN %s WHERE i."Kind" = {(int)TrashKind.Person} AND i."ActionId" = {action.Id} AND """;
        await MoveAsync<Person>(db, item.Replace("%s", "\"People\" x", StringComparison.Ordinal) + $"x.\"Id\" IN ({keys})", "i.\"Id\"");
        await MoveAsync<DifferentPeople>(
            db,
            item.Replace("%s", "\"DifferentPeople\" x", StringComparison.Ordinal)
                + $"(x.\"PersonId\" IN ({keys}) OR x.\"OtherPersonId\" IN ({keys}))",
            "i.\"Id\"");
        await db.People.Where(p => people.Contains(p.Id)).ExecuteDeleteAsync();
        return ledger;
    }

    /// <summary>The action that puts these into the trash, with what doing it again needs.</summary>
    public static ReviewAction Action(Access.Actor who, ActionKind kind, DateTime now, string description, IReadOnlyList<long> keys) => new()
    {
        UserId = who.UserId,
        Source = who.Source,
        At = now,
        Kind = kind,
        Description = description,
        Payload = StepPayload.Write(new DeletedKeys(keys)),
    };

    private static async Task MoveFacesAsync(FaceWebDb db, long action)
    {
        var items = $"""(SELECT "Id" FROM "TrashItems" WHERE "ActionId" = {action})""";
        await MoveAsync<Face>(
            db, $"""FROM "TrashedPhotos" t CROSS JOIN "Faces" x WHERE x."PhotoId" = t."Id" AND t."TrashItemId" IN {items}""", "t.\"TrashItemId\"");
        foreach (var type in TrashedTables.OfFaces)
        {
            var from = $"""
                FROM "TrashedFaces" t CROSS JOIN "{TrashedTables.TablesOf(db, type).Living}" x WHERE x."FaceId" = t."Id" AND t."TrashItemId" IN {items}
                """;
            await MoveAsync(db, type, from, "t.\"TrashItemId\"");
        }

        // Faces and all that belongs to them go with their photos.
        await ExecuteAsync(db, $"""DELETE FROM "Photos" WHERE "Id" IN (SELECT "Id" FROM "TrashedPhotos" WHERE "TrashItemId" IN {items})""");
    }

    private static Task MoveAsync<T>(FaceWebDb db, string from, string item) => MoveAsync(db, typeof(T), from, item);

    private static Task MoveAsync(FaceWebDb db, Type type, string from, string item) => ExecuteAsync(
        db,
        $"""
        INSERT OR REPLACE INTO "{TrashedTables.TablesOf(db, type).Deleted}" ({TrashedTables.ColumnsOf(db, type)}, "{TrashedTables.ItemColumn}")
        SELECT {TrashedTables.ColumnsOf(db, type, "x.")}, {item} {from}
        """);

    // Names of tables and columns from the model, and keys: nothing that somebody typed.
    internal static async Task ExecuteAsync(FaceWebDb db, string sql)
    {
#pragma warning disable EF1002
        await db.Database.ExecuteSqlRawAsync(sql.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
#pragma warning restore EF1002
    }
}
