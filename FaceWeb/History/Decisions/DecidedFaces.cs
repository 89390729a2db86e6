using FaceWeb.Data;
using FaceWeb.Faces;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.History.Decisions;

/// <summary>Reads faces as they stand after an action.</summary>
internal static class DecidedFaces
{
    /// <summary>These faces, in this order; those that are gone are left out.</summary>
    public static async Task<IReadOnlyList<DecidedFace>> ReadAsync(FaceWebDb db, IReadOnlyList<long> ids)
    {
        var found = new Dictionary<long, DecidedFace>(ids.Count);
        foreach (var chunk in ids.Chunk(Batch.Size))
        {
            var rows = await db.Faces.Where(f => chunk.Contains(f.Id))
                .Select(f => new { f.Id, f.Decision, f.PersonId, f.Person!.Name, f.Version }).ToListAsync();
            foreach (var row in rows)
                found.Add(row.Id,
                    new DecidedFace(row.Id, row.Decision, row.PersonId is { } person ? new PersonRef(person, row.Name) : null, row.Version));
        }
        return [.. ids.Where(found.ContainsKey).Select(id => found[id])];
    }
}
