using System.Data.Common;
using FaceWeb.Data;
using FaceWeb.Live;
using FaceWeb.Pipeline.Classification;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Recognition;

/// <summary>Twice a second writes a training's progress into its row and looks there whether a person wants it to stop.</summary>
internal sealed class TrainProgress : IProgress<TrainingProgress>, IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private readonly IDbContextFactory<FaceWebDb> databases;
    private readonly ChangeFeed changes;
    private readonly long jobId;
    private readonly CancellationTokenSource work;
    private readonly CancellationTokenSource watch = new();
    private readonly Task watching;
    private volatile TrainingProgress? latest;
    private TrainingProgress? written;

    public TrainProgress(IDbContextFactory<FaceWebDb> databases, ChangeFeed changes, long jobId, CancellationToken serverStops)
    {
        this.databases = databases;
        this.changes = changes;
        this.jobId = jobId;
        work = CancellationTokenSource.CreateLinkedTokenSource(serverStops);
        watching = Task.Run(WatchAsync, CancellationToken.None);
    }

    /// <summary>Cancelled when a person asks for it or the server stops.</summary>
    public CancellationToken Token => work.Token;

    /// <summary>Whether it was a person.</summary>
    public bool CancelledByPerson { get; private set; }

    public void Report(TrainingProgress value) => latest = value;

    /// <summary>Ends the watching; nothing is written afterwards.</summary>
    public async Task StopAsync()
    {
        await watch.CancelAsync();
        await watching;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        work.Dispose();
        watch.Dispose();
    }

    private async Task WatchAsync()
    {
        while (!watch.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Interval, watch.Token);
                if (await LookAsync())
                    return;
            }
            catch (OperationCanceledException)
            {
                // The training has ended.
            }
            catch (Exception e) when (e is DbException or DbUpdateException)
            {
                // A full disk or a database busy for long: progress stands still for a while, and a wish to stop is seen later.
            }
        }
    }

    // Whether a person has cancelled it.
    private async Task<bool> LookAsync()
    {
        await using var db = await databases.CreateDbContextAsync(watch.Token);
        var now = latest;
        if (now is not null && now != written)
        {
            await db.Jobs.Where(j => j.Id == jobId && j.State == JobState.Running)
                .ExecuteUpdateAsync(set => set.SetProperty(j => j.Progress, now.Fraction).SetProperty(j => j.Step, now.Step), watch.Token);
            written = now;
            changes.Announce(new Change(ChangeKind.Job, JobId: jobId));
        }
        if (!await db.Jobs.AnyAsync(j => j.Id == jobId && j.CancelRequested, watch.Token))
            return false;
        CancelledByPerson = true;
        await work.CancelAsync();
        return true;
    }
}
