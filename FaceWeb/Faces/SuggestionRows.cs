using FaceWeb.Data;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Faces;

/// <summary>Keeps stored suggestions true to what a person has just said, until the suggesting job has been round again.</summary>
internal static class SuggestionRows
{
    /// <summary>Removes all suggestions of decided faces.</summary>
    public static async Task RemoveAsync(FaceWebDb db, IEnumerable<long> faceIds)
    {
        foreach (var chunk in faceIds.Chunk(Batch.Size))
            await db.Suggestions.Where(s => chunk.Contains(s.FaceId)).ExecuteDeleteAsync();
    }

    /// <summary>
    /// Writes the suggestions of these faces anew: each person replaced as told (null removes the suggestion), never one that the face
    /// rejects, nobody twice, ranks from 0 without holes, and the copy of the first beside the face.
    /// </summary>
    /// <param name="db">The database, inside a transaction.</param>
    /// <param name="faceIds">The faces.</param>
    /// <param name="replace">From the suggested person's key to the key that takes its place.</param>
    public static async Task RewriteAsync(FaceWebDb db, IEnumerable<long> faceIds, Func<long, long?> replace)
    {
        foreach (var chunk in faceIds.Chunk(Batch.Size))
        {
            var old = await db.Suggestions.AsNoTracking().Where(s => chunk.Contains(s.FaceId)).ToListAsync();
            if (old.Count == 0)
                continue;
            var rejected = await RejectedNames.PairsAsync(db, chunk);
            await db.Suggestions.Where(s => chunk.Contains(s.FaceId)).ExecuteDeleteAsync();
            foreach (var face in old.GroupBy(s => s.FaceId))
            {
                var kept = face.OrderBy(s => s.Rank)
                    .Select(s => (Row: s, PersonId: replace(s.PersonId)))
                    .Where(s => s.PersonId is { } person && !rejected.Contains((face.Key, person)))
                    .DistinctBy(s => s.PersonId);
                db.Suggestions.AddRange(kept.Select((s, rank) => new Suggestion
                {
                    FaceId = face.Key,
                    Rank = rank,
                    PersonId = s.PersonId!.Value,
                    Probability = s.Row.Probability,
                    ClassifierId = s.Row.ClassifierId,
                }));
            }
            await db.SaveChangesAsync();
            db.ChangeTracker.Clear();
            await db.Faces.Where(f => chunk.Contains(f.Id)).ExecuteUpdateAsync(set => set
                .SetProperty(f => f.BestPersonId, f => f.Suggestions.Where(s => s.Rank == 0).Select(s => (long?)s.PersonId).FirstOrDefault())
                .SetProperty(f => f.BestProbability, f => f.Suggestions.Where(s => s.Rank == 0).Select(s => (float?)s.Probability).FirstOrDefault()));
        }
    }

    /// <summary>Takes these people out of all suggestions.</summary>
    public static async Task RemovePeopleAsync(FaceWebDb db, IReadOnlyCollection<long> people)
    {
        var suggested = await db.Suggestions.Where(s => people.Contains(s.PersonId)).Select(s => s.FaceId).Distinct().ToListAsync();
        await RewriteAsync(db, suggested, person => people.Contains(person) ? null : person);
    }
}
