using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Faces;
using FaceWeb.Pipeline.Classification;
using FaceWeb.Pipeline.Classification.Training;
using FaceWeb.Pipeline.Embedding;
using FaceWeb.Suggestions;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Training;

/// <summary>Reads what a training learns from.</summary>
internal static class TrainingFaces
{
    // Enough to set the thresholds by; more would only cost time and memory.
    private const int MostStrangers = 20_000;

    // Each keeps some dozens of sights: so many of them at once are a few megabytes.
    private const int TracksAtOnce = 100;

    /// <summary>The confirmed faces that the model can compare, the ignored and the undecided ones, the rejections as hard negatives.</summary>
    /// <exception cref="ClassifierTrainingException">There are confirmed faces, but none of them has all measurements yet.</exception>
    public static async Task<(TrainingSet Set, int Waiting)> ReadAsync(
        FaceWebDb db, RecognitionModel model, LibraryLevels library, CancellationToken cancel)
    {
        var faces = await ConfirmedFaces.ReadAsync(db, model, cancel);
        var waiting = await ConfirmedFaces.CountWaitingAsync(db, model, cancel);
        if (faces.Count == 0 && waiting > 0)
            throw new ClassifierTrainingException(
                $"None of the {waiting} named faces is measured by {model.Name} yet: wait until the Models page says that all are, then train.");
        // Ignored ones first: of those a person has said that they are nobody's.
        var ignored = await StrangersAsync(db, model, FaceDecision.Ignored, MostStrangers, cancel);
        var undecided = await StrangersAsync(db, model, FaceDecision.Undecided, MostStrangers - ignored.Count, cancel);
        return (new TrainingSet
        {
            Dimension = model.Dimension,
            Model = model.Name,
            Spread = model.Spread,
            Normalisation = await library.GetAsync(db, cancel),
            Faces = faces,
            FurtherSights = await SightsAsync(db, model, faces, cancel),
            Strangers = undecided,
            Ignored = ignored,
            Rejections = await RejectionsAsync(db, model, cancel),
        }, waiting);
    }

    // Of each named track the most different ones of its good sights, a few: a long video must not outweigh an album.
    private static async Task<List<LabelledFace>> SightsAsync(
        FaceWebDb db, RecognitionModel model, IReadOnlyList<LabelledFace> faces, CancellationToken cancel)
    {
        var packs = model.Packs.ToList();
        var found = new List<LabelledFace>();
        var tracks = await db.Faces.Where(f => f.Decision == FaceDecision.Confirmed && f.Track != null).Select(f => f.Id).ToHashSetAsync(cancel);
        foreach (var part in faces.Where(face => tracks.Contains(face.FaceId)).Chunk(TracksAtOnce))
        {
            var ids = Array.ConvertAll(part, face => face.FaceId);
            var rows = db.TrackImages.AsNoTracking().Where(i => ids.Contains(i.FaceId))
                .SelectMany(i => i.Embeddings, (i, e) => new { i.FaceId, i.At, i.Quality, e.Model, e.Vector })
                .Where(s => packs.Contains(s.Model)).OrderBy(s => s.FaceId).ThenBy(s => s.At);
            var sights = new Dictionary<long, List<(float Quality, float[] Vector)>>();
            // A sight's key: no video lasts so long that two of them could meet.
            await foreach (var (row, vector) in FaceVectors.Join(
                rows.AsAsyncEnumerable(), model, r => (r.FaceId << 32) + r.At, r => r.Model, r => r.Vector).WithCancellation(cancel))
            {
                if (!sights.TryGetValue(row.FaceId, out var own))
                    sights.Add(row.FaceId, own = []);
                own.Add((row.Quality, vector));
            }
            found.AddRange(part.Where(face => sights.ContainsKey(face.FaceId)).SelectMany(face => TrackVectors
                .MostDifferent(face.Embedding, sights[face.FaceId]).Select(s => face with { Embedding = s.Vector, Quality = s.Quality })));
        }
        return found;
    }

    private static async Task<List<(long FaceId, long PersonId, float[] Embedding)>> RejectionsAsync(
        FaceWebDb db, RecognitionModel model, CancellationToken cancel)
    {
        var rejected = await db.Rejections.AsNoTracking().OrderBy(r => r.FaceId).Select(r => new { r.FaceId, r.PersonId }).ToListAsync(cancel);
        var vectors = await FaceVectors.ReadAsync(db, model, [.. rejected.Select(r => r.FaceId).Distinct()], cancel);
        return [.. rejected.Where(r => vectors.ContainsKey(r.FaceId)).Select(r => (r.FaceId, r.PersonId, vectors[r.FaceId]))];
    }

    private static async Task<List<float[]>> StrangersAsync(
        FaceWebDb db, RecognitionModel model, FaceDecision decision, int most, CancellationToken cancel)
    {
        var packs = model.Packs.ToList();
        var ids = await db.Faces.Where(f => f.Decision == decision && f.Embeddings.Any(e => packs.Contains(e.Model)))
            .OrderBy(f => f.Id).Select(f => f.Id).Take(most).ToListAsync(cancel);
        var vectors = await FaceVectors.ReadAsync(db, model, ids, cancel);
        return [.. ids.Where(vectors.ContainsKey).Select(id => vectors[id])];
    }
}
