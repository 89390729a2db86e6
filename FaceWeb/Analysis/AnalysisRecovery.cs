using FaceWeb.Data;
using FaceWeb.Live;
using FaceWeb.Store;
using FaceWeb.Work;
using Hangfire;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Analysis;

/// <summary>Brings the queue in line with the rows: at the start, when it is empty, and every few minutes.</summary>
public sealed class AnalysisRecovery(
    IDbContextFactory<FaceWebDb> databases, PhotoClaims claims, AnalysisQueue queue, GivenUpPhotos givenUp, ChangeFeed changes,
    ILogger<AnalysisRecovery> log)
{
    private const int Batch = 5000;

    /// <summary>Tells the store which contents are not to be read until they are retried. For the start: later it is told at once.</summary>
    public async Task RecallGivenUpAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        // A content that another album's photo has been analysed from was retried since, and can be read.
        var photos = db.Photos.Where(PhotoStates.IsGivenUp)
            .Where(p => !db.Photos.Any(other => other.Sha256 == p.Sha256 && other.State == PhotoState.Analysed))
            .Select(p => new { p.Sha256, p.Error });
        await foreach (var photo in photos.AsAsyncEnumerable().WithCancellation(cancel))
            givenUp.Add(photo.Sha256, photo.Error ?? PhotoStates.GivenUp);
    }

    /// <summary>Takes back what dead processes claimed and enqueues every queued photo that has no job. Doing it twice does nothing more.</summary>
    [Queue(JobQueues.Suggest)]
    [AutomaticRetry(Attempts = 0)]
    [DisableConcurrentExecution(60)]
    public async Task RunAsync(CancellationToken cancel)
    {
        foreach (var (albumId, photoId, sha256) in await claims.TakeBackAsync(cancel))
        {
            givenUp.Add(sha256, PhotoStates.GivenUp);
            log.LogWarning(
                "Photo {PhotoId} is given up: the process stopped {Times} times while analysing it.", photoId, PhotoStates.MostInterruptions);
            changes.Announce(new Change(ChangeKind.Photo, albumId, photoId));
        }
        var enqueued = 0;
        foreach (var interrupted in new[] { false, true })
        {
            // Photos that were interrupted come last: if one of them stops the process again, the others are done by then.
            var (after, more) = (0L, true);
            while (more)
            {
                await using var db = await databases.CreateDbContextAsync(cancel);
                var ids = await db.Photos.Where(p => p.State == PhotoState.Queued && p.Id > after && p.Interruptions > 0 == interrupted)
                    .OrderBy(p => p.Id).Select(p => p.Id).Take(Batch).ToListAsync(cancel);
                var missing = ids.Where(id => !queue.IsWaiting(id)).ToList();
                queue.Enqueue(missing);
                enqueued += missing.Count;
                more = ids.Count == Batch;
                after = more ? ids[^1] : after;
            }
        }
        if (enqueued > 0)
            log.LogInformation("Enqueued {Count} photos that wait to be analysed.", enqueued);
    }
}
