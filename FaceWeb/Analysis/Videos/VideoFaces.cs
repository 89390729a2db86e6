using FaceWeb.Analysis.Tracks;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Data.Tracks;
using FaceWeb.Pipeline.Video;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Analysis.Videos;

/// <summary>Writes a video's tracks as faces. What a person has said of a track stays, whatever is found the next time.</summary>
internal static class VideoFaces
{
    /// <summary>
    /// Brings a stretch of a video in line with the tracks found there, inside the caller's transaction: a track found again keeps its key,
    /// decision, person and history; one not found again goes only if nobody has ever said anything of it; a new one is added. What a person has cut
    /// or joined stays as it is, and is not added once more.
    /// </summary>
    /// <param name="db">The context with the open transaction.</param>
    /// <param name="photoId">The video.</param>
    /// <param name="from">Where the stretch begins, in milliseconds.</param>
    /// <param name="to">Where it ends, in milliseconds.</param>
    /// <param name="found">The tracks found in it.</param>
    /// <param name="cancel">Stops before the rows are written.</param>
    /// <returns>The tracks' faces.</returns>
    internal static async Task<IReadOnlyList<Face>> WriteAsync(
        FaceWebDb db, long photoId, long from, long to, IReadOnlyList<FaceTrack> found, CancellationToken cancel)
    {
        // What a person has cut or joined is theirs: it may reach into stretches before and behind.
        var byHand = (await db.VideoTracks.AsNoTracking()
            .Where(t => t.ByHand && t.Start <= to && t.End >= from && db.Faces.Any(f => f.Id == t.FaceId && f.PhotoId == photoId))
            .Select(t => t.Sightings).ToListAsync(cancel)).ConvertAll(packed => StoredSightings.Read(packed));
        found = [.. found.Where(track => !byHand.Exists(own => TrackMatching.AreSame(own, SightingsOf(track))))];
        var known = await db.Faces.Where(f => f.PhotoId == photoId && f.Track!.Start >= from && f.Track.Start <= to && !f.Track.ByHand)
            .Include(f => f.Embeddings).Include(f => f.Image).Include(f => f.Track).ThenInclude(t => t!.Images).ThenInclude(i => i.Embeddings)
            .OrderBy(f => f.Id).AsSplitQuery().ToListAsync(cancel);
        var sightings = found.Select(SightingsOf).ToList();
        var match = TrackMatching.Match([.. known.Select(f => StoredSightings.Read(f.Track!.Sightings))], sightings);
        var spokenOf = known.Count == 0 ? [] : await PhotoFaces.SpokenOf(db, photoId).ToHashSetAsync(cancel);
        var faces = new List<Face>();
        for (var i = 0; i < known.Count; i++)
        {
            if (match[i] >= 0)
                Write(known[i], match[i]);
            else if (known[i].Decision == FaceDecision.Undecided && !spokenOf.Contains(known[i].Id))
                db.Faces.Remove(known[i]);
        }
        for (var i = 0; i < found.Count; i++)
        {
            if (match.Contains(i))
                continue;
            var face = new Face { PhotoId = photoId };
            db.Faces.Add(face);
            Write(face, i);
        }
        await db.SaveChangesAsync(cancel);
        return faces;

        void Write(Face face, int index)
        {
            Apply(face, found[index], sightings[index]);
            faces.Add(face);
        }
    }

    private static List<Sighting> SightingsOf(FaceTrack track) =>
        [.. track.Sightings.Select(s => new Sighting((int)Math.Round(s.Time.TotalMilliseconds), s.Box))];

    private static void Apply(Face face, FaceTrack track, List<Sighting> sightings)
    {
        var best = track.Pictures[0];
        PhotoFaces.Apply(face, new DescribedFace(best.Face with { Embeddings = track.Embeddings }, best.Crop));
        var row = face.Track ??= new VideoTrack();
        (row.Start, row.End, row.BestAt) = (sightings[0].At, sightings[^1].At, TrackSights.Milliseconds(best.Time));
        row.Sightings = StoredSightings.Pack(sightings);
        TrackSights.Replace(row, [.. track.Pictures.Select(TrackSights.Of)]);
    }
}
