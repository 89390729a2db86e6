using FaceWeb.Data;
using FaceWeb.Data.Folder;
using FaceWeb.Live;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace FaceWeb.Trash.Forgetting;

/// <summary>
/// After something has been deleted for good: no byte of it stays in the files of the data folder. Deleted rows are overwritten
/// (<c>secure_delete</c>); the write-ahead log, which still has them, is emptied; copies of the database from before a migration go.
/// </summary>
public sealed class Erasing(
    IDbContextFactory<FaceWebDb> databases, IOptions<DataOptions> data, FaceNews news, TimeProvider clock, ILogger<Erasing> log)
{
    private const int Tries = 50;
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(100);

    private readonly Lock gate = new();
    private int begun;

    /// <summary>
    /// Says, before the deletion is committed, that it will have to be done: should the process be killed after the commit, the next start does it.
    /// </summary>
    /// <param name="backups">Whether backups have to lose it as well, with the next one that is made.</param>
    /// <returns>What is to be erased, or disposed of where the deletion does not come about.</returns>
    public Erasure Begin(bool backups)
    {
        lock (gate)
        {
            begun++;
            try
            {
                UnfinishedErasing.Begin(data.Value.DataDir, backups);
            }
            catch (IOException e)
            {
                // On a full disk deleting is what helps.
                log.LogWarning(e, "It could not be noted that something is deleted for good: should FaceWeb be ended now, bytes of it may stay.");
            }
        }
        return new Erasure(() => EraseAsync(backups), news.TellForgotten, End);
    }

    /// <summary>At the start: does what a process that was killed had begun.</summary>
    /// <returns>Whether there was anything.</returns>
    public async Task<bool> ResumeAsync()
    {
        if (UnfinishedErasing.Find(data.Value.DataDir) is not { } backups)
            return false;
        await Begin(backups).EraseAsync();
        return true;
    }

    private async Task EraseAsync(bool backups)
    {
        if (backups)
            ForgottenMark.Set(data.Value.DataDir, clock.GetUtcNow().UtcDateTime);
        var old = Path.Combine(data.Value.DataDir, "before-migration");
        if (Directory.Exists(old))
            Directory.Delete(old, recursive: true);
        await using var db = await databases.CreateDbContextAsync();
        if (!db.Database.IsSqlite())
            return;
        await db.Database.OpenConnectionAsync();
        await RewriteAsync(db);
        for (var i = 0; i < Tries; i++)
        {
            if (await EmptyLogAsync(db))
                return;
            await Task.Delay(Breath);
        }
        log.LogWarning("Somebody reads the database without a pause: what was deleted for good stays in its log until the next checkpoint.");
    }

    // The last of those that are under way at once.
    private void End()
    {
        lock (gate)
        {
            if (--begun == 0)
                UnfinishedErasing.End(data.Value.DataDir);
        }
    }

    private async Task RewriteAsync(FaceWebDb db)
    {
        if (new FileInfo(data.Value.DatabaseFile) is not { Exists: true } file || file.Length >= data.Value.MostRewrittenBytes)
            return;
        try
        {
            await db.Database.ExecuteSqlRawAsync("VACUUM");
        }
        catch (SqliteException e)
        {
            log.LogWarning(e, "The database could not be written anew just now; what was deleted for good is overwritten in it all the same.");
        }
    }

    // The log can be emptied only while nobody reads from it.
    private static async Task<bool> EmptyLogAsync(FaceWebDb db)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        await using var answer = await command.ExecuteReaderAsync();
        return await answer.ReadAsync() && answer.GetInt64(0) == 0;
    }
}
