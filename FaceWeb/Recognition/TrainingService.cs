using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Live;
using Hangfire;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Recognition;

/// <summary>Starts, watches and cancels trainings.</summary>
public sealed class TrainingService(
    IDbContextFactory<FaceWebDb> databases, IBackgroundJobClient jobs, ChangeFeed changes, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim starting = new(1, 1);

    /// <summary>Queues a training.</summary>
    /// <exception cref="RefusedException">One is queued or running already (409).</exception>
    public async Task<JobView> StartAsync()
    {
        await starting.WaitAsync();
        try
        {
            await using var db = await databases.CreateDbContextAsync();
            if (await db.Jobs.AnyAsync(j => j.Kind == JobKind.Train && (j.State == JobState.Queued || j.State == JobState.Running)))
                throw new RefusedException("A training is already waiting or running: wait until it ends, or cancel it first.", StatusCodes.Status409Conflict);
            var job = new JobRecord { Kind = JobKind.Train, CreatedAt = clock.GetUtcNow().UtcDateTime, Step = "Waiting" };
            db.Jobs.Add(job);
            await db.SaveChangesAsync();
            jobs.Enqueue<TrainJob>(train => train.RunAsync(job.Id, CancellationToken.None));
            changes.Announce(new Change(ChangeKind.Job, JobId: job.Id));
            return JobView.Of(job);
        }
        finally
        {
            starting.Release();
        }
    }

    /// <summary>Asks a job to stop; it does so within about a second. One that waits is cancelled at once.</summary>
    /// <exception cref="RefusedException">There is no such job (404), or it has ended (409).</exception>
    public async Task CancelAsync(long jobId)
    {
        await using var db = await databases.CreateDbContextAsync();
        var now = clock.GetUtcNow().UtcDateTime;
        var changed = await db.Jobs.Where(j => j.Id == jobId && j.State == JobState.Queued).ExecuteUpdateAsync(set => set
            .SetProperty(j => j.State, JobState.Cancelled).SetProperty(j => j.Message, "Cancelled before it began.").SetProperty(j => j.EndedAt, now));
        changed += await db.Jobs.Where(j => j.Id == jobId && j.State == JobState.Running).ExecuteUpdateAsync(set => set.SetProperty(j => j.CancelRequested, true));
        if (changed == 0)
        {
            await FindJobAsync(jobId);
            throw new RefusedException("This job has ended already: there is nothing to cancel.", StatusCodes.Status409Conflict);
        }
        changes.Announce(new Change(ChangeKind.Job, JobId: jobId));
    }

    /// <summary>A job's state and progress.</summary>
    /// <exception cref="RefusedException">There is no such job (404).</exception>
    public async Task<JobView> FindJobAsync(long id)
    {
        await using var db = await databases.CreateDbContextAsync();
        var job = await db.Jobs.AsNoTracking().FirstOrDefaultAsync(j => j.Id == id);
        return job is null ? throw RefusedException.NotFound($"job {id}") : JobView.Of(job);
    }

    /// <summary>The last jobs asked for, newest first, at most <paramref name="take"/>: trainings, or of another kind, or (null) all.</summary>
    public async Task<IReadOnlyList<JobView>> ListJobsAsync(int take, JobKind? kind = JobKind.Train)
    {
        await using var db = await databases.CreateDbContextAsync();
        return (await db.Jobs.AsNoTracking().Where(j => kind == null || j.Kind == kind).OrderByDescending(j => j.Id).Take(take).ToListAsync()).ConvertAll(JobView.Of);
    }

    /// <summary>At the start: a training that a dead process was doing begins again, and those that wait are enqueued.</summary>
    internal async Task RecoverAsync()
    {
        await using var db = await databases.CreateDbContextAsync();

        // One with a message has stored its classifier: only the names were still to be suggested, which every start does.
        await db.Jobs.Where(j => j.Kind == JobKind.Train && j.State == JobState.Running && j.Message != null).ExecuteUpdateAsync(set => set
            .SetProperty(j => j.State, JobState.Done).SetProperty(j => j.Progress, 1).SetProperty(j => j.Step, (string?)null).SetProperty(j => j.EndedAt, clock.GetUtcNow().UtcDateTime));
        await db.Jobs.Where(j => j.State == JobState.Running && j.CancelRequested).ExecuteUpdateAsync(set => set
            .SetProperty(j => j.State, JobState.Cancelled).SetProperty(j => j.Message, "Cancelled.").SetProperty(j => j.EndedAt, clock.GetUtcNow().UtcDateTime));
        await db.Jobs.Where(j => j.State == JobState.Running).ExecuteUpdateAsync(set => set
            .SetProperty(j => j.State, JobState.Queued).SetProperty(j => j.Progress, 0).SetProperty(j => j.Step, "Waiting (interrupted by a restart)"));
        foreach (var id in await db.Jobs.Where(j => j.State == JobState.Queued && j.Kind == JobKind.Train).Select(j => j.Id).ToListAsync())
            jobs.Enqueue<TrainJob>(train => train.RunAsync(id, CancellationToken.None));
    }

    /// <inheritdoc />
    public void Dispose() => starting.Dispose();
}
