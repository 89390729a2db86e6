using FaceWeb.Data;
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
        var rows = db.TrackImages.AsNoTracking().Where(i => db.Faces.Any(f => f.Id == i.FaceId && f.Decision == FaceDecision.Confirmed))
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
        return [.. faces.Where(face => sights.ContainsKey(face.FaceId)).SelectMany(face =>
            TrackVectors.MostDifferent(face.Embedding, sights[face.FaceId]).Select(s => face with { Embedding = s.Vector, Quality = s.Quality }))];
    }

    private static async Task<List<(long FaceId, long PersonId, float[] Embedding)>> RejectionsAsync(
        FaceWebDb db, RecognitionModel model, CancellationToken cancel)
    {
        var rejected = (await db.Rejections.AsNoTracking().Select(r => new { r.FaceId, r.PersonId }).ToListAsync(cancel))
            .ToLookup(r => r.FaceId, r => r.PersonId);
        var rows = FaceVectors.Of(db, model).AsNoTracking().Where(e => db.Rejections.Any(r => r.FaceId == e.FaceId))
            .OrderBy(e => e.FaceId).Select(e => new { e.FaceId, e.Model, e.Vector });
        var found = new List<(long, long, float[])>();
        await foreach (var (row, vector) in FaceVectors.Join(rows.AsAsyncEnumerable(), model, r => r.FaceId, r => r.Model, r => r.Vector)
            .WithCancellation(cancel))
            found.AddRange(rejected[row.FaceId].Select(person => (row.FaceId, person, vector)));
        return found;
    }

    private static async Task<List<float[]>> StrangersAsync(
        FaceWebDb db, RecognitionModel model, FaceDecision decision, int most, CancellationToken cancel)
    {
        var strangers = new List<float[]>();
        var rows = FaceVectors.Of(db, model).AsNoTracking().Where(e => e.Face!.Decision == decision)
            .OrderBy(e => e.FaceId).Select(e => new { e.FaceId, e.Model, e.Vector }).Take(most * model.Packs.Count);
        await foreach (
            var (_, vector) in FaceVectors.Join(rows.AsAsyncEnumerable(), model, r => r.FaceId, r => r.Model, r => r.Vector).WithCancellation(cancel))
            strangers.Add(vector);
        return strangers;
    }
}
