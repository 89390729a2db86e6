using FaceWeb.Data;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Review;

/// <summary>Reads which confirmed faces somebody has looked at again and found right (see <see cref="ReviewService.ReaffirmAsync"/>).</summary>
public static class ReaffirmedFaces
{
    private const int ChunkSize = 2000;

    /// <summary>All of them.</summary>
    public static async Task<IReadOnlySet<long>> ReadAsync(FaceWebDb db, CancellationToken cancel) =>
        (await Standing(db).Select(e => e.FaceId).Distinct().ToListAsync(cancel)).ToHashSet();

    /// <summary>Those among the given faces.</summary>
    public static async Task<IReadOnlySet<long>> AmongAsync(FaceWebDb db, IReadOnlyCollection<long> faceIds)
    {
        var found = new HashSet<long>();
        foreach (var chunk in faceIds.Chunk(ChunkSize))
            found.UnionWith(await Standing(db).Where(e => chunk.Contains(e.FaceId)).Select(e => e.FaceId).ToListAsync());
        return found;
    }

    // Who was said to be right may have been merged since: the face went along.
    private static IQueryable<FaceEvent> Standing(FaceWebDb db) => db.FaceEvents.Where(e =>
        e.Action!.Kind == ActionKind.Reaffirm && e.Action.UndoneById == null
        && db.Faces.Any(f => f.Id == e.FaceId && f.Decision == FaceDecision.Confirmed
            && (f.PersonId == e.AfterPersonId || db.People.Any(p => p.Id == e.AfterPersonId && p.MergedIntoId == f.PersonId))));
}
