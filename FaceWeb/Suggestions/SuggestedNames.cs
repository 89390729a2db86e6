using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Pipeline.Classification;
using FaceWeb.Pipeline.Classification.Scoring;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Suggestions;

/// <summary>Writes suggestions: only what differs from what is there, in one short transaction.</summary>
internal static class SuggestedNames
{
    /// <summary>Replaces the suggestions of the faces; a face that was decided or deleted since it was read is left alone.</summary>
    /// <returns>
    /// How many faces were written, how many of these have other names, or the same in another order, and whom the names of all of them name or named.
    /// </returns>
    public static async Task<(int Written, int Renamed, IReadOnlyCollection<long> People)> WriteAsync(
        FaceWebDb db, UndecidedFaces faces, IReadOnlyList<PersonSuggestion>[] suggested, long? classifierId, CancellationToken cancel)
    {
        var ids = faces.Faces.Select(f => f.FaceId).ToList();
        var there = (await db.Suggestions.AsNoTracking().Where(s => ids.Contains(s.FaceId)).ToListAsync(cancel)).ToLookup(s => s.FaceId);
        var changed = Enumerable.Range(0, ids.Count)
            .Where(i => !Same([.. there[ids[i]].OrderBy(s => s.Rank)], suggested[i], classifierId)).ToList();
        if (changed.Count == 0)
            return (0, 0, []);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // Whoever was merged, hidden or deleted since the classifier was read is no name any more.
        var named = changed.SelectMany(i => suggested[i]).Select(s => s.PersonId).Distinct().ToList();
        var living = await db.People.Where(p => named.Contains(p.Id) && p.MergedIntoId == null && !p.Hidden).Select(p => p.Id).ToHashSetAsync(cancel);
        foreach (var i in changed)
            await ReplaceAsync(db, ids[i], [.. suggested[i].Where(s => living.Contains(s.PersonId))], classifierId, cancel);
        await transaction.CommitAsync(cancel);
        var renamed = changed.Count(i =>
            !there[ids[i]].OrderBy(s => s.Rank).Select(s => s.PersonId).SequenceEqual(suggested[i].Select(s => s.PersonId)));
        var people = changed.SelectMany(i => there[ids[i]].Select(s => s.PersonId)).Concat(named).ToHashSet();
        return (changed.Count, renamed, people);
    }

    private static async Task ReplaceAsync(
        FaceWebDb db, long faceId, IReadOnlyList<PersonSuggestion> names, long? classifierId, CancellationToken cancel)
    {
        var person = names.Count > 0 ? names[0].PersonId : (long?)null;
        var probability = names.Count > 0 ? (float)names[0].Probability : (float?)null;
        var undecided = await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE "Faces" SET "BestPersonId" = {person}, "BestProbability" = {probability}
            WHERE "Id" = {faceId} AND "Decision" = {(int)FaceDecision.Undecided}
            """, cancel);
        if (undecided == 0)
            return;
        await db.Database.ExecuteSqlAsync($"""DELETE FROM "Suggestions" WHERE "FaceId" = {faceId}""", cancel);
        for (var rank = 0; rank < names.Count; rank++)
        {
            var (id, p) = (names[rank].PersonId, (float)names[rank].Probability);
            await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO "Suggestions" ("FaceId", "Rank", "PersonId", "Probability", "ClassifierId")
                VALUES ({faceId}, {rank}, {id}, {p}, {classifierId})
                """, cancel);
        }
    }

    // A probability that moved by less than can be seen is no change: a confirmation must not rewrite every face of a large library.
    private static bool Same(List<Suggestion> there, IReadOnlyList<PersonSuggestion> names, long? classifierId)
    {
        if (there.Count != names.Count)
            return false;
        for (var i = 0; i < names.Count; i++)
        {
            if (there[i].PersonId != names[i].PersonId || there[i].ClassifierId != classifierId
                || Math.Abs(there[i].Probability - names[i].Probability) > 0.002)
                return false;
        }
        return true;
    }
}
