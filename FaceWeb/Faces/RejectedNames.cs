using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Faces;

/// <summary>
/// What keeps a rejected name away, for good. Three things have to know of it, and all ask here: the pass that suggests names hands the
/// classifier whom each face is not (<see cref="OfUndecidedAsync"/>), stored suggestions lose the name in the transaction that rejects it
/// (<see cref="PairsAsync"/>), and whatever shows a suggestion leaves it out (<see cref="Standing"/>, <see cref="WithStandingFirstName"/>), because
/// a pass that began before the rejection may write after it.
/// </summary>
internal static class RejectedNames
{
    /// <summary>Suggestions of which nobody has said that they are wrong.</summary>
    public static IQueryable<Suggestion> Standing(FaceWebDb db) =>
        db.Suggestions.Where(s => !db.Rejections.Any(r => r.FaceId == s.FaceId && r.PersonId == s.PersonId));

    /// <summary>Those of these faces whose first suggested name nobody has rejected, with those that have none.</summary>
    public static IQueryable<Face> WithStandingFirstName(FaceWebDb db, IQueryable<Face> faces) =>
        faces.Where(f => !db.Rejections.Any(r => r.FaceId == f.Id && r.PersonId == f.BestPersonId));

    /// <summary>Whom the undecided faces of these photos are said not to be, by face.</summary>
    public static async Task<ILookup<long, long>> OfUndecidedAsync(FaceWebDb db, IReadOnlyCollection<long> photoIds, CancellationToken cancel)
    {
        var rejected = await db.Rejections.AsNoTracking()
            .Where(r => db.Faces.Any(f => f.Id == r.FaceId && f.Decision == FaceDecision.Undecided && photoIds.Contains(f.PhotoId)))
            .Select(r => new { r.FaceId, r.PersonId }).ToListAsync(cancel);
        return rejected.ToLookup(r => r.FaceId, r => r.PersonId);
    }

    /// <summary>Faces and whom they are said not to be.</summary>
    /// <param name="db">The database.</param>
    /// <param name="faceIds">At most <see cref="Batch.Size"/> faces.</param>
    public static async Task<HashSet<(long FaceId, long PersonId)>> PairsAsync(FaceWebDb db, IReadOnlyCollection<long> faceIds) =>
        (await db.Rejections.AsNoTracking().Where(r => faceIds.Contains(r.FaceId)).ToListAsync()).ConvertAll(r => (r.FaceId, r.PersonId)).ToHashSet();
}
