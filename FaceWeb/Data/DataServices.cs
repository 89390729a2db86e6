using FaceWeb.Data.Folder;
using FaceWeb.Data.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace FaceWeb.Data;

/// <summary>Wires the database.</summary>
public static class DataServices
{
    // Contexts, with what EF Core makes for each, are used again: as many as jobs, pages and requests have at once in a busy hour.
    private const int KeptContexts = 64;

    /// <summary>Adds <see cref="FaceWebDb"/> (scoped, and by factory for pages and jobs) on the SQLite file of <see cref="DataOptions"/>.</summary>
    public static WebApplicationBuilder AddData(this WebApplicationBuilder builder)
    {
        builder.Services.Configure<DataOptions>(builder.Configuration.GetSection("FaceWeb"));
        builder.Services.PostConfigure<DataOptions>(options => options.DataDir = Path.GetFullPath(options.DataDir));
        builder.Services.AddSingleton<DataLock>();
        builder.Services.AddSingleton<SqlitePragmas>();
        builder.Services.AddSingleton<OnceOpened>();
        builder.Services.AddSingleton<QueryTimes>();
        builder.Services.AddSingleton<QueryPlans>();
        builder.Services.AddHostedService(services => services.GetRequiredService<QueryPlans>());
        builder.Services.AddPooledDbContextFactory<FaceWebDb>((services, options) =>
        {
            var data = services.GetRequiredService<IOptions<DataOptions>>().Value;
            var connection = new SqliteConnectionStringBuilder { DataSource = data.DatabaseFile, ForeignKeys = true, DefaultTimeout = 30 };
            // Lists of keys go as one parameter of JSON: of two thousand parameters each is looked for by its name among all.
            options.UseSqlite(connection.ToString(), sqlite => sqlite.UseParameterizedCollectionMode(ParameterTranslationMode.Parameter))
                .AddInterceptors(
                    services.GetRequiredService<SqlitePragmas>(), services.GetRequiredService<OnceOpened>(), services.GetRequiredService<QueryTimes>());
        }, KeptContexts);
        builder.Services.AddScoped(services => services.GetRequiredService<IDbContextFactory<FaceWebDb>>().CreateDbContext());
        return builder;
    }

    /// <summary>Makes the data folder, and takes it for this process and its user alone; nothing in it is opened yet.</summary>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    /// <exception cref="DataInUseException">Another process works on it.</exception>
    public static void TakeDataFolder(this WebApplication app)
    {
        var data = app.Services.GetRequiredService<IOptions<DataOptions>>().Value;
        app.Logger.LogInformation("Everything is kept in {DataDir}.", data.DataDir);
        PrivateFiles.Close(data.DataDir);
        app.Services.GetRequiredService<DataLock>().Take();
    }

    /// <summary>Switches the file to write-ahead logging and applies the migrations.</summary>
    public static async Task PrepareDataAsync(this WebApplication app)
    {
        var data = app.Services.GetRequiredService<IOptions<DataOptions>>().Value;
        await using var db = await app.Services.GetRequiredService<IDbContextFactory<FaceWebDb>>().CreateDbContextAsync();
        await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL;");
        await KeepOldAsync(db, data, app.Logger);
        await db.Database.MigrateAsync();
        await app.Services.GetRequiredService<QueryPlans>().RenewAsync();
    }

    // A database of an older version is copied before it is changed: the last two such copies stay.
    private static async Task KeepOldAsync(FaceWebDb db, DataOptions data, ILogger log)
    {
        var applied = (await db.Database.GetAppliedMigrationsAsync()).ToList();
        if (applied.Count == 0 || !(await db.Database.GetPendingMigrationsAsync()).Any())
            return;
        var folder = Path.Combine(data.DataDir, "before-migration");
        FolderFlush.Make(folder);
        var copy = Path.Combine(folder, $"{applied[^1]}.db");
        var part = copy + ".part";
        File.Delete(part);
        DatabaseCopy.Make(data.DatabaseFile, part);
        WholeFile.Flush(part);
        WholeFile.Move(part, copy);
        foreach (var old in Directory.GetFiles(folder, "*.db").OrderDescending(StringComparer.Ordinal).Skip(2))
            File.Delete(old);
        log.LogInformation("The database is brought to this version; as it was it stays in {Copy}.", copy);
    }
}
