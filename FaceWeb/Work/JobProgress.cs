using System.Data.Common;
using FaceWeb.Data;
using FaceWeb.Live;
using FaceWeb.Pipeline.Classification;
using FaceWeb.Pipeline.Classification.Training;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Work;

/// <summary>
/// A job's row while the job runs: claims it, twice a second writes the progress into it and looks there whether a person wants the job to
/// stop, and writes how it ended.
/// </summary>
internal sealed class JobProgress : IProgress<TrainingProgress>, IAsyncDisposable
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
    private volatile TrainingProgress? latest;
    private TrainingProgress? written;

    private JobProgress(IDbContextFactory<FaceWebDb> databases, ChangeFeed changes, TimeProvider clock, ILogger log, long jobId, CancellationToken serverStops)
    {
        (this.databases, this.changes, this.clock, this.log, this.jobId) = (databases, changes, clock, log, jobId);
        work = CancellationTokenSource.CreateLinkedTokenSource(serverStops);
        watching = Task.Run(WatchAsync, CancellationToken.None);
    }

    /// <summary>Makes a queued job a running one.</summary>
    /// <returns>Its progress; null when the row says that it is running, done or cancelled already.</returns>
    public static async Task<JobProgress?> ClaimAsync(
        IDbContextFactory<FaceWebDb> databases, ChangeFeed changes, TimeProvider clock, ILogger log, long jobId, string step, CancellationToken serverStops)
    {
        await using var db = await databases.CreateDbContextAsync(serverStops);
        var claimed = await db.Jobs.Where(j => j.Id == jobId && j.State == JobState.Queued).ExecuteUpdateAsync(set => set
            .SetProperty(j => j.State, JobState.Running).SetProperty(j => j.Progress, 0).SetProperty(j => j.Step, step), serverStops);
        if (claimed == 0)
            return null;
        changes.Announce(new Change(ChangeKind.Job, JobId: jobId));
        return new JobProgress(databases, changes, clock, log, jobId, serverStops);
    }

    /// <summary>Cancelled when a person asks for it or the server stops.</summary>
    public CancellationToken Token => work.Token;

    /// <summary>Whether it was a person.</summary>
    public bool CancelledByPerson { get; private set; }

    public void Report(TrainingProgress value)
    {
        var before = latest;
        latest = value;
        if (before?.Step != value.Step)
            log.LogDebug("Job {JobId}: {Step}", jobId, value.Step);
    }

    /// <summary>Ends the watching and writes how the job ended.</summary>
    public async Task EndAsync(JobState state, string message)
    {
        try
        {
            var now = clock.GetUtcNow().UtcDateTime;
            await LeaveAsync(job => job.ExecuteUpdateAsync(set => set
                .SetProperty(j => j.State, state)
                .SetProperty(j => j.Progress, j => state == JobState.Done ? 1 : j.Progress)
                .SetProperty(j => j.Step, (string?)null)
                .SetProperty(j => j.Message, message)
                .SetProperty(j => j.EndedAt, now)));
        }
        catch (Exception e)
        {
            log.LogError(e, "Job {JobId} ended as {State}, which could not be written; the next start takes it up again. {Message}", jobId, state, message);
            throw;
        }
    }

    /// <summary>Ends the watching and has the job wait again: it could not be done now and is to be tried again.</summary>
    public Task PutBackAsync(string step) => LeaveAsync(job => job.ExecuteUpdateAsync(set => set
        .SetProperty(j => j.State, JobState.Queued).SetProperty(j => j.Progress, 0).SetProperty(j => j.Step, step)));

    /// <summary>Ends the watching and deletes the row, of a job that nobody asked for.</summary>
    public Task RemoveAsync() => LeaveAsync(job => job.ExecuteDeleteAsync());

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        work.Dispose();
        watch.Dispose();
    }

    private async Task LeaveAsync(Func<IQueryable<JobRecord>, Task<int>> write)
    {
        try
        {
            await StopAsync();
        }
        catch (Exception e)
        {
            log.LogError(e, "The progress of job {JobId} could not be written.", jobId);
        }
        await using var db = await databases.CreateDbContextAsync(CancellationToken.None);
        await write(db.Jobs.Where(j => j.Id == jobId));
        changes.Announce(new Change(ChangeKind.Job, JobId: jobId));
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
                .ExecuteUpdateAsync(set => set.SetProperty(j => j.Progress, now.Fraction).SetProperty(j => j.Step, now.Step), watch.Token);
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
