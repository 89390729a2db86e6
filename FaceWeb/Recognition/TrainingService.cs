using System.Text.Json;
using System.Text.Json.Serialization;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Live;
using FaceWeb.Pipeline.Classification;
using Hangfire;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Recognition;

/// <summary>Starts, watches and cancels trainings; lists the trained classifiers and goes back to any of them.</summary>
public sealed class TrainingService(
    IDbContextFactory<FaceWebDb> databases, IBackgroundJobClient jobs, SuggestService suggest, ModelHost models, ChangeFeed changes, TimeProvider clock) : IDisposable
{
    /// <summary>How many trained classifiers can be gone back to; of older ones only the report is kept.</summary>
    public const int KeptClassifiers = 20;

    internal static readonly JsonSerializerOptions ReportJson = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

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

    /// <summary>Trained classifiers, newest first.</summary>
    public async Task<IReadOnlyList<ClassifierSummary>> ListAsync(Paging paging) => (await PageAsync(paging)).Items;

    /// <summary>Trained classifiers, newest first, with their number.</summary>
    public async Task<Paged<ClassifierSummary>> PageAsync(Paging paging)
    {
        await using var db = await databases.CreateDbContextAsync();
        return new Paged<ClassifierSummary>(
            await db.Classifiers.CountAsync(),
            await db.Classifiers.OrderByDescending(c => c.Id).Skip(paging.Skip).Take(paging.PageSize)
                .Select(c => new ClassifierSummary(c.Id, c.TrainedAt, c.Model, c.People, c.Faces, c.Rank1Accuracy, c.Active, c.Note)).ToListAsync());
    }

    /// <summary>The active classifier; null before the first training.</summary>
    public async Task<ClassifierView?> ActiveAsync()
    {
        await using var db = await databases.CreateDbContextAsync();
        return await ViewAsync(db.Classifiers.Where(c => c.Active));
    }

    /// <summary>One classifier with its report.</summary>
    /// <exception cref="RefusedException">There is no such classifier (404).</exception>
    public async Task<ClassifierView> FindAsync(long id)
    {
        await using var db = await databases.CreateDbContextAsync();
        return await ViewAsync(db.Classifiers.Where(c => c.Id == id)) ?? throw RefusedException.NotFound($"classifier {id}");
    }

    /// <summary>Makes a classifier the active one and suggests all names anew.</summary>
    /// <exception cref="RefusedException">
    /// There is no such classifier (404), or it cannot be used any more: too old, or of another model pack (409).
    /// </exception>
    public async Task ActivateAsync(long id)
    {
        await using var db = await databases.CreateDbContextAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var found = await db.Classifiers.Where(c => c.Id == id).Select(c => new { c.Model, Kept = c.Blob.Length > 0 }).FirstOrDefaultAsync()
            ?? throw RefusedException.NotFound($"classifier {id}");
        if (!found.Kept)
            throw new RefusedException($"Classifier {id} is too old: only the last {KeptClassifiers} are kept whole. Train a new one instead.", StatusCodes.Status409Conflict);
        if (found.Model != models.Model)
            throw new RefusedException($"Classifier {id} reads faces measured by the model pack {found.Model}, but {models.Model} is in use. Train a new one instead.", StatusCodes.Status409Conflict);

        // One after the other: an index allows one active row only.
        await db.Classifiers.Where(c => c.Active && c.Id != id).ExecuteUpdateAsync(set => set.SetProperty(c => c.Active, false));
        await db.Classifiers.Where(c => c.Id == id).ExecuteUpdateAsync(set => set.SetProperty(c => c.Active, true).SetProperty(c => c.Note, "Activated by an admin."));
        await transaction.CommitAsync();
        suggest.RequestAll();
        changes.Announce(new Change(ChangeKind.Classifier));
    }

    /// <summary>At the start: a training that a dead process was doing begins again, and those that wait are enqueued.</summary>
    internal async Task RecoverAsync()
    {
        await using var db = await databases.CreateDbContextAsync();
        await db.Jobs.Where(j => j.State == JobState.Running && j.CancelRequested).ExecuteUpdateAsync(set => set
            .SetProperty(j => j.State, JobState.Cancelled).SetProperty(j => j.Message, "Cancelled.").SetProperty(j => j.EndedAt, clock.GetUtcNow().UtcDateTime));
        await db.Jobs.Where(j => j.State == JobState.Running).ExecuteUpdateAsync(set => set
            .SetProperty(j => j.State, JobState.Queued).SetProperty(j => j.Progress, 0).SetProperty(j => j.Step, "Waiting (interrupted by a restart)"));
        foreach (var id in await db.Jobs.Where(j => j.State == JobState.Queued && j.Kind == JobKind.Train).Select(j => j.Id).ToListAsync())
            jobs.Enqueue<TrainJob>(train => train.RunAsync(id, CancellationToken.None));
    }

    /// <inheritdoc />
    public void Dispose() => starting.Dispose();

    private static async Task<ClassifierView?> ViewAsync(IQueryable<Classifier> classifiers)
    {
        var row = await classifiers
            .Select(c => new { c.Id, c.TrainedAt, c.Model, c.People, c.Faces, c.Rank1Accuracy, c.Active, c.Note, c.ReportJson }).FirstOrDefaultAsync();
        return row is null
            ? null
            : new ClassifierView(row.Id, row.TrainedAt, row.Model, row.People, row.Faces, row.Rank1Accuracy, row.Active, row.Note, ReadReport(row.ReportJson));
    }

    private static TrainingReport? ReadReport(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<TrainingReport>(json, ReportJson);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
