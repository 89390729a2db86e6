using FaceWeb.Access;
using FaceWeb.Work;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaceWeb.Backups;

/// <summary>The calls for backups; for admins.</summary>
public static class BackupsApi
{
    /// <summary>Maps them.</summary>
    public static RouteGroupBuilder MapBackups(this RouteGroupBuilder api)
    {
        var backups = api.MapGroup("/backups").WithTags("Backups").RequireAuthorization(Policies.Admin);
        backups.MapGet("", List).WithName("ListBackups").WithSummary("Backups, newest first");
        backups.MapPost("", Start).WithName("MakeBackup").WithSummary("Makes a backup: answers its job");
        backups.MapPost("/{name}/verify", Verify).WithName("VerifyBackup").WithSummary("Reads every file of a backup: answers how many are damaged");
        backups.MapPost("/{name}/restore", Restore).WithName("RestoreBackup").WithSummary("Prepares a backup for the next start to begin with");
        backups.MapDelete("/restore", Abandon).WithName("AbandonRestore").WithSummary("Lets the next start begin with what is there now");
        return api;
    }

    private static Ok<IEnumerable<BackupView>> List(BackupService backups) => TypedResults.Ok(backups.List().Select(BackupView.Of));

    private static async Task<Accepted<StartedJob>> Start(BackupService backups)
    {
        var job = await backups.StartAsync();
        return TypedResults.Accepted($"/api/v1/jobs/{job.Id}", new StartedJob(job.Id));
    }

    private static async Task<Ok<DamagedFiles>> Verify(BackupService backups, string name, CancellationToken cancel) =>
        TypedResults.Ok(new DamagedFiles(await backups.VerifyAsync(name, cancel)));

    private static async Task<NoContent> Restore(BackupService backups, string name, CancellationToken cancel)
    {
        await backups.RestoreAsync(name, cancel);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> Abandon(BackupService backups)
    {
        await backups.AbandonAsync();
        return TypedResults.NoContent();
    }
}
