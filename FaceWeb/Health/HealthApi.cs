using FaceWeb.Data;
using FaceWeb.Models;
using FaceWeb.Work;
using Hangfire;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Health;

/// <summary>Tells a supervisor whether the process lives and whether it can work.</summary>
public static class HealthApi
{
    // Hangfire's servers report every 30 seconds.
    private static readonly TimeSpan ServerSilence = TimeSpan.FromMinutes(2);

    /// <summary>Maps <c>/health/live</c> and <c>/health/ready</c>, both without sign-in.</summary>
    public static WebApplication MapHealth(this WebApplication app)
    {
        var health = app.MapGroup("/health").AllowAnonymous().WithTags("Health");
        health.MapGet("/live", () => TypedResults.Ok(new HealthView("live", []))).WithName("GetLive").WithSummary("The process is up");
        health.MapGet("/ready", ReadyAsync).WithName("GetReady").WithSummary("Database, models and queue are ready (200), or what is not (503)");
        return app;
    }

    private static async Task<IResult> ReadyAsync(
        IDbContextFactory<FaceWebDb> databases, ModelHost models, JobStorage storage, TimeProvider clock, ILoggerFactory logs,
            CancellationToken cancel)
    {
        var checks = new List<HealthCheck>
        {
            await CheckAsync("database", async () =>
            {
                await using var db = await databases.CreateDbContextAsync(cancel);
                await db.Albums.AnyAsync(cancel);
                return null;
            }),
            await CheckAsync("models", () => Task.FromResult(models.IsOpen ? null : "The models are not loaded.")),
            await CheckAsync("queue", () => Task.FromResult(MissingQueues(storage, clock))),
        };
        return checks.TrueForAll(c => c.Ready)
            ? TypedResults.Ok(new HealthView("ready", checks))
            : TypedResults.Json(new HealthView("not ready", checks), statusCode: StatusCodes.Status503ServiceUnavailable);

        async Task<HealthCheck> CheckAsync(string name, Func<Task<string?>> check)
        {
            try
            {
                var reason = await check();
                return new HealthCheck(name, reason is null, reason);
            }
            catch (Exception e) when (!cancel.IsCancellationRequested)
            {
                // The reason stays in the log: this answer is given to anybody.
                logs.CreateLogger(typeof(HealthApi)).LogError(e, "The readiness check of {Name} failed.", name);
                return new HealthCheck(name, false, $"The {name} does not answer; the server's log says why.");
            }
        }
    }

    internal static string? MissingQueues(JobStorage storage, TimeProvider clock)
    {
        var since = clock.GetUtcNow().UtcDateTime - ServerSilence;
        var served = storage.GetMonitoringApi().Servers().Where(s => s.Heartbeat is null || s.Heartbeat > since).SelectMany(s => s.Queues)
            .ToHashSet();
        var missing = new[] { JobQueues.Analyse, JobQueues.Embed, JobQueues.Train, JobQueues.Suggest, JobQueues.Backup }.Where(
            q => !served.Contains(q)).ToList();
        return missing.Count == 0 ? null : $"Nobody works on: {string.Join(", ", missing)}.";
    }
}
