using System.Data.Common;
using FaceWeb.Data;
using FaceWeb.Live;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Work;

/// <summary>
/// A job's row while the job runs: claims it, twice a second writes the progress into it and looks there whether a person wants the job to
/// stop, and writes how it ended.
/// </summary>
internal sealed class JobProgress : IProgress<JobStep>, IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private readonly IDbContextFactory<FaceWebDb> databases;
    private readonly ChangeFeed changes;
    private readonly TimeProvider clock;
    private readonly ILogger log;
    private readonly long jobId;
    private readonly CancellationTokenSource work;
    private readonly CancellationTokenSource watch = new();
    private readonly Task watching;
    private volatile JobStep? latest;
    private JobStep? written;

    private JobProgress(
        IDbContextFactory<FaceWebDb> databases, ChangeFeed changes, TimeProvider clock, ILogger log, long jobId, CancellationToken serverStops)
    {
        (this.databases, this.changes, this.clock, this.log, this.jobId) = (databases, changes, clock, log, jobId);
        work = CancellationTokenSource.CreateLinkedTokenSource(serverStops);
        watching = Task.Run(WatchAsync, CancellationToken.None);
    }

    /// <summary>Makes a queued job a running one.</summary>
    /// <returns>Its progress; null when the row says that it is running, done or cancelled already.</returns>
    public static async Task<JobProgress?> ClaimAsync(
        IDbContextFactory<FaceWebDb> databases,
        ChangeFeed changes,
        TimeProvider clock,
        ILogger log,
        long jobId,
        string step,
        CancellationToken serverStops)
    {
        await using var db = await databases.CreateDbContextAsync(serverStops);
        var claimed = await db.Jobs.Where(j => j.Id == jobId && j.State == JobState.Queued).ExecuteUpdateAsync(set => set
            .SetProperty(j => j.State, JobState.Running).SetProperty(j => j.Progress, 0).SetProperty(j => j.Step, step), serverStops);
        if (claimed == 0)
            return null;
        changes.Announce(new Change(ChangeKind.Job, JobId: jobId));
        return new JobProgress(databases, changes, clock, log, jobId, serverStops);
    }

    /// <summary>The row's key.</summary>
    public long JobId => jobId;

    /// <summary>Cancelled when a person asks for it or the server stops.</summary>
    public CancellationToken Token => work.Token;

    /// <summary>Whether it was a person.</summary>
    public bool CancelledByPerson { get; private set; }

    public void Report(JobStep value)
    {
        var before = latest;
        latest = value;
        if (before?.Words != value.Words)
            log.LogDebug("Job {JobId}: {Step}", jobId, value.Words);
    }

    /// <summary>Ends the watching and writes how the job leaves its row.</summary>
    public async Task LeaveAsync(JobEnd end)
    {
        try
        {
            await StopAsync();
        }
        catch (Exception e)
        {
            log.LogError(e, "The progress of job {JobId} could not be written.", jobId);
        }
        try
        {
            await using var db = await databases.CreateDbContextAsync(CancellationToken.None);
            await end.WriteAsync(db.Jobs.Where(j => j.Id == jobId), clock.GetUtcNow().UtcDateTime);
        }
        catch (Exception e)
        {
            log.LogError(e, "How job {JobId} ended could not be written; the next start takes it up again. {End}", jobId, end);
            throw;
        }
        changes.Announce(new Change(ChangeKind.Job, JobId: jobId));
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        work.Dispose();
        watch.Dispose();
    }

    // Nothing is written afterwards.
    private async Task StopAsync()
    {
        await watch.CancelAsync();
        await watching;
    }

    private async Task WatchAsync()
    {
        while (!watch.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Interval, watch.Token);
                if (await LookAsync())
                    return;
            }
            catch (OperationCanceledException)
            {
                // The job has ended.
            }
            catch (Exception e) when (e is DbException or DbUpdateException)
            {
                // A full disk or a database busy for long: progress stands still for a while, and a wish to stop is seen later.
            }
        }
    }

    // Whether a person has cancelled it.
    private async Task<bool> LookAsync()
    {
        await using var db = await databases.CreateDbContextAsync(watch.Token);
        var now = latest;
        if (now is not null && now != written)
        {
            await db.Jobs.Where(j => j.Id == jobId && j.State == JobState.Running)
                .ExecuteUpdateAsync(set => set.SetProperty(j => j.Progress, now.Fraction).SetProperty(j => j.Step, now.Words), watch.Token);
            written = now;
            changes.Announce(new Change(ChangeKind.Job, JobId: jobId));
        }
        if (!await db.Jobs.AnyAsync(j => j.Id == jobId && j.CancelRequested, watch.Token))
            return false;
        CancelledByPerson = true;
        await work.CancelAsync();
        log.LogDebug("Job {JobId} is to stop.", jobId);
        return true;
    }
}
