using FaceWeb.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace FaceWeb.Tests.Data;

/// <summary>A database of its own with all tables and no rows, without a FaceWeb on it; its file goes with it.</summary>
internal sealed class NewDatabase : IDisposable
{
    // Made once by the migrations, which take longer than most tests; each database is a copy.
    private static readonly Lazy<Task<string>> Made = new(MakeFileAsync);

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
        await CopyAsync(database.file);
        return database;
    }

    /// <summary>Puts such a database's file in a place.</summary>
    public static async Task CopyAsync(string place) => File.Copy(await Made.Value, place);

    /// <summary>Opens it.</summary>
    public FaceWebDb Open() => Factory.CreateDbContext();

    /// <inheritdoc />
    public void Dispose()
    {
        Close(file);
        File.Delete(file);
    }

    private static async Task<string> MakeFileAsync()
    {
        var database = new NewDatabase();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete(database.file);
        await using (var db = database.Open())
            await db.Database.MigrateAsync();
        Close(database.file);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(database.file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return database.file;
    }

    private static void Close(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file}");
        SqliteConnection.ClearPool(connection);
    }
}
