using FaceWeb.Data;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Faces.Naming;

/// <summary>Names and covers of many people at once, for reports that know only keys.</summary>
public sealed class PeopleNames(IDbContextFactory<FaceWebDb> databases)
{
    /// <summary>Finds them; people who are gone are left out.</summary>
    /// <param name="ids">The people, any number.</param>
    /// <returns>Names by person, and the face to show for each (null without faces).</returns>
    public async Task<(IReadOnlyDictionary<long, string> Names, IReadOnlyDictionary<long, long?> Covers)> FindAsync(IReadOnlyCollection<long> ids)
    {
        await using var db = await databases.CreateDbContextAsync();
        var names = new Dictionary<long, string>();
        var covers = new Dictionary<long, long?>();
        foreach (var part in ids.Chunk(Batch.Size))
        {
            var found = await db.People.Where(p => part.Contains(p.Id)).Select(p => new { p.Id, p.Name, p.CoverFaceId }).ToListAsync();
            var chosen = await CoverFaces.ChooseAsync(db, [.. found.Where(p => p.CoverFaceId is null).Select(p => p.Id)]);
            foreach (var person in found)
                (names[person.Id], covers[person.Id]) = (
                    person.Name, person.CoverFaceId ?? (chosen.TryGetValue(person.Id, out var cover) ? cover : null));
        }
        return (names, covers);
    }
}
