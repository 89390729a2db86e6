using FaceWeb.Data;
using FaceWeb.Data.Deleted;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Store;

/// <summary>
/// Removes stored files that no photo names any more, none in the trash either: at once for what was just deleted, and once a day for what an
/// interruption left; then also uploads in pieces that nobody goes on with.
/// </summary>
public sealed class StoreSweep(IDbContextFactory<FaceWebDb> databases, PhotoStore store, UnfinishedUploads unfinished, ILogger<StoreSweep> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromDays(1);

    /// <summary>Removes the files of those hashes that no photo names, none in the trash either.</summary>
    /// <returns>How many contents were removed.</returns>
    public async Task<int> SweepAsync(IEnumerable<string> hashes, CancellationToken cancel = default)
    {
        var removed = 0;
        await using var db = await databases.CreateDbContextAsync(cancel);
        foreach (var hash in hashes.Distinct())
        {
            using var held = await store.Locks.HoldAsync(hash, cancel);
            if (await NamedContents.HasAsync(db, hash, cancel))
                continue;
            try
            {
                store.Remove(hash);
                removed++;
            }
            catch (IOException e)
            {
                // Still open somewhere on a system that forbids deleting then: the next day's sweep gets it.
                log.LogWarning(e, "The stored files of {Sha256} could not be removed yet.", hash);
            }
        }
        return removed;
    }

    /// <summary>Looks at every stored file. Returns how many contents were removed.</summary>
    public Task<int> SweepAllAsync(CancellationToken cancel = default) => SweepAsync(store.Hashes(), cancel);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var removed = await SweepAllAsync(stoppingToken);
                log.LogInformation(
                    "The daily sweep removed {Removed} stored contents that no photo names, and {Unfinished} uploads that nobody went on with.",
                    removed,
                    unfinished.Sweep());
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogError(e, "The daily sweep of the photo store failed; it is tried again tomorrow.");
            }
        }
    }
}
