using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Analysis.Tracks;

/// <summary>
/// A track's face that went, with its history, which goes with the row; kept with the action that took it, so that both can come back. What was
/// measured stays with the track that it became a part of.
/// </summary>
/// <param name="FaceId">The key that the face had, and has again.</param>
/// <param name="PhotoId">The video.</param>
/// <param name="Version">The version that it had.</param>
/// <param name="Decision">What was said of it.</param>
/// <param name="PersonId">Who it was, when confirmed.</param>
/// <param name="DecidedAt">When that was said, UTC.</param>
/// <param name="Events">What had been done to it, in order.</param>
/// <param name="Rejected">Whom somebody had said that it is not, and when.</param>
internal sealed record TakenTrack(
    long FaceId, long PhotoId, int Version, FaceDecision Decision, long? PersonId, DateTime? DecidedAt, IReadOnlyList<FaceEvent> Events,
    IReadOnlyList<TakenTrack.RejectedPerson> Rejected)
{
    /// <summary>The face as it is now.</summary>
    public static async Task<TakenTrack> ReadAsync(FaceWebDb db, Face face)
    {
        var id = face.Id;
        return new TakenTrack(
            id, face.PhotoId, face.Version, face.Decision, face.PersonId, face.DecidedAt,
            await db.FaceEvents.AsNoTracking().Where(e => e.FaceId == id).OrderBy(e => e.Id).ToListAsync(),
            await db.Rejections.Where(r => r.FaceId == id).Select(r => new RejectedPerson(r.PersonId, r.At)).ToListAsync());
    }

    /// <summary>
    /// The face as it comes back, without a track: undecided where the person has been forgotten since, and whoever they have been merged into.
    /// </summary>
    public async Task<Face> FaceAsync(FaceWebDb db)
    {
        var person = PersonId is { } id ? await LivingAsync(db, id) : null;
        var decision = PersonId is not null && person is null ? FaceDecision.Undecided : Decision;
        return new Face
        {
            Id = FaceId,
            PhotoId = PhotoId,
            Version = Version + 1,
            Decision = decision,
            PersonId = person,
            DecidedAt = decision == FaceDecision.Undecided ? null : DecidedAt,
        };
    }

    /// <summary>Brings the history back, once the face's row is there; to be saved by the caller.</summary>
    public async Task AddHistoryAsync(FaceWebDb db)
    {
        db.FaceEvents.AddRange(Events);
        foreach (var (person, at) in Rejected)
        {
            if (await LivingAsync(db, person) == person)
                db.Rejections.Add(new Rejection { FaceId = FaceId, PersonId = person, At = at });
        }
    }

    private static async Task<long?> LivingAsync(FaceWebDb db, long person)
    {
        while (await db.People.Where(p => p.Id == person).Select(p => new { p.MergedIntoId }).FirstOrDefaultAsync() is { } found)
        {
            if (found.MergedIntoId is not { } into)
                return person;
            person = into;
        }
        return null;
    }

    /// <summary>A person whom a face is not.</summary>
    /// <param name="PersonId">The person.</param>
    /// <param name="At">When that was said, UTC.</param>
    internal sealed record RejectedPerson(long PersonId, DateTime At);
}
