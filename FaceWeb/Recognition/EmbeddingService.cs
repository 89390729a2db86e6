using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Live;
using Hangfire;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Recognition;

/// <summary>
/// Sees to it that every face has the measurements which the model in use needs: after the setting or the pack was changed, the faces that
/// are there already are measured in the background (<see cref="EmbedJob"/>).
/// </summary>
public sealed class EmbeddingService(
    IDbContextFactory<FaceWebDb> databases, IBackgroundJobClient jobs, ModelHost models, ChangeFeed changes, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim starting = new(1, 1);

    /// <summary>How many faces can be compared, and how many still wait to be measured.</summary>
    public async Task<EmbeddingCounts> CountAsync(CancellationToken cancel = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var job = await Open(db).FirstOrDefaultAsync(cancel);
        return new EmbeddingCounts(
            await db.Faces.CountAsync(cancel), await FaceVectors.Incomplete(db.Faces, models.Recognition).CountAsync(cancel), job is null ? null : JobView.Of(job));
    }

    /// <summary>Queues the measuring of all faces that lack a measurement.</summary>
    /// <returns>The job; null when no face lacks one.</returns>
    /// <exception cref="RefusedException">It is queued or running already (409).</exception>
    public async Task<JobView?> StartAsync()
    {
        await starting.WaitAsync();
        try
        {
            await using var db = await databases.CreateDbContextAsync();
            if (await Open(db).AnyAsync())
                throw new RefusedException("The faces are being measured already: wait until it is done, or cancel it first.", StatusCodes.Status409Conflict);
            if (!await FaceVectors.Incomplete(db.Faces, models.Recognition).AnyAsync())
                return null;
            var job = new JobRecord { Kind = JobKind.Embed, CreatedAt = clock.GetUtcNow().UtcDateTime, Step = "Waiting to measure faces" };
            db.Jobs.Add(job);
            await db.SaveChangesAsync();
            Enqueue(job.Id);
            return JobView.Of(job);
        }
        finally
        {
            starting.Release();
        }
    }

    /// <summary>At the start: goes on where a dead process stopped, or begins if the setting or the pack has changed.</summary>
    internal async Task RecoverAsync()
    {
        await using (var db = await databases.CreateDbContextAsync())
        {
            if (await Open(db).Select(j => (long?)j.Id).FirstOrDefaultAsync() is { } waiting)
            {
                Enqueue(waiting);
                return;
            }
        }
        await StartAsync();
    }

    /// <inheritdoc />
    public void Dispose() => starting.Dispose();

    private void Enqueue(long jobId)
    {
        jobs.Enqueue<EmbedJob>(job => job.RunAsync(jobId, CancellationToken.None));
        changes.Announce(new Change(ChangeKind.Job, JobId: jobId));
    }

    private static IQueryable<JobRecord> Open(FaceWebDb db) =>
        db.Jobs.AsNoTracking().Where(j => j.Kind == JobKind.Embed && (j.State == JobState.Queued || j.State == JobState.Running)).OrderBy(j => j.Id);
}
