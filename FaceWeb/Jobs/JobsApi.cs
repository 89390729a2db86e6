using FaceWeb.Access;
using FaceWeb.Api;
using FaceWeb.Work;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaceWeb.Jobs;

/// <summary>The calls for jobs.</summary>
public static class JobsApi
{
    /// <summary>Maps them.</summary>
    public static RouteGroupBuilder MapJobs(this RouteGroupBuilder api)
    {
        var jobs = api.MapGroup("/jobs").WithTags("Jobs");
        jobs.MapGet("/summary", Summary).WithName("GetJobsSummary").WithSummary("How much work waits, runs, failed and is done");
        jobs.MapGet("", List).WithName("ListJobs").WithSummary("Trainings, measurings and passes that suggest names, newest first");
        jobs.MapGet("/{id:long}", Get).WithName("GetJob").WithSummary("A job's state and progress, 0 to 1");
        jobs.MapPost("/{id:long}/cancel", Cancel).WithName("CancelJob").WithSummary("Asks a job to stop").RequireAuthorization(Policies.Admin);
        return api;
    }

    private static async Task<Ok<JobsSummary>> Summary(JobsService jobs) => TypedResults.Ok(await jobs.SummaryAsync());

    private static async Task<Ok<Paged<JobView>>> List(JobRows jobs, int? page, int? pageSize) =>
        TypedResults.Ok(await jobs.PageAsync(Paging.From(page, pageSize)));

    private static async Task<Ok<JobView>> Get(JobRows jobs, long id) => TypedResults.Ok(await jobs.FindAsync(id));

    private static async Task<Accepted> Cancel(JobRows jobs, long id)
    {
        await jobs.CancelAsync(id);
        return TypedResults.Accepted($"/api/v1/jobs/{id}");
    }
}
