using FaceWeb.Data;
using FaceWeb.Live;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Work;

/// <summary>
/// Runs the jobs that have a row, of whatever kind: claims the row, keeps its progress, and writes how the job ended, be it well, cancelled
/// by a person, deleted on the queues' dashboard or failed. Only a stopping server leaves the row as it is.
/// </summary>
public sealed class JobRunner(
    IDbContextFactory<FaceWebDb> databases, ChangeFeed changes, IHostApplicationLifetime server, TimeProvider clock, ILogger<JobRunner> log)
{
    /// <summary>Does the work that the row asks for.</summary>
    /// <param name="jobId">The row's key.</param>
    /// <param name="work">What is to be done.</param>
    /// <param name="cancel">Cancelled when the server stops or somebody deletes the job on the dashboard.</param>
    /// <returns>Whether it was done; not when the row says that it is running, has ended or is gone.</returns>
    /// <exception cref="OperationCanceledException">The server stops.</exception>
    /// <exception cref="Exception">What the work failed with, when it is to be tried again.</exception>
    internal async Task<bool> RunAsync(long jobId, IJobWork work, CancellationToken cancel)
    {
        await using var progress = await JobProgress.ClaimAsync(databases, changes, clock, log, jobId, work.FirstStep, cancel);
        if (progress is null)
            return false;
        try
        {
            await progress.LeaveAsync(await work.DoAsync(progress));
        }
        catch (OperationCanceledException) when (progress.CancelledByPerson)
        {
            await progress.LeaveAsync(await work.CancelledAsync());
        }
        catch (OperationCanceledException) when (server.ApplicationStopping.IsCancellationRequested)
        {
            // The row still says running, which makes the next start take it up again.
            throw;
        }
        catch (OperationCanceledException e)
        {
            log.LogWarning("Job {JobId} was stopped from outside.", jobId);
            var end = work.Deleted(e);
            await progress.LeaveAsync(end);
            if (end.IsTriedAgain)
                throw;
        }
        catch (Exception e)
        {
            // What is to be tried again is logged by who sees to that.
            var end = work.Failed(e, jobId);
            if (!end.IsTriedAgain)
                log.LogError(e, "Job {JobId} failed.", jobId);
            await progress.LeaveAsync(end);
            if (end.IsTriedAgain)
                throw;
        }
        return true;
    }
}
