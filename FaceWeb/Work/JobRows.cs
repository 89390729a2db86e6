using FaceWeb.Access;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Live;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Work;

/// <summary>
/// The rows of trainings, measurings and passes that suggest names: makes, lists, finds and cancels them, and takes them up again at the start.
/// </summary>
public sealed class JobRows(
    IDbContextFactory<FaceWebDb> databases, IEnumerable<ICancelledWait> waits, ChangeFeed changes, RoleCheck roles, TimeProvider clock)
{
    /// <summary>Adds a row that waits, unless there is one of its kind.</summary>
    /// <param name="kind">What the job does.</param>
    /// <param name="step">What it waits for, in words.</param>
    /// <param name="besideRunning">Whether one of its kind may run already; else none may wait or run.</param>
    /// <returns>The new row, or the one that is there.</returns>
    internal async Task<(JobView Job, bool Added)> AddAsync(JobKind kind, string step, bool besideRunning = false)
    {
        await using var db = await databases.CreateDbContextAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var (job, added) = await AddAsync(db, kind, step, besideRunning);
        await transaction.CommitAsync();
        changes.Announce(new Change(ChangeKind.Job, JobId: job.Id));
        return (job, added);
    }

    /// <summary>The same within a write transaction of the caller's, which keeps two from adding a row at once.</summary>
    internal async Task<(JobView Job, bool Added)> AddAsync(FaceWebDb db, JobKind kind, string step, bool besideRunning = false)
    {
        var there = await Open(db, kind).Where(j => !besideRunning || j.State == JobState.Queued).FirstOrDefaultAsync();
        if (there is not null)
            return (JobView.Of(there), false);
        var job = new JobRecord { Kind = kind, CreatedAt = clock.GetUtcNow().UtcDateTime, Step = step };
        db.Jobs.Add(job);
        await db.SaveChangesAsync();
        return (JobView.Of(job), true);
    }

    /// <summary>Adds a row that waits and is about one video, unless there is one of its kind for that.</summary>
    /// <param name="kind">What the job does.</param>
    /// <param name="photoId">The video.</param>
    /// <param name="step">What it waits for, in words.</param>
    /// <returns>The new row, or the one that waits or runs.</returns>
    internal async Task<(JobView Job, bool Added)> AddForPhotoAsync(JobKind kind, long photoId, string step)
    {
        await using var db = await databases.CreateDbContextAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        if (await Open(db, kind).FirstOrDefaultAsync(j => j.PhotoId == photoId) is { } there)
            return (JobView.Of(there), false);
        var job = new JobRecord { Kind = kind, PhotoId = photoId, CreatedAt = clock.GetUtcNow().UtcDateTime, Step = step };
        db.Jobs.Add(job);
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        changes.Announce(new Change(ChangeKind.Job, JobId: job.Id));
        return (JobView.Of(job), true);
    }

    /// <summary>The job of a kind about one video that waits or runs; null when there is none.</summary>
    internal async Task<JobView?> OpenForPhotoAsync(JobKind kind, long photoId)
    {
        await using var db = await databases.CreateDbContextAsync();
        return await Open(db, kind).FirstOrDefaultAsync(j => j.PhotoId == photoId) is { } job ? JobView.Of(job) : null;
    }

    /// <summary>The jobs of a kind that wait or run, the oldest first.</summary>
    internal async Task<IReadOnlyList<JobView>> OpenAsync(JobKind kind, CancellationToken cancel = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return (await Open(db, kind).ToListAsync(cancel)).ConvertAll(JobView.Of);
    }

    /// <summary>Jobs, newest first, with their number: of one kind, or (null) all.</summary>
    public async Task<Paged<JobView>> PageAsync(Paging paging, JobKind? kind = null)
    {
        await using var db = await databases.CreateDbContextAsync();
        var jobs = db.Jobs.AsNoTracking().Where(j => kind == null || j.Kind == kind);
        var rows = await jobs.OrderByDescending(j => j.Id).Skip(paging.Skip).Take(paging.PageSize).ToListAsync();
        return new Paged<JobView>(await jobs.CountAsync(), rows.ConvertAll(JobView.Of));
    }

    /// <summary>A job's state and progress.</summary>
    /// <exception cref="RefusedException">There is no such job (404).</exception>
    public async Task<JobView> FindAsync(long id)
    {
        await using var db = await databases.CreateDbContextAsync();
        var job = await db.Jobs.AsNoTracking().FirstOrDefaultAsync(j => j.Id == id);
        return job is null ? throw RefusedException.NotFound($"job {id}") : JobView.Of(job);
    }

    /// <summary>Asks a job to stop; it does so within about a second. One that waits is cancelled at once.</summary>
    /// <exception cref="RefusedException">There is no such job (404), or it has ended (409).</exception>
    public async Task CancelAsync(long jobId)
    {
        await roles.RequireAsync(Policies.Admin);
        await StopAsync(jobId);
    }

    /// <summary>The same for a service that has asked itself whether this user may.</summary>
    internal async Task StopAsync(long jobId)
    {
        var job = await FindAsync(jobId);
        await using var db = await databases.CreateDbContextAsync();
        var now = clock.GetUtcNow().UtcDateTime;
        var message = job.State == JobState.Queued && waits.FirstOrDefault(w => w.Kind == job.Kind) is { } wait
            ? await wait.SentenceAsync()
            : "Cancelled before it began.";
        var changed = await JobEnd.Cancelled(message).WriteAsync(db.Jobs.Where(j => j.Id == jobId && j.State == JobState.Queued), now);
        changed += await db.Jobs.Where(j => j.Id == jobId && j.State == JobState.Running)
            .ExecuteUpdateAsync(set => set.SetProperty(j => j.CancelRequested, true));
        if (changed == 0)
            throw new RefusedException("This job has ended already: there is nothing to cancel.", StatusCodes.Status409Conflict);
        changes.Announce(new Change(ChangeKind.Job, JobId: jobId));
    }

    /// <summary>At the start: what a dead process was doing waits again, unless it was done or somebody had cancelled it.</summary>
    internal async Task RecoverAsync()
    {
        await using var db = await databases.CreateDbContextAsync();
        var now = clock.GetUtcNow().UtcDateTime;

        // A training that has stored its classifier is done: only the names were still to be suggested, which every start does.
        await JobEnd.Done(null).WriteAsync(db.Jobs.Where(j => j.State == JobState.Running && j.ClassifierId != null), now);
        await JobEnd.Cancelled("Cancelled.").WriteAsync(db.Jobs.Where(j => j.State == JobState.Running && j.CancelRequested), now);
        await JobEnd.WaitAgain("Waiting (interrupted by a restart)").WriteAsync(db.Jobs.Where(j => j.State == JobState.Running), now);
    }

    /// <summary>Has a job wait again whose end could not be written; nothing when it does not say that it is running.</summary>
    internal async Task PutBackAsync(long jobId, string step, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        await JobEnd.WaitAgain(step).WriteAsync(db.Jobs.Where(j => j.Id == jobId && j.State == JobState.Running), clock.GetUtcNow().UtcDateTime);
    }

    private static IQueryable<JobRecord> Open(FaceWebDb db, JobKind kind) =>
        db.Jobs.AsNoTracking().Where(j => j.Kind == kind && (j.State == JobState.Queued || j.State == JobState.Running)).OrderBy(j => j.Id);
}
