using FaceWeb.Data;

namespace FaceWeb.Work;

/// <summary>A training, a measuring or a pass that suggests names, as pages and the HTTP API show it.</summary>
/// <param name="Id">The job's key.</param>
/// <param name="Kind">What it does.</param>
/// <param name="State">Where it is.</param>
/// <param name="Progress">How far, 0 to 1.</param>
/// <param name="Step">What it is doing, in words.</param>
/// <param name="Message">Why it failed, or what came of it.</param>
/// <param name="CreatedAt">When it was asked for, UTC.</param>
/// <param name="EndedAt">When it ended, UTC.</param>
public sealed record JobView(
    long Id, JobKind Kind, JobState State, double Progress, string? Step, string? Message, DateTime CreatedAt, DateTime? EndedAt)
{
    /// <summary>Shows a row.</summary>
    public static JobView Of(JobRecord job) =>
        new(job.Id, job.Kind, job.State, job.Progress, job.Step, job.Message, job.CreatedAt, job.EndedAt);
}
