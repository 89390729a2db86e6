using FaceWeb.Data;
using FaceWeb.Models;
using FaceWeb.Pipeline.Classification;
using FaceWeb.Pipeline.Classification.Normalisation;
using FaceWeb.Pipeline.Classification.Scoring;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Suggestions;

/// <summary>
/// The classifier that suggestions come from: the active row with all faces confirmed by now as its nearest neighbours, or nearest
/// neighbours alone before the first training. Kept until something is confirmed or trained, or the library has other levels
/// (<see cref="LibraryLevels"/>); any number of threads may ask for it.
/// </summary>
public sealed class ActiveClassifier(ModelHost models, LibraryLevels library, ILogger<ActiveClassifier> log) : IDisposable
{
    private readonly SemaphoreSlim reading = new(1, 1);
    private volatile Kept? kept;
    private Faces? faces;
    private (long Id, TrainedClassifier Classifier)? trained;
    private int forgotten;
    private int emptied;

    /// <summary>Looks for what has changed the next time.</summary>
    public void Forget()
    {
        Interlocked.Increment(ref forgotten);
        kept = null;
    }

    /// <summary>Stored classifiers have lost their contents, because faces that they had learnt from were deleted for good.</summary>
    public void ForgetTrained()
    {
        Interlocked.Increment(ref emptied);
        Forget();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        faces?.Gallery.Dispose();
        reading.Dispose();
    }

    /// <summary>The classifier, and its row's key; no key before the first training.</summary>
    public async Task<(TrainedClassifier Classifier, long? Id)> GetAsync(FaceWebDb db, CancellationToken cancel)
    {
        var (classifier, id, _) = await GetWithFacesAsync(db, cancel);
        return (classifier, id);
    }

    /// <summary>The classifier, its row's key, and the confirmed faces that it compares with.</summary>
    public async Task<(TrainedClassifier Classifier, long? Id, GalleryFaces Faces)> GetWithFacesAsync(FaceWebDb db, CancellationToken cancel)
    {
        var levels = await library.GetAsync(db, cancel);
        if (kept is { } there && there.Levels == levels)
            return (there.Classifier, there.Id, there.Faces);
        await reading.WaitAsync(cancel);
        try
        {
            if (kept is { } readMeanwhile && readMeanwhile.Levels == levels)
                return (readMeanwhile.Classifier, readMeanwhile.Id, readMeanwhile.Faces);
            var before = Volatile.Read(ref forgotten);
            var read = await ReadAsync(db, levels, cancel);
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

    private async Task<Kept> ReadAsync(FaceWebDb db, ScoreNormalisation levels, CancellationToken cancel)
    {
        var known = await FacesAsync(db, levels, cancel);
        var model = models.Model;
        var id = await db.Classifiers.Where(c => c.Active && c.Model == model).Select(c => (long?)c.Id).FirstOrDefaultAsync(cancel);
        if (Interlocked.Exchange(ref emptied, 0) > 0)
            trained = null;
        if (id is not { } active)
            return new Kept(known.Nearest, null, known.Gallery, levels);
        // A row's classifier never changes, only which row is active.
        if (trained is not { } read || read.Id != active)
        {
            var blob = await db.Classifiers.Where(c => c.Id == active).Select(c => c.Blob).FirstOrDefaultAsync(cancel);
            if (blob is null or { Length: 0 } || TryLoad(active, blob) is not { } loaded)
                return new Kept(known.Nearest, null, known.Gallery, levels);
            read = (active, loaded);
        }
        var with = read.Classifier.WithFacesOf(known.Nearest);
        trained = (active, with);
        return new Kept(with, active, known.Gallery, levels);
    }

    // What a decision changes is read, the rest is here already.
    private async Task<Faces> FacesAsync(FaceWebDb db, ScoreNormalisation levels, CancellationToken cancel)
    {
        var model = models.Recognition;
        if (faces is not { } known || known.Model != models.Model)
        {
            known = new Faces(
                models.Model, new GalleryFaces(model), TrainedClassifier.Untrained(model.Dimension, models.Model, [], model.Spread, levels));
        }
        // What is only half read is read anew from the beginning.
        faces = null;
        var nearest = known.Nearest.WithLibrary(levels);
        await known.Gallery.CatchUpAsync(db, changed => nearest = nearest.WithPeople(changed), cancel);
        return faces = known with { Nearest = nearest };
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

    /// <param name="Model">Name of the model that measured the faces.</param>
    /// <param name="Gallery">The faces.</param>
    /// <param name="Nearest">The classifier before the first training with the same faces.</param>
    private sealed record Faces(string Model, GalleryFaces Gallery, TrainedClassifier Nearest);

    private sealed record Kept(TrainedClassifier Classifier, long? Id, GalleryFaces Faces, ScoreNormalisation Levels);
}
