using FaceWeb.Data;
using FaceWeb.Models;
using FaceWeb.Pipeline.Classification;
using FaceWeb.Pipeline.Classification.Scoring;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Suggestions;

/// <summary>
/// The classifier that suggestions come from: the active row with all faces confirmed by now as its nearest neighbours, or nearest
/// neighbours alone before the first training. Kept until something is confirmed or trained; any number of threads may ask for it.
/// </summary>
public sealed class ActiveClassifier(ModelHost models, ILogger<ActiveClassifier> log) : IDisposable
{
    private readonly SemaphoreSlim reading = new(1, 1);
    private volatile Kept? kept;
    private int forgotten;

    /// <summary>Reads everything anew the next time.</summary>
    public void Forget()
    {
        Interlocked.Increment(ref forgotten);
        kept = null;
    }

    /// <inheritdoc />
    public void Dispose() => reading.Dispose();

    /// <summary>The classifier, and its row's key; no key before the first training.</summary>
    public async Task<(TrainedClassifier Classifier, long? Id)> GetAsync(FaceWebDb db, CancellationToken cancel)
    {
        var (classifier, id, _) = await GetWithFacesAsync(db, cancel);
        return (classifier, id);
    }

    /// <summary>The classifier, its row's key, and the confirmed faces that it compares with.</summary>
    public async Task<(TrainedClassifier Classifier, long? Id, GalleryFaces Faces)> GetWithFacesAsync(FaceWebDb db, CancellationToken cancel)
    {
        if (kept is { } there)
            return (there.Classifier, there.Id, there.Faces);
        await reading.WaitAsync(cancel);
        try
        {
            if (kept is { } readMeanwhile)
                return (readMeanwhile.Classifier, readMeanwhile.Id, readMeanwhile.Faces);
            var before = Volatile.Read(ref forgotten);
            var read = await ReadAsync(db, cancel);
            // What was forgotten while it was read is not kept: whoever forgot it wants what has been said since.
            if (Volatile.Read(ref forgotten) == before)
                kept = read;
            return (read.Classifier, read.Id, read.Faces);
        }
        finally
        {
            reading.Release();
        }
    }

    private async Task<Kept> ReadAsync(FaceWebDb db, CancellationToken cancel)
    {
        var model = models.Model;
        var faces = await ConfirmedFaces.ReadAsync(db, models.Recognition, cancel);
        var row = await db.Classifiers.AsNoTracking().Where(c => c.Active && c.Model == model).Select(c => new { c.Id, c.Blob })
            .FirstOrDefaultAsync(cancel);
        return row is not null && TryLoad(row.Id, row.Blob) is { } trained
            ? new Kept(trained.WithGallery(faces), row.Id, new GalleryFaces(faces, models.Recognition.Dimension))
            : new Kept(
                TrainedClassifier.Untrained(models.Recognition.Dimension, model, faces, models.Recognition.Spread), null,
                new GalleryFaces(faces, models.Recognition.Dimension));
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

    private sealed record Kept(TrainedClassifier Classifier, long? Id, GalleryFaces Faces);
}
