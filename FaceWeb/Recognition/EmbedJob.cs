using FaceWeb.Albums;
using FaceWeb.Data;
using FaceWeb.Live;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Classification;
using FaceWeb.Pipeline.Imaging;
using Hangfire;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace FaceWeb.Recognition;

/// <summary>
/// Measures the faces that lack an embedding of a pack in use. Nothing is detected again: boxes, landmarks, decisions and the embeddings
/// that are there stay as they are. What is written says how far it is, so it may be killed at any moment and run again.
/// </summary>
public sealed class EmbedJob(
    IDbContextFactory<FaceWebDb> databases,
    ModelHost models,
    PhotoStore store,
    IOptions<UploadOptions> upload,
    SuggestService suggest,
    ChangeFeed changes,
    TimeProvider clock,
    ILogger<EmbedJob> log)
{
    private const int PhotosAtOnce = 64;

    /// <summary>Measures what is lacking; nothing when the row says that it is done or cancelled.</summary>
    [Queue(JobQueues.Embed)]
    [AutomaticRetry(Attempts = 0)]
    public async Task RunAsync(long jobId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var claimed = await db.Jobs.Where(j => j.Id == jobId && j.State == JobState.Queued).ExecuteUpdateAsync(set => set
            .SetProperty(j => j.State, JobState.Running).SetProperty(j => j.Progress, 0).SetProperty(j => j.Step, "Counting faces"), cancel);
        if (claimed == 0)
            return;
        changes.Announce(new Change(ChangeKind.Job, JobId: jobId));
        await using var progress = new TrainProgress(databases, changes, jobId, cancel);
        try
        {
            var message = await MeasureAsync(progress);
            await progress.StopAsync();
            await EndAsync(jobId, JobState.Done, message);
        }
        catch (OperationCanceledException) when (progress.CancelledByPerson)
        {
            await progress.StopAsync();
            await EndAsync(jobId, JobState.Cancelled, "Cancelled; the Models page and the next start go on with the faces that are left.");
        }
        catch (OperationCanceledException)
        {
            // The server stops. The row still says running, which makes the next start go on.
            throw;
        }
        catch (Exception e)
        {
            log.LogError(e, "Measuring faces (job {JobId}) failed.", jobId);
            await progress.StopAsync();
            await EndAsync(jobId, JobState.Failed, $"Measuring faces failed: {e.Message} The server's log says more (job {jobId}); try again on the Models page.");
        }
        finally
        {
            // Whatever was measured can be compared now.
            suggest.RequestAll();
        }
    }

    private async Task<string> MeasureAsync(TrainProgress progress)
    {
        var cancel = progress.Token;
        await using var db = await databases.CreateDbContextAsync(cancel);
        // Photos that wait to be analysed are measured there.
        var lacking = FaceVectors.Incomplete(db.Faces.AsNoTracking(), models.Recognition).Where(f => f.Photo!.State != PhotoState.Queued && f.Photo.State != PhotoState.Running);
        var total = await lacking.CountAsync(cancel);
        var (done, failed, after) = (0, 0, 0L);
        while (true)
        {
            var photos = await lacking.Where(f => f.PhotoId > after).Select(f => f.PhotoId).Distinct().Order().Take(PhotosAtOnce).ToListAsync(cancel);
            if (photos.Count == 0)
                break;
            await Parallel.ForEachAsync(photos, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, Environment.ProcessorCount / 2), CancellationToken = cancel }, async (photo, token) =>
            {
                var (measured, unreadable) = await MeasurePhotoAsync(photo, token);
                Interlocked.Add(ref failed, unreadable);
                var now = Interlocked.Add(ref done, measured + unreadable);
                progress.Report(new TrainingProgress(total == 0 ? 1 : Math.Min(1, now / (double)total), $"Measuring faces: {now:N0} of {total:N0}"));
            });
            after = photos[^1];
        }
        var packs = string.Join(" and ", models.Recognition.Packs);
        return failed == 0
            ? $"{done - failed:N0} faces measured; all can be compared by {packs} now."
            : $"{done - failed:N0} faces measured by {packs}; {failed:N0} could not be, because their photo cannot be read: analyse those photos again.";
    }

    private async Task<(int Measured, int Unreadable)> MeasurePhotoAsync(long photoId, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var faces = await FaceVectors.Incomplete(db.Faces.AsNoTracking(), models.Recognition).Where(f => f.PhotoId == photoId).Include(f => f.Embeddings).ToListAsync(cancel);
        var sha = await db.Photos.Where(p => p.Id == photoId).Select(p => p.Sha256).FirstOrDefaultAsync(cancel);
        if (sha is null || faces.Count == 0)
            return (0, 0);
        try
        {
            using var pixels = PhotoPixels.Decode(store.PathOf(sha), upload.Value.Limits, cancel);
            foreach (var face in faces)
            {
                cancel.ThrowIfCancellationRequested();
                foreach (var measured in Measure(face, pixels, cancel))
                    await WriteAsync(db, face.Id, measured, cancel);
            }
            return (faces.Count, 0);
        }
        catch (PhotoException e)
        {
            log.LogWarning("The {Count} faces of photo {PhotoId} cannot be measured: {Reason}", faces.Count, photoId, e.Message);
            return (0, faces.Count);
        }
    }

    private List<FaceEmbedding> Measure(Face face, PhotoPixels pixels, CancellationToken cancel)
    {
        var missing = models.Recognition.Packs.Where(pack => face.Embeddings.TrueForAll(e => e.Model != pack)).ToList();
        // A row without landmarks was written by hand or is damaged: its box is measured whole.
        return PhotoFaces.LandmarksOf(face) is { } landmarks
            ? missing.ConvertAll(pack => models.Pipeline.Embed(pixels, landmarks, pack))
            : [.. models.Pipeline.MeasureBox(pixels, PhotoFaces.BoxOf(face), cancel: cancel).Embeddings.Where(e => missing.Contains(e.Model))];
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

    private async Task EndAsync(long jobId, JobState state, string message)
    {
        await using var db = await databases.CreateDbContextAsync(CancellationToken.None);
        var now = clock.GetUtcNow().UtcDateTime;
        await db.Jobs.Where(j => j.Id == jobId).ExecuteUpdateAsync(set => set
            .SetProperty(j => j.State, state)
            .SetProperty(j => j.Progress, j => state == JobState.Done ? 1 : j.Progress)
            .SetProperty(j => j.Step, (string?)null)
            .SetProperty(j => j.Message, message)
            .SetProperty(j => j.EndedAt, now));
        changes.Announce(new Change(ChangeKind.Job, JobId: jobId));
    }
}
