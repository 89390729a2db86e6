using FaceWeb.Data;
using FaceWeb.Faces;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Decoding;
using FaceWeb.Pipeline.Imaging;
using FaceWeb.Pipeline.Landmarks;
using FaceWeb.Store;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Models;

/// <summary>
/// Measures the tracks of a video by packs that they lack: reads the frames of their kept sights once more. What each sight gives is written at
/// once, so that a kill costs a few frames.
/// </summary>
internal sealed class TrackEmbedder(ModelHost models, VideoFiles files)
{
    /// <summary>Measures tracks.</summary>
    /// <param name="db">The database.</param>
    /// <param name="path">The video's file.</param>
    /// <param name="turn">How its frames are turned.</param>
    /// <param name="faces">The tracks' faces, with their embeddings.</param>
    /// <param name="cancel">Stops between two frames.</param>
    /// <returns>The new embeddings, each the mean of a track's sights.</returns>
    /// <exception cref="PhotoException">The video cannot be read.</exception>
    public async Task<List<(long FaceId, FaceEmbedding Embedding)>> MeasureAsync(
        FaceWebDb db, string path, PhotoTurn turn, IReadOnlyList<Face> faces, CancellationToken cancel)
    {
        var sights = new List<Sight>();
        foreach (var part in faces.Chunk(Batch.Size))
            sights.AddRange(await SightsAsync(db, part, cancel));
        var lacking = sights.Where(s => s.Missing.Count > 0).ToLookup(s => s.At);
        await foreach (var (time, frame) in files.FramesAsync(
            path, [.. lacking.Select(s => TimeSpan.FromMilliseconds(s.Key))], DecodeAsker.Job, cancel))
        {
            using var shown = frame;
            using var turned = turn == PhotoTurn.None ? null : frame.Turned(turn);
            var at = lacking.Select(s => s.Key).MinBy(key => Math.Abs(key - time.TotalMilliseconds));
            foreach (var sight in lacking[at])
            {
                foreach (var pack in sight.Missing)
                {
                    var vector = HalfVector.Pack(models.Pipeline.Embed(turned ?? frame, sight.Landmarks, pack).Values);
                    sight.Vectors[pack] = vector;
                    await WriteAsync(db, sight, pack, vector, cancel);
                }
            }
        }
        return [.. faces.SelectMany(face => MissingOf(face)
            .Select(pack => (Pack: pack, Seen: sights.Where(s => s.FaceId == face.Id && s.Vectors.ContainsKey(pack)).ToList()))
            .Where(m => m.Seen.Count > 0)
            .Select(m => (face.Id, new FaceEmbedding(m.Pack, TrackVectors.Mean(m.Seen.Select(s => (s.Quality, s.Vectors[m.Pack])))))))];
    }

    private async Task<List<Sight>> SightsAsync(FaceWebDb db, IReadOnlyCollection<Face> faces, CancellationToken cancel)
    {
        var ids = faces.Select(f => f.Id).ToList();
        var kept = await db.TrackImages.AsNoTracking().Where(i => ids.Contains(i.FaceId)).OrderBy(i => i.FaceId).ThenBy(i => i.At)
            .Select(i => new { i.FaceId, i.At, i.Landmarks, i.Quality, Vectors = i.Embeddings.Select(e => new { e.Model, e.Vector }).ToList() })
            .ToListAsync(cancel);
        var missing = faces.ToDictionary(f => f.Id, MissingOf);
        var sights = new List<Sight>();
        foreach (var sight in kept)
        {
            if (StoredLandmarks.Read(sight.Landmarks) is { } landmarks)
                sights.Add(Of(sight.FaceId, sight.At, landmarks, sight.Quality, sight.Vectors.ToDictionary(v => v.Model, v => v.Vector)));
        }
        // Tracks that an older version found have their best sight alone, in the face's own row.
        var bare = ids.Except(sights.Select(s => s.FaceId)).ToList();
        foreach (var track in await db.VideoTracks.Where(t => bare.Contains(t.FaceId)).Select(t => new { t.FaceId, t.BestAt }).ToListAsync(cancel))
        {
            var face = faces.First(f => f.Id == track.FaceId);
            if (StoredLandmarks.Read(face.Landmarks) is { } landmarks)
                sights.Add(Of(face.Id, track.BestAt, landmarks, face.Quality, []));
        }
        return sights;

        Sight Of(long id, long at, Landmarks68 landmarks, float quality, Dictionary<string, byte[]> vectors) =>
            new(id, at, landmarks, quality, vectors, missing[id].FindAll(pack => !vectors.ContainsKey(pack)));
    }

    private List<string> MissingOf(Face face) => [.. models.Recognition.Packs.Where(pack => face.Embeddings.TrueForAll(e => e.Model != pack))];

    // One statement, so that a track that was deleted or cut meanwhile is left alone.
    private static Task<int> WriteAsync(FaceWebDb db, Sight sight, string model, byte[] vector, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "TrackEmbeddings" ("FaceId", "At", "Model", "Vector")
            SELECT "FaceId", "At", {model}, {vector} FROM "TrackImages" WHERE "FaceId" = {sight.FaceId} AND "At" = {sight.At}
            ON CONFLICT ("FaceId", "At", "Model") DO NOTHING
            """, cancel);

    private sealed record Sight(
        long FaceId, long At, Landmarks68 Landmarks, float Quality, Dictionary<string, byte[]> Vectors, IReadOnlyList<string> Missing);
}
