using FaceWeb.Data;
using FaceWeb.Data.Deleted;
using FaceWeb.History;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Trash.Forgetting;

/// <summary>What the database holds of people beside their own rows and faces: in the history, in what undo keeps, in the trash.</summary>
internal static class PersonTraces
{
    /// <summary>Removes it, inside the caller's transaction.</summary>
    /// <param name="db">The database.</param>
    /// <param name="people">The people.</param>
    /// <param name="faces">Whether the faces confirmed as them that lie in the trash go as well.</param>
    public static async Task RemoveAsync(FaceWebDb db, List<long> people, bool faces)
    {
        var all = await RemovedPeople.ForgetAsync(db, people);

        // Renaming left names in the history: they go too, and with them what took a renaming back.
        var changes = await db.ReviewActions.Where(a => a.Kind == ActionKind.EditPerson && a.People.Any(p => all.Contains(p.PersonId)))
            .Select(a => new { a.Id, a.UndoneById }).ToListAsync();
        var gone = changes.SelectMany(c => new[] { c.Id, c.UndoneById ?? c.Id }).ToList();
        await db.ReviewActions.Where(a => gone.Contains(a.Id)).ExecuteDeleteAsync();

        var keys = string.Join(',', all);
        await TrashMoves.ExecuteAsync(db, $"""DELETE FROM "TrashedRejections" WHERE "PersonId" IN ({keys})""");
        if (!faces)
            return;
        foreach (var table in OfFaces(db))
            await TrashMoves.ExecuteAsync(
                db, $"""DELETE FROM "{table}" WHERE "FaceId" IN (SELECT "Id" FROM "TrashedFaces" WHERE "PersonId" IN ({keys}))""");
        await TrashMoves.ExecuteAsync(db, $"""DELETE FROM "TrashedFaces" WHERE "PersonId" IN ({keys})""");
    }

    private static string[] OfFaces(FaceWebDb db) =>
    [
        TrashedTables.TablesOf<Embedding>(db).Deleted, TrashedTables.TablesOf<FaceImage>(db).Deleted, TrashedTables.TablesOf<VideoTrack>(db).Deleted,
        TrashedTables.TablesOf<TrackImage>(db).Deleted, TrashedTables.TablesOf<TrackEmbedding>(db).Deleted,
        TrashedTables.TablesOf<Rejection>(db).Deleted, TrashedTables.TablesOf<FaceSeparation>(db).Deleted, TrashedTables.TablesOf<FaceEvent>(db).Deleted,
    ];
}
