using FaceWeb.Access;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Live;
using FaceWeb.Work;
using Hangfire;

namespace FaceWeb.Training;

/// <summary>Starts trainings.</summary>
public sealed class TrainingService
{
    private readonly JobRows rows;
    private readonly IBackgroundJobClient jobs;
    private readonly RoleCheck roles;
    private readonly ILogger<TrainingService> log;

    /// <summary>Trains anew from now on when classifiers have lost what they had learnt from faces that are deleted for good.</summary>
    public TrainingService(JobRows rows, IBackgroundJobClient jobs, RoleCheck roles, FaceNews news, ILogger<TrainingService> log)
    {
        ArgumentNullException.ThrowIfNull(news);
        (this.rows, this.jobs, this.roles, this.log) = (rows, jobs, roles, log);
        news.Forgotten += () => _ = TrainAgainAsync();
    }

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

    /// <summary>Queues a training beside one that runs: that one may have read what is forgotten now, and is not kept then.</summary>
    internal async Task TrainAgainAsync()
    {
        try
        {
            var (job, added) = await rows.AddAsync(JobKind.Train, "Waiting", besideRunning: true);
            if (added)
                Enqueue(job.Id);
        }
        catch (Exception e)
        {
            log.LogError(e, "The training after something was forgotten could not be queued: it is at the next start.");
        }
    }

    private void Enqueue(long jobId) => jobs.Enqueue<TrainJob>(train => train.RunAsync(jobId, CancellationToken.None));
}
