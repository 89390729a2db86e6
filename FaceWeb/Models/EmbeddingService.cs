using FaceWeb.Access;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Faces;
using FaceWeb.Work;
using Hangfire;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Models;

/// <summary>
/// Sees to it that every face has the measurements which the model in use needs: after the setting or the pack was changed, the faces that
/// are there already are measured in the background (<see cref="EmbedJob"/>).
/// </summary>
public sealed class EmbeddingService(
    IDbContextFactory<FaceWebDb> databases, JobRows rows, IBackgroundJobClient jobs, ModelHost models, RoleCheck roles)
{
    /// <summary>How many faces can be compared, and how many still wait to be measured.</summary>
    public async Task<EmbeddingCounts> CountAsync(CancellationToken cancel = default)
    {
        var open = await rows.OpenAsync(JobKind.Embed, cancel);
        await using var db = await databases.CreateDbContextAsync(cancel);
        return new EmbeddingCounts(
            await db.Faces.CountAsync(cancel), await FaceVectors.Incomplete(db.Faces, models.Recognition).CountAsync(cancel), open.Count == 0 ? null
                : open[0]);
    }

    /// <summary>Queues the measuring of all faces that lack a measurement.</summary>
    /// <returns>The job; null when no face lacks one.</returns>
    /// <exception cref="RefusedException">It is queued or running already (409).</exception>
    public async Task<JobView?> StartAsync()
    {
        await roles.RequireAsync(Policies.Admin);
        await using (var db = await databases.CreateDbContextAsync())
        {
            if (!await FaceVectors.Incomplete(db.Faces, models.Recognition).AnyAsync())
                return null;
        }
        var (job, added) = await rows.AddAsync(JobKind.Embed, "Waiting to measure faces");
        if (!added)
            throw new RefusedException(
                "The faces are being measured already: wait until it is done, or cancel it first.", StatusCodes.Status409Conflict);
        Enqueue(job.Id);
        return job;
    }

    /// <summary>At the start: goes on where a dead process stopped, or begins if the setting or the pack has changed.</summary>
    internal async Task RecoverAsync()
    {
        if (await rows.OpenAsync(JobKind.Embed) is [var waiting, ..])
            Enqueue(waiting.Id);
        else
            await StartAsync();
    }

    private void Enqueue(long jobId) => jobs.Enqueue<EmbedJob>(job => job.RunAsync(jobId, CancellationToken.None));
}
