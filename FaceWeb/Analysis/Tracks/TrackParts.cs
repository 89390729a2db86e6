using FaceWeb.Data;
using FaceWeb.Data.Tracks;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Analysis.Tracks;

/// <summary>Cuts the rows of a track into those of two, and makes one of two.</summary>
internal static class TrackParts
{
    /// <summary>A track's face with all that cutting and joining change; null when it is gone or on a photo.</summary>
    public static Task<Face?> OpenAsync(FaceWebDb db, long faceId, CancellationToken cancel = default) =>
        db.Faces.Where(f => f.Id == faceId && f.Track != null)
            .Include(f => f.Photo).Include(f => f.Embeddings).Include(f => f.Image)
            .Include(f => f.Track).ThenInclude(t => t!.Images).ThenInclude(i => i.Embeddings)
            .AsSplitQuery().OrderBy(f => f.Id).FirstOrDefaultAsync(cancel);

    /// <summary>The sightings before a time and those from then on.</summary>
    public static (IReadOnlyList<Sighting> Before, IReadOnlyList<Sighting> After) At(VideoTrack track, long at)
    {
        var sightings = StoredSightings.Read(track.Sightings);
        return ([.. sightings.Where(s => s.At < at)], [.. sightings.Where(s => s.At >= at)]);
    }

    /// <summary>Cuts a track in two.</summary>
    /// <param name="face">The track's face, as <see cref="OpenAsync"/> reads it; keeps one part.</param>
    /// <param name="other">A face without a track; gets the other part.</param>
    /// <param name="at">Where, in milliseconds; there are sightings on both sides.</param>
    /// <param name="keepsFirst">Whether <paramref name="face"/> keeps what is before.</param>
    /// <param name="measured">Sights that were measured for a part of which none is kept.</param>
    /// <returns>False, and nothing is changed, where there is no sight of a part.</returns>
    public static bool Cut(Face face, Face other, long at, bool keepsFirst, IEnumerable<TrackImage> measured)
    {
        var (before, after) = At(face.Track!, at);
        var sights = face.Track!.Images.Concat(measured).ToList();
        var (first, second) = (sights.FindAll(s => s.At < at), sights.FindAll(s => s.At >= at));
        if (first.Count == 0 || second.Count == 0 || before.Count == 0 || after.Count == 0)
            return false;
        other.Track = new VideoTrack();
        Write(face, keepsFirst ? before : after, keepsFirst ? first : second);
        Write(other, keepsFirst ? after : before, (keepsFirst ? second : first).ConvertAll(TrackSights.Copy));
        return true;
    }

    /// <summary>Makes one of two tracks; the second one's rows stay and are to be deleted.</summary>
    public static void Join(Face face, Face other)
    {
        IReadOnlyList<Sighting> sightings =
            [.. StoredSightings.Read(face.Track!.Sightings).Concat(StoredSightings.Read(other.Track!.Sightings)).OrderBy(s => s.At)];
        Write(face, sightings, [.. face.Track.Images, .. other.Track.Images.Select(TrackSights.Copy)]);
    }

    private static void Write(Face face, IReadOnlyList<Sighting> sightings, IReadOnlyCollection<TrackImage> sights)
    {
        var track = face.Track!;
        (track.Start, track.End, track.Sightings, track.ByHand) = (sightings[0].At, sightings[^1].At, StoredSightings.Pack(sightings), true);
        TrackSights.Replace(track, sights);
        TrackSights.Compose(face);
    }
}
