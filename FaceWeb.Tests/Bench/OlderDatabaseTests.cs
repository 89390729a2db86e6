using FaceWeb.Bench.Kills;
using FaceWeb.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Tests.Bench;

/// <summary>The program of kills takes a database back, so that migrations are killed as well.</summary>
public sealed class OlderDatabaseTests : IDisposable
{
    private readonly string file = Path.Combine(Path.GetTempPath(), $"faceweb-older-{Guid.NewGuid():N}.db");

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        File.Delete(file);
    }

    [Fact]
    public async Task A_database_of_the_newest_version_is_taken_back_and_brought_up_to_date_again()
    {
        await using (var db = Open())
            await db.Database.MigrateAsync();
        var newest = Columns();
        Assert.True(OlderDatabase.IsPossible(file), "A migration is missing in OlderDatabase.Since: kills would never meet one.");

        OlderDatabase.EmptyTrash(file);
        OlderDatabase.Make(file);
        Assert.False(OlderDatabase.IsPossible(file));
        Assert.DoesNotContain(Columns(), c => c.StartsWith("Trash", StringComparison.Ordinal) || c == "Photos.UploaderId");

        await using (var db = Open())
        {
            Assert.Equal(4, (await db.Database.GetPendingMigrationsAsync()).Count());
            await db.Database.MigrateAsync();
        }
        Assert.Equal(newest, Columns());
    }

    private FaceWebDb Open() => new(new DbContextOptionsBuilder<FaceWebDb>().UseSqlite($"Data Source={file}").Options);

    private List<string> Columns()
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT t.name || '.' || c.name FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table'
            UNION ALL SELECT 'index ' || name FROM sqlite_master WHERE type = 'index' ORDER BY 1
            """;
        using var rows = command.ExecuteReader();
        var columns = new List<string>();
        while (rows.Read())
            columns.Add(rows.GetString(0));
        return columns;
    }
}
