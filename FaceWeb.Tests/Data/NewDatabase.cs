using FaceWeb.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace FaceWeb.Tests.Data;

/// <summary>A database of its own with all tables and no rows, without a FaceWeb on it; its file goes with it.</summary>
internal sealed class NewDatabase : IDisposable
{
    private readonly string file = Path.Combine(Path.GetTempPath(), $"faceweb-new-{Guid.NewGuid():N}.db");

    private NewDatabase()
    {
        Factory = new PooledDbContextFactory<FaceWebDb>(new DbContextOptionsBuilder<FaceWebDb>().UseSqlite($"Data Source={file}").Options);
    }

    /// <summary>Opens it.</summary>
    public IDbContextFactory<FaceWebDb> Factory { get; }

    /// <summary>Makes it.</summary>
    public static async Task<NewDatabase> MakeAsync()
    {
        var database = new NewDatabase();
        await using var db = database.Open();
        await db.Database.MigrateAsync();
        return database;
    }

    /// <summary>Opens it.</summary>
    public FaceWebDb Open() => Factory.CreateDbContext();

    /// <inheritdoc />
    public void Dispose()
    {
        using (var connection = new SqliteConnection($"Data Source={file}"))
            SqliteConnection.ClearPool(connection);
        File.Delete(file);
    }
}
