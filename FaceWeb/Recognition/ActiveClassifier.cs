using FaceWeb.Data;
using FaceWeb.Pipeline.Classification;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Recognition;

/// <summary>
/// The classifier that suggestions come from: the active row with all faces confirmed by now as its nearest neighbours, or nearest
/// neighbours alone before the first training. Kept until something is confirmed or trained; used by the suggesting job alone.
/// </summary>
public sealed class ActiveClassifier(ModelHost models, ILogger<ActiveClassifier> log)
{
    private (TrainedClassifier Classifier, long? Id)? kept;

    /// <summary>Reads everything anew the next time.</summary>
    public void Forget() => kept = null;

    /// <summary>The classifier, and its row's key; no key before the first training.</summary>
    public async Task<(TrainedClassifier Classifier, long? Id)> GetAsync(FaceWebDb db, CancellationToken cancel)
    {
        if (kept is { } there)
            return there;
        var model = models.Model;
        var faces = await ConfirmedFaces.ReadAsync(db, models.Recognition, cancel);
        var row = await db.Classifiers.AsNoTracking().Where(c => c.Active && c.Model == model).Select(c => new { c.Id, c.Blob }).FirstOrDefaultAsync(cancel);
        if (row is not null && TryLoad(row.Id, row.Blob) is { } trained)
            kept = (trained.WithGallery(faces), row.Id);
        else
            kept = (TrainedClassifier.Untrained(models.Recognition.Dimension, model, faces, models.Recognition.Spread), null);
        return kept.Value;
    }

    private TrainedClassifier? TryLoad(long id, byte[] blob)
    {
        try
        {
            return TrainedClassifier.Load(blob);
        }
        catch (InvalidDataException e)
        {
            log.LogWarning(e, "Classifier {Id} cannot be read by this version: names are suggested by nearest faces until the next training.", id);
            return null;
        }
    }
}
