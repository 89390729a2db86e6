using FaceWeb.Access;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Work;
using Hangfire;
using Microsoft.Extensions.Options;

namespace FaceWeb.Backups;

/// <summary>Makes backups when an admin asks for one, lists them, and prepares restoring one.</summary>
public sealed class BackupService(
    IOptions<BackupOptions> options, IOptions<DataOptions> data, JobRows rows, IBackgroundJobClient jobs, RoleCheck roles)
{
    /// <summary>The folder, or null where none is set.</summary>
    public string? Folder => options.Value.Folder;

    /// <summary>The backup that the next start begins with; null when none was chosen.</summary>
    public string? Restoring => Backups.Restoring.Waiting(data.Value.DataDir);

    /// <summary>The backups, newest first.</summary>
    public IReadOnlyList<Snapshot> List() => Folder is { } folder ? new BackupFolder(folder).List() : [];

    /// <summary>Queues a backup.</summary>
    /// <returns>The job, or the one that waits or runs already.</returns>
    /// <exception cref="RefusedException">No folder is set (409).</exception>
    public async Task<JobView> StartAsync()
    {
        await roles.RequireAsync(Policies.Admin);
        RequireFolder();
        var (job, added) = await rows.AddAsync(JobKind.Backup, "Waiting to make a backup");
        if (added)
            Enqueue(job.Id);
        return job;
    }

    /// <summary>Reads every file of a backup.</summary>
    /// <returns>How many are missing or damaged.</returns>
    /// <exception cref="RefusedException">There is no such backup (404).</exception>
    public async Task<int> VerifyAsync(string name, CancellationToken cancel)
    {
        await roles.RequireAsync(Policies.Admin);
        var (folder, snapshot) = Find(name);
        return (await folder.VerifyAsync(snapshot, null, cancel)).Count;
    }

    /// <summary>Copies a backup beside what is there, so that the next start begins with it.</summary>
    /// <exception cref="RefusedException">There is no such backup (404), or it is damaged (422).</exception>
    public async Task RestoreAsync(string name, CancellationToken cancel)
    {
        await roles.RequireAsync(Policies.Admin);
        var (folder, snapshot) = Find(name);
        try
        {
            await Backups.Restoring.PrepareAsync(data.Value.DataDir, folder, snapshot, null, cancel);
        }
        catch (BackupException e)
        {
            Backups.Restoring.Abandon(data.Value.DataDir);
            throw new RefusedException(e.Message, StatusCodes.Status422UnprocessableEntity);
        }
        catch (IOException e)
        {
            Backups.Restoring.Abandon(data.Value.DataDir);
            throw new RefusedException($"The backup could not be copied: {e.Message} Make room on the disk of the data folder.", StatusCodes.Status507InsufficientStorage);
        }
    }

    /// <summary>Leaves everything as it is at the next start.</summary>
    public async Task AbandonAsync()
    {
        await roles.RequireAsync(Policies.Admin);
        Backups.Restoring.Abandon(data.Value.DataDir);
    }

    /// <summary>At the start: takes up a backup that a dead process left.</summary>
    internal async Task RecoverAsync()
    {
        if (await rows.OpenAsync(JobKind.Backup) is [var waiting, ..])
            Enqueue(waiting.Id);
    }

    private (BackupFolder Folder, Snapshot Snapshot) Find(string name)
    {
        var folder = new BackupFolder(RequireFolder());
        return (folder, folder.List().FirstOrDefault(s => s.Name == name) ?? throw RefusedException.NotFound($"backup {name}"));
    }

    private string RequireFolder() => Folder ?? throw new RefusedException(
        "No backup folder is set. Name one in the configuration (FaceWeb:Backup:Folder), best on another disk, and start FaceWeb again.",
        StatusCodes.Status409Conflict);

    private void Enqueue(long jobId) => jobs.Enqueue<BackupJob>(job => job.RunAsync(jobId, CancellationToken.None));
}
