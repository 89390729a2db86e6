using FaceWeb.Access;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Work;
using Hangfire;

namespace FaceWeb.Training;

/// <summary>Starts trainings.</summary>
public sealed class TrainingService(JobRows rows, IBackgroundJobClient jobs, RoleCheck roles)
{
    /// <summary>Queues a training.</summary>
    /// <exception cref="RefusedException">One is queued or running already (409).</exception>
    public async Task<JobView> StartAsync()
    {
        await roles.RequireAsync(Policies.Admin);
        var (job, added) = await rows.AddAsync(JobKind.Train, "Waiting");
        if (!added)
            throw new RefusedException(
                "A training is already waiting or running: wait until it ends, or cancel it first.", StatusCodes.Status409Conflict);
        Enqueue(job.Id);
        return job;
    }

    /// <summary>At the start: those that wait are enqueued.</summary>
    internal async Task RecoverAsync()
    {
        foreach (var job in await rows.OpenAsync(JobKind.Train))
            Enqueue(job.Id);
    }

    private void Enqueue(long jobId) => jobs.Enqueue<TrainJob>(train => train.RunAsync(jobId, CancellationToken.None));
}
