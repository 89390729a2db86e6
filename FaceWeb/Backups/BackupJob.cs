using FaceWeb.Data;
using FaceWeb.Layout;
using FaceWeb.Work;
using Hangfire;
using Microsoft.Extensions.Options;

namespace FaceWeb.Backups;

/// <summary>Makes a backup, and deletes those that the rule does not keep.</summary>
public sealed class BackupJob(
    IOptions<BackupOptions> options, IOptions<DataOptions> data, BackupService backups, JobRunner runner, TimeProvider clock) : IJobWork
{
    /// <summary>Makes the backup that a row asks for.</summary>
    [Queue(JobQueues.Backup)]
    [AutomaticRetry(Attempts = 0)]
    public Task RunAsync(long jobId, CancellationToken cancel) => runner.RunAsync(jobId, this, cancel);

    /// <summary>Asks for the day's backup.</summary>
    [Queue(JobQueues.Backup)]
    [AutomaticRetry(Attempts = 0)]
    public Task RunDailyAsync() => backups.Folder is null ? Task.CompletedTask : backups.StartAsync();

    string IJobWork.FirstStep => "Copying the database";

    async Task<JobEnd> IJobWork.DoAsync(JobProgress progress)
    {
        var folder = new BackupFolder(options.Value.Folder ?? throw new BackupException("No backup folder is set (FaceWeb:Backup:Folder)."));
        var (snapshot, copied, missing) = await BackupMaker.MakeAsync(
            data.Value.DataDir, folder, clock.GetUtcNow().UtcDateTime, (share, words) => progress.Report(new JobStep(share, words)), progress.Token);
        var pruned = folder.Prune(options.Value);
        var forgotten = folder.RemoveForgotten(data.Value.DataDir, snapshot.MadeAt);
        var sentence = $"Backup {snapshot.Name}: {Words.Count(snapshot.Photos, "photo")}, {Words.Count(copied, "new file")} copied and read back";
        if (missing.Count > 0)
            sentence += $"; {Words.Count(missing.Count, "photo")} could not be copied, because the file is not in the data folder (any more)";
        if (pruned > 0)
            sentence += $"; {Words.Count(pruned, "old backup")} deleted";
        if (forgotten > 0)
            sentence += $"; {Words.Count(forgotten, "backup")} from before somebody was forgotten deleted";
        return JobEnd.Done($"{sentence}.");
    }

    Task<JobEnd> IJobWork.CancelledAsync() =>
        Task.FromResult(JobEnd.Cancelled("Cancelled. What was copied by then is used by the next backup."));

    JobEnd IJobWork.Deleted(OperationCanceledException stopped) =>
        JobEnd.Cancelled("Stopped from outside, as by deleting it on the dashboard. What was copied by then is used by the next backup.");

    JobEnd IJobWork.Failed(Exception error, long jobId) => JobEnd.Failed(
        error is BackupException ? error.Message : $"The backup failed: {error.Message} The server's log says more (job {jobId}).");
}
