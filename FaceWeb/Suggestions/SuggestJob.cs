using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Work;
using Hangfire;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Suggestions;

/// <summary>Does the passes that <see cref="SuggestService"/> gathers, in a row of the jobs where one waits or the work is long.</summary>
public sealed class SuggestJob(
    IDbContextFactory<FaceWebDb> databases,
    SuggestService requests,
    JobRows rows,
    JobRunner runner,
    NameSuggester suggester,
    OldNames oldNames,
    ActiveClassifier active,
    UndecidedGroups groups,
    IHostApplicationLifetime server,
    ILogger<SuggestJob> log)
{
    /// <summary>
    /// From so many undecided faces on, a pass over all of them has a row while it runs though nobody asked for it: some seconds of work.
    /// </summary>
    public const int LeastFacesOfARow = 5000;

    /// <summary>Does what has been asked for; nothing when another job has done it.</summary>
    [Queue(JobQueues.Suggest)]
    [AutomaticRetry(Attempts = 0)]
    public async Task RunAsync(CancellationToken cancel)
    {
        var (all, faceIds) = requests.Take(out var work);
        using var _ = work;
        var inRow = false;
        try
        {
            if (await RowAsync(all, cancel) is var (jobId, asked))
            {
                var pass = new SuggestPass(all: true, faceIds);
                inRow = await runner.RunAsync(jobId, new SuggestWork(suggester, requests, groups, oldNames, pass, asked), cancel);
            }
            if (!inRow)
            {
                if (!all && faceIds.Count == 0)
                    return;
                await suggester.RunAsync(new SuggestPass(all, faceIds), null, cancel);
            }
        }
        catch (OperationCanceledException) when (server.ApplicationStopping.IsCancellationRequested)
        {
            // The next start suggests for all faces anyway.
            throw;
        }
        catch (Exception e)
        {
            // What was asked for is still to be done: a full disk or a job deleted on the dashboard must not leave old names standing.
            log.LogError(e, "Suggesting names failed; it is tried again.");
            active.Forget();
            groups.Forget();
            requests.Return(all, faceIds);
            throw;
        }
        requests.Succeeded();

        // After a kill two may wait.
        if (inRow && (await rows.OpenAsync(JobKind.Suggest, cancel)).Count > 0)
            requests.Begin();
    }

    // The row that waits; for much work over all faces a new one, which nobody asked for.
    private async Task<(long JobId, bool Asked)?> RowAsync(bool all, CancellationToken cancel)
    {
        if (await rows.OpenAsync(JobKind.Suggest, cancel) is [var oldest, ..])
        {
            // Left by a pass whose end could not be written: there is no other job of this kind.
            if (oldest.State == JobState.Running)
                await rows.PutBackAsync(oldest.Id, SuggestService.WaitingStep, cancel);
            return (oldest.Id, true);
        }
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (!all || await db.Faces.CountAsync(f => f.Decision == FaceDecision.Undecided, cancel) < LeastFacesOfARow)
            return null;
        var (job, added) = await rows.AddAsync(JobKind.Suggest, "Looking at all names after a change", besideRunning: true);
        return (job.Id, !added);
    }
}
