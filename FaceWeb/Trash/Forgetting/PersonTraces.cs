using FaceWeb.Data;
using FaceWeb.Data.Decisions;
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
        foreach (var type in TrashedTables.OfFaces)
            await TrashMoves.ExecuteAsync(
                db, $"""DELETE FROM "{TrashedTables.TablesOf(db, type).Deleted}" WHERE "FaceId" IN (SELECT "Id" FROM "TrashedFaces" WHERE "PersonId" IN ({keys}))""");
        await TrashMoves.ExecuteAsync(db, $"""DELETE FROM "TrashedFaces" WHERE "PersonId" IN ({keys})""");
    }
}
