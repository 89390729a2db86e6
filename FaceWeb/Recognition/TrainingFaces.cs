using FaceWeb.Data;
using FaceWeb.Pipeline.Classification;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Recognition;

/// <summary>Reads what a training learns from.</summary>
internal static class TrainingFaces
{
    // Enough to set the thresholds by; more would only cost time and memory.
    private const int MostStrangers = 20_000;

    /// <summary>The confirmed faces of this model, the ignored and the undecided ones, the rejections as hard negatives.</summary>
    public static async Task<TrainingSet> ReadAsync(FaceWebDb db, string model, int dimension, CancellationToken cancel)
    {
        var faces = await ConfirmedFaces.ReadAsync(db, model, cancel);
        // Ignored ones first: of those a person has said that they are nobody's.
        var ignored = await StrangersAsync(db, model, FaceDecision.Ignored, MostStrangers, cancel);
        var undecided = await StrangersAsync(db, model, FaceDecision.Undecided, MostStrangers - ignored.Count, cancel);
        var rejections = await db.Rejections.AsNoTracking()
            .Join(db.Embeddings.Where(e => e.Model == model), r => r.FaceId, e => e.FaceId, (r, e) => new { r.FaceId, r.PersonId, e.Vector })
            .ToListAsync(cancel);
        return new TrainingSet
        {
            Dimension = dimension,
            Model = model,
            Faces = faces,
            Strangers = undecided,
            Ignored = ignored,
            Rejections = rejections.ConvertAll(r => (r.FaceId, r.PersonId, ConfirmedFaces.UnitVector(r.Vector))),
        };
    }

    private static async Task<List<float[]>> StrangersAsync(FaceWebDb db, string model, FaceDecision decision, int most, CancellationToken cancel)
    {
        var strangers = new List<float[]>();
        var rows = db.Embeddings.AsNoTracking().Where(e => e.Model == model && e.Face!.Decision == decision)
            .OrderBy(e => e.FaceId).Select(e => e.Vector).Take(most);
        await foreach (var vector in rows.AsAsyncEnumerable().WithCancellation(cancel))
            strangers.Add(ConfirmedFaces.UnitVector(vector));
        return strangers;
    }
}
