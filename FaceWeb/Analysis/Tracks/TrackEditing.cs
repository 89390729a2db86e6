using System.Globalization;
using FaceWeb.Access;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Data.Tracks;
using FaceWeb.Faces;
using FaceWeb.History.Decisions;
using FaceWeb.History.Steps;
using FaceWeb.Layout;
using FaceWeb.Live;
using FaceWeb.Suggestions;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Analysis.Tracks;

/// <summary>
/// Tracks as a person corrects them: one that holds two people is cut at a time, two of one person are joined. Both can be undone like a decision.
/// </summary>
public sealed class TrackEditing(
    IDbContextFactory<FaceWebDb> databases, TrackMeasuring measuring, SuggestService suggest, FacePictures pictures, ChangeFeed changes,
    RoleCheck roles, TimeProvider clock)
{
    /// <summary>The longest time between two appearances that are joined: nobody is seen between them.</summary>
    public static readonly TimeSpan LongestGap = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Cuts an appearance in two. The part that has the best picture, which lists show and by which it was named, keeps name and history; the other
    /// part is a new face that nobody has spoken of.
    /// </summary>
    /// <param name="faceId">The appearance's face.</param>
    /// <param name="at">Where, milliseconds from the video's start: the second part begins there.</param>
    /// <param name="version">The face's version that was looked at; null cuts whatever has been said since.</param>
    /// <param name="who">Who cuts.</param>
    /// <param name="cancel">Gives up before anything is written.</param>
    /// <exception cref="RefusedException">
    /// No such face (404), a time at which there is nothing to cut (400), a photo's face, or something was said meanwhile (409), a video that cannot
    /// be read (422).
    /// </exception>
    public async Task<TrackPair> CutAsync(long faceId, long at, int? version, Actor who, CancellationToken cancel = default)
    {
        await roles.RequireAsync(Policies.Edit);
        IReadOnlyList<TrackImage> measured;
        await using (var db = await databases.CreateDbContextAsync(cancel))
        {
            var face = await OpenAsync(db, faceId, cancel);
            RefuseOutside(face.Track!, at);
            measured = await measuring.MeasureLackingAsync(face, at, cancel);
        }
        long otherId;
        Face kept;
        await using (var db = await databases.CreateDbContextAsync(cancel))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            kept = await OpenAsync(db, faceId, cancel);
            if (version is { } seen && seen != kept.Version)
            {
                throw new RefusedException($"{await LastWord.OfAsync(db, faceId, who)} said something of this appearance meanwhile: look at it again "
                    + $"before cutting it.", StatusCodes.Status409Conflict);
            }
            RefuseOutside(kept.Track!, at);
            var (keepsFirst, byHand) = (kept.Track!.BestAt < at, kept.Track.ByHand);
            var other = new Face { PhotoId = kept.PhotoId };
            if (!TrackParts.Cut(kept, other, at, keepsFirst, measured))
            {
                throw new RefusedException(
                    "A part of the appearance cannot be measured: the video ends before it, or was looked at again meanwhile.",
                    StatusCodes.Status409Conflict);
            }
            kept.Version++;
            db.Faces.Add(other);
            await db.SaveChangesAsync(cancel);
            otherId = other.Id;
            var payload = StepPayload.Write(new CutTrack(faceId, otherId, at, keepsFirst, byHand));
            db.ReviewActions.Add(Action(who, ActionKind.CutTrack, $"Cut an appearance in a video at {Words.Clock(at)}.", payload, kept, other));
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
        }
        Tell(kept, otherId);
        return new TrackPair(faceId, otherId);
    }

    /// <summary>
    /// Makes one of two appearances. What was said of one of them holds for both; where nothing was said of either, the earlier one's face stands
    /// for both.
    /// </summary>
    /// <param name="faceId">The face of one.</param>
    /// <param name="otherId">The face of the other.</param>
    /// <param name="who">Who joins.</param>
    /// <param name="cancel">Gives up before anything is written.</param>
    /// <exception cref="RefusedException">
    /// No such face (404), the same twice (400), a photo's face, two videos, both seen at once, too far from each other, or said to be two people
    /// (409).
    /// </exception>
    public async Task<TrackPair> JoinAsync(long faceId, long otherId, Actor who, CancellationToken cancel = default)
    {
        await roles.RequireAsync(Policies.Edit);
        if (faceId == otherId)
            throw new RefusedException("Give two appearances to be joined.");
        Face face;
        Face other;
        await using (var db = await databases.CreateDbContextAsync(cancel))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            (face, other) = InOrder(await OpenAsync(db, faceId, cancel), await OpenAsync(db, otherId, cancel));
            var joined = await JoinAsync(db, face, other, clock.GetUtcNow().UtcDateTime);
            db.ReviewActions.Add(Action(who, ActionKind.JoinTracks, "Joined two appearances in a video.", StepPayload.Write(joined), face));
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
        }
        Tell(face, other.Id);
        return new TrackPair(face.Id, null);
    }

    /// <summary>The face that stands for both first: the decided one; of two alike, the earlier one.</summary>
    internal static (Face Face, Face Other) InOrder(Face one, Face two)
    {
        var (first, second) = (one.Track!.Start, one.Id).CompareTo((two.Track!.Start, two.Id)) <= 0 ? (one, two) : (two, one);
        return first.Decision == FaceDecision.Undecided && second.Decision != FaceDecision.Undecided ? (second, first) : (first, second);
    }

    /// <summary>Joins, inside the caller's transaction: the second one's row goes.</summary>
    /// <returns>What is to be kept for the undo.</returns>
    /// <exception cref="RefusedException">They cannot be joined (409).</exception>
    internal static async Task<JoinedTracks> JoinAsync(FaceWebDb db, Face face, Face other, DateTime now)
    {
        var (mine, theirs) = (face.Track!, other.Track!);
        RefuseTwoPeople(face, other);
        var rejected = await db.Rejections.Where(r => r.FaceId == other.Id).Select(r => r.PersonId).ToListAsync();
        if (face.PersonId is { } person && rejected.Contains(person))
            throw StepRedo.Conflict("Somebody has said that one of the two is not the person whom the other one is named: say who it is first.");
        var known = await db.Rejections.Where(r => r.FaceId == face.Id).Select(r => r.PersonId).ToListAsync();
        var added = rejected.Except(known).ToList();
        var joined = new JoinedTracks(
            face.Id, Math.Max(mine.Start, theirs.Start), mine.Start < theirs.Start, mine.ByHand, theirs.ByHand,
            await TakenTrack.ReadAsync(db, other), added);
        TrackParts.Join(face, other);
        face.Version++;
        db.Rejections.AddRange(added.Select(p => new Rejection { FaceId = face.Id, PersonId = p, At = now }));
        await db.SaveChangesAsync();
        await RemoveAsync(db, other.Id, face.Id);
        return joined;
    }

    /// <summary>Deletes the row of a track that has become a part of another one.</summary>
    internal static async Task RemoveAsync(FaceWebDb db, long faceId, long becameId)
    {
        await db.People.Where(p => p.CoverFaceId == faceId).ExecuteUpdateAsync(set => set.SetProperty(p => p.CoverFaceId, becameId));
        await db.Faces.Where(f => f.Id == faceId).ExecuteDeleteAsync();
    }

    private static async Task<Face> OpenAsync(FaceWebDb db, long faceId, CancellationToken cancel) =>
        await TrackParts.OpenAsync(db, faceId, cancel) ?? throw (await db.Faces.AnyAsync(f => f.Id == faceId, cancel)
            ? new RefusedException($"Face {faceId} is on a photo: only appearances in a video are cut and joined.", StatusCodes.Status409Conflict)
            : RefusedException.NotFound($"face {faceId}"));

    private static void RefuseOutside(VideoTrack track, long at)
    {
        if (at <= track.Start || at > track.End)
        {
            throw new RefusedException(string.Create(CultureInfo.InvariantCulture,
                $"There is nothing to cut at {at / 1000d:0.0#} s: the face is seen from {track.Start / 1000d:0.0#} s to {track.End / 1000d:0.0#} s."));
        }
    }

    private static void RefuseTwoPeople(Face face, Face other)
    {
        if (face.PhotoId != other.PhotoId)
            throw StepRedo.Conflict("The two appear in two videos: appearances of one video are joined.");
        var (first, second) = face.Track!.Start <= other.Track!.Start ? (face.Track, other.Track) : (other.Track, face.Track);
        if (second.Start <= first.End)
            throw StepRedo.Conflict("The two are seen at the same time, so they are two people and stay two appearances.");
        if (second.Start - first.End > LongestGap.TotalMilliseconds)
        {
            throw StepRedo.Conflict(string.Create(CultureInfo.InvariantCulture,
                $"Between the two nobody is seen for {(second.Start - first.End) / 1000d:0} seconds: give both the same name instead."));
        }
        if (other.Decision != FaceDecision.Undecided && (face.Decision != other.Decision || face.PersonId != other.PersonId))
            throw StepRedo.Conflict("Something different was said of the two: say first that they are the same, then join them.");
    }

    private ReviewAction Action(Actor who, ActionKind kind, string description, string payload, params Face[] faces)
    {
        var action = new ReviewAction
        {
            UserId = who.UserId,
            At = clock.GetUtcNow().UtcDateTime,
            Kind = kind,
            Source = who.Source,
            Description = description,
            Payload = payload,
        };
        action.Events.AddRange(faces.Select(f => FaceEvent.Keeping(f.Id, f.Decision, f.PersonId)));
        return action;
    }

    private void Tell(Face face, long otherId)
    {
        pictures.Renew([face.Id, otherId]);
        suggest.Request([face.Id, otherId]);
        // Others are compared with a confirmed face's numbers.
        if (face.Decision == FaceDecision.Confirmed)
            suggest.RequestAll();
        foreach (var id in new[] { face.Id, otherId })
            changes.Announce(new Change(ChangeKind.Face, face.Photo!.AlbumId, face.PhotoId, id));
    }
}
