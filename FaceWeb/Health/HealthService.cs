using System.Globalization;
using FaceWeb.Backups;
using FaceWeb.Data;
using FaceWeb.Layout;
using FaceWeb.Models;
using FaceWeb.Store;
using Hangfire;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace FaceWeb.Health;

/// <summary>Says in words what is well and what is not, for the admin's page.</summary>
public sealed class HealthService(
    IDbContextFactory<FaceWebDb> databases, ModelHost models, JobStorage storage, BackupService backups, DiskReserve reserve, IOptions<DataOptions> data,
        TimeProvider clock)
{
    // Below this an upload or a training may fail for want of room.
    private const long LittleRoom = 5_000_000_000;

    private static readonly TimeSpan LongWait = TimeSpan.FromHours(1);
    private static readonly TimeSpan OldBackup = TimeSpan.FromDays(2);

    /// <summary>Looks at everything that can be told at once.</summary>
    public async Task<IReadOnlyList<HealthLine>> ReadAsync(CancellationToken cancel = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return
        [
            await DatabaseAsync(db, cancel),
            models.IsOpen
                ? new HealthLine("Models", true, $"Loaded; they run on {string.Join(" and ", models.Devices.Select(d => d.Device).Distinct())}.")
                : new HealthLine("Models", false, "They are not loaded, so no photo is looked at: the server's log says why."),
            Queues(),
            Disk(),
            await FailedAsync(db, cancel),
            await WaitingAsync(db, cancel),
            LastBackup(),
        ];
    }

    private static async Task<HealthLine> DatabaseAsync(FaceWebDb db, CancellationToken cancel)
    {
        try
        {
            // Takes the write lock and changes nothing.
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            await db.Database.ExecuteSqlRawAsync("UPDATE \"Albums\" SET \"Name\" = \"Name\" WHERE 0", cancel);
            await transaction.RollbackAsync(cancel);
            return new HealthLine("Database", true, "It can be read and written.");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return new HealthLine("Database", false, $"It cannot be written: {e.Message} Look at the disk and at who may write to the data folder.");
        }
    }

    private HealthLine Queues() => HealthApi.MissingQueues(storage, clock) is { } missing
        ? new HealthLine("Queues", false, $"{missing} Start FaceWeb again if that stays so.")
        : new HealthLine("Queues", true, "Somebody works on each of them.");

    private HealthLine Disk()
    {
        var free = reserve.Free;
        var words = string.Create(CultureInfo.InvariantCulture, $"{free / 1e9:N1} GB are free in {data.Value.DataDir}");
        return free >= LittleRoom
            ? new HealthLine("Disk", true, $"{words}.")
            : new HealthLine(
                "Disk", false,
                $"Only {words}: delete what is not needed and empty the trash, or move the data folder to a larger disk, before uploads fail.");
    }

    private static async Task<HealthLine> FailedAsync(FaceWebDb db, CancellationToken cancel)
    {
        var failed = await db.Photos.CountAsync(p => p.State == PhotoState.Failed, cancel);
        return failed == 0 ? new HealthLine("Photos", true, "None has failed.")
            : new HealthLine("Photos", false, $"{Words.Count(failed, "photo")} could not be analysed: the Jobs page lists them with the reason.");
    }

    private async Task<HealthLine> WaitingAsync(FaceWebDb db, CancellationToken cancel)
    {
        var waiting = await db.Photos.CountAsync(p => p.State == PhotoState.Queued, cancel);
        var oldest = await db.Jobs.Where(j => j.State == JobState.Queued).MinAsync(j => (DateTime?)j.CreatedAt, cancel);
        var waited = oldest is { } since ? clock.GetUtcNow().UtcDateTime - since : TimeSpan.Zero;
        var words = $"{Words.Count(waiting, "photo")} and {(oldest is null ? "no job" : $"a job of {oldest:d MMMM, HH:mm} UTC")} wait";
        return waited < LongWait ? new HealthLine("Waiting", true, $"{words}.")
            : new HealthLine("Waiting", false,
                $"{words}, for {waited.TotalHours:N0} hours: look at the Jobs page what runs, and start FaceWeb again if nothing does.");
    }

    private HealthLine LastBackup()
    {
        if (backups.Folder is null)
            return new HealthLine("Backup", false, "None is made: name a folder in the configuration (FaceWeb:Backup:Folder), best on another disk.");
        if (backups.List() is not [var last, ..])
            return new HealthLine("Backup", false, "There is none yet: make one on the page Backups.");
        var words = string.Create(CultureInfo.InvariantCulture, $"The last one is of {last.MadeAt:d MMMM yyyy, HH:mm} UTC");
        return clock.GetUtcNow().UtcDateTime - last.MadeAt < OldBackup ? new HealthLine("Backup", true, $"{words}.")
            : new HealthLine("Backup", false, $"{words}: look on the Jobs page why none was made since.");
    }
}
