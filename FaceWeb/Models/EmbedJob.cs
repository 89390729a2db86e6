using FaceWeb.Data;
using FaceWeb.Faces;
using FaceWeb.Layout;
using FaceWeb.Live;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Decoding;
using FaceWeb.Pipeline.Imaging;
using FaceWeb.Store;
using FaceWeb.Work;
using Hangfire;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Models;

/// <summary>
/// Measures the faces that lack an embedding of a pack in use. Nothing is detected again: boxes, landmarks, decisions and the embeddings
/// that are there stay as they are. What is written says how far it is, so it may be killed at any moment and run again.
/// </summary>
public sealed class EmbedJob(
    IDbContextFactory<FaceWebDb> databases,
    ModelHost models,
    PhotoStore store,
    VideoFiles videos,
    FaceNews news,
    JobRunner runner,
    ILogger<EmbedJob> log) : IJobWork
{
    private const int PhotosAtOnce = 64;
    private const string GoesOn = "the Models page and the next start go on with the faces that are left.";

    /// <summary>Measures what is lacking; nothing when the row says that it is done or cancelled.</summary>
    [Queue(JobQueues.Embed)]
    [AutomaticRetry(Attempts = 0)]
    public Task RunAsync(long jobId, CancellationToken cancel) => runner.RunAsync(jobId, this, cancel);

    string IJobWork.FirstStep => "Counting faces";

    async Task<JobEnd> IJobWork.DoAsync(JobProgress progress)
    {
        try
        {
            return JobEnd.Done(await MeasureAsync(progress));
        }
        finally
        {
            // Whatever was measured can be compared now.
            news.TellCompared();
        }
    }

    Task<JobEnd> IJobWork.CancelledAsync() => Task.FromResult(JobEnd.Cancelled($"Cancelled; {GoesOn}"));

    JobEnd IJobWork.Deleted(OperationCanceledException stopped) =>
        JobEnd.Cancelled($"Stopped from outside, as by deleting it on the dashboard; {GoesOn}");

    JobEnd IJobWork.Failed(Exception error, long jobId) =>
        JobEnd.Failed($"Measuring faces failed: {error.Message} The server's log says more (job {jobId}); try again on the Models page.");

    private async Task<string> MeasureAsync(JobProgress progress)
    {
        var cancel = progress.Token;
        await using var db = await databases.CreateDbContextAsync(cancel);
        // Photos that wait to be analysed are measured there.
        var lacking = FaceVectors.Incomplete(db.Faces.AsNoTracking(), models.Recognition)
            .Where(f => f.Photo!.State != PhotoState.Queued && f.Photo.State != PhotoState.Running);
        var total = await lacking.CountAsync(cancel);
        var (done, failed, after) = (0, 0, 0L);
        var atOnce = ParallelWork.Options(Math.Max(1, Environment.ProcessorCount / 2), cancel);
        while (true)
        {
            var photos = await lacking.Where(f => f.PhotoId > after).Select(f => f.PhotoId).Distinct().Order().Take(PhotosAtOnce).ToListAsync(cancel);
            if (photos.Count == 0)
                break;
            await Parallel.ForEachAsync(photos, atOnce, async (photo, token) =>
            {
                var (measured, unreadable) = await MeasurePhotoAsync(photo, token);
                Interlocked.Add(ref failed, unreadable);
                var now = Interlocked.Add(ref done, measured + unreadable);
                progress.Report(new JobStep(total == 0 ? 1 : Math.Min(1, now / (double)total), $"Measuring faces: {now:N0} of {total:N0}"));
            });
            after = photos[^1];
        }
        // Photos that were queued meanwhile are measured by their analysis, unless it is cancelled or fails: they are not promised.
        var left = await FaceVectors.Incomplete(db.Faces, models.Recognition).CountAsync(cancel);
        return Sentence(done - failed, failed, Math.Max(0, left - failed));
    }

    private string Sentence(int measured, int unreadable, int waiting)
    {
        var packs = string.Join(" and ", models.Recognition.Packs);
        if (unreadable + waiting == 0)
            return $"{Words.Count(measured, "face")} measured; all can be compared by {packs} now.";
        var sentence = $"{Words.Count(measured, "face")} measured by {packs}";
        if (unreadable > 0)
        {
            sentence += $"; {unreadable:N0} could not be, because their photo is missing or cannot be read (the server's log names it): "
                + "analyse or upload those photos again";
        }
        if (waiting > 0)
        {
            sentence += $"; {Words.Count(waiting, "face still waits", "faces still wait")} to be measured, because their photo was to be analysed "
                + "meanwhile: if that does not end, measure the faces on the Models page again";
        }
        return $"{sentence}.";
    }

    // What is wrong with one photo must not keep the others from being measured, now and at every later try.
    private async Task<(int Measured, int Unreadable)> MeasurePhotoAsync(long photoId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var faces = await FaceVectors.Incomplete(db.Faces.AsNoTracking(), models.Recognition).Where(f => f.PhotoId == photoId)
            .Include(f => f.Embeddings).ToListAsync(cancel);
        var photo = await db.Photos.Where(p => p.Id == photoId).Select(p => new { p.Sha256, p.Turn, p.Duration }).FirstOrDefaultAsync(cancel);
        if (photo is null || faces.Count == 0)
            return (0, 0);
        List<(long FaceId, FaceEmbedding Embedding)> measured;
        try
        {
            measured = photo.Duration is null
                ? await MeasureAsync(photo.Sha256, photo.Turn, faces, cancel)
                : await new TrackEmbedder(models, videos).MeasureAsync(db, store.PathOf(photo.Sha256), photo.Turn, faces, cancel);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            if (!await db.Photos.AnyAsync(p => p.Id == photoId, cancel))
                return (0, 0);
            if (e is PhotoException)
                log.LogWarning("The {Count} faces of photo {PhotoId} cannot be measured: {Reason}", faces.Count, photoId, e.Message);
            else
                log.LogWarning(e, "The {Count} faces of photo {PhotoId} cannot be measured.", faces.Count, photoId);
            return (0, faces.Count);
        }
        foreach (var (faceId, embedding) in measured)
            await WriteAsync(db, faceId, embedding, cancel);
        // A video that is shorter than it was has frames no more.
        var without = faces.Count(face => measured.TrueForAll(m => m.FaceId != face.Id));
        return (faces.Count - without, without);
    }

    private async Task<List<(long FaceId, FaceEmbedding Embedding)>> MeasureAsync(
        string sha256, PhotoTurn turn, List<Face> faces, CancellationToken cancel)
    {
        using var file = await store.DecodeAsync(sha256, DecodeAsker.Job, cancel);
        using var turned = turn == PhotoTurn.None ? null : file.Turned(turn);
        var pixels = turned ?? file;
        return [.. faces.SelectMany(face => Measure(face, pixels, cancel).Select(embedding => (face.Id, embedding)))];
    }

    private List<FaceEmbedding> Measure(Face face, PhotoPixels pixels, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var missing = models.Recognition.Packs.Where(pack => face.Embeddings.TrueForAll(e => e.Model != pack)).ToList();
        // A row without landmarks was written by hand or is damaged: its box is measured whole.
        return StoredLandmarks.Read(face.Landmarks) is { } landmarks
            ? missing.ConvertAll(pack => models.Pipeline.Embed(pixels, landmarks, pack))
            : [.. models.Pipeline.MeasureBox(pixels, face.Box, cancel: cancel).Embeddings.Where(e => missing.Contains(e.Model))];
    }

    // One statement, so that a face deleted or measured by an analysis meanwhile is left alone.
    private static Task<int> WriteAsync(FaceWebDb db, long faceId, FaceEmbedding measured, CancellationToken cancel)
    {
        var (model, vector) = (measured.Model, HalfVector.Pack(measured.Values));
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "Embeddings" ("FaceId", "Model", "Vector") SELECT "Id", {model}, {vector} FROM "Faces" WHERE "Id" = {faceId}
            ON CONFLICT ("FaceId", "Model") DO NOTHING
            """, cancel);
    }
}
