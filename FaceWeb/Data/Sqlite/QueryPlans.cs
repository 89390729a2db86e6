using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Data.Sqlite;

/// <summary>
/// Keeps SQLite's statistics of its indexes (how many rows an index has for a value, nothing of the values). Without them it takes all undecided
/// faces to be about ten and reads a hundred thousand of them to find those of one photo: 80 ms instead of 0.2. They are made at the start and
/// when a table has grown since (<c>PRAGMA optimize</c>): milliseconds, for only a part of each index is read.
/// </summary>
public sealed class QueryPlans(IDbContextFactory<FaceWebDb> databases, ILogger<QueryPlans> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    /// <summary>Has SQLite look at what it does not know yet, or not as it is now.</summary>
    /// <returns>Whether it knows anything else than before.</returns>
    public async Task<bool> RenewAsync(CancellationToken cancel = default)
    {
        try
        {
            await using var db = await databases.CreateDbContextAsync(cancel);
            await db.Database.OpenConnectionAsync(cancel);
            var connection = (SqliteConnection)db.Database.GetDbConnection();
            await using var command = connection.CreateCommand();
            var before = await KnownAsync(command, cancel);
            // Of all tables (0x10000) those not analysed or grown (0x2).
            command.CommandText = "PRAGMA analysis_limit=1000; PRAGMA optimize=0x10002;";
            await command.ExecuteNonQueryAsync(cancel);
            if (await KnownAsync(command, cancel) == before)
                return false;
            // The others know what they read when they were opened.
            SqliteConnection.ClearPool(connection);
            return true;
        }
        catch (SqliteException e)
        {
            log.LogWarning(e, "SQLite's statistics could not be renewed: some queries may be slow until they can.");
            return false;
        }
    }

    private static async Task<string> KnownAsync(SqliteCommand command, CancellationToken cancel)
    {
        command.CommandText = "SELECT COUNT(*) FROM sqlite_schema WHERE name = 'sqlite_stat1';";
        if (await command.ExecuteScalarAsync(cancel) is 0L)
            return "";
        command.CommandText = "SELECT group_concat(tbl || ' ' || coalesce(idx, '') || ' ' || stat, ';') FROM sqlite_stat1;";
        return await command.ExecuteScalarAsync(cancel) as string ?? "";
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await RenewAsync(stoppingToken);
    }
}
