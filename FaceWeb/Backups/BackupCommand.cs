using FaceWeb.Data;

namespace FaceWeb.Backups;

/// <summary>
/// The commands <c>FaceWeb backup</c> and <c>FaceWeb restore</c>: without a server, or (backup) beside a running one.
/// </summary>
public static class BackupCommand
{
    /// <summary>The word for making a backup.</summary>
    public const string Backup = "backup";

    /// <summary>The word for restoring one.</summary>
    public const string Restore = "restore";

    /// <summary>Runs a command.</summary>
    /// <param name="word">Which.</param>
    /// <param name="configuration">
    /// <c>FaceWeb:DataDir</c>, <c>FaceWeb:Backup:Folder</c>; for restoring also <c>snapshot</c>: the backup's name, the newest where none is given.
    /// </param>
    /// <returns>0, or 1 with a sentence on the console.</returns>
    public static async Task<int> RunAsync(string word, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        try
        {
            var options = configuration.GetSection("FaceWeb:Backup").Get<BackupOptions>() ?? new();
            var dataDir = Path.GetFullPath((configuration.GetSection("FaceWeb").Get<DataOptions>() ?? new()).DataDir);
            var folder = new BackupFolder(options.Folder ?? throw new BackupException("Say where the backups are: --FaceWeb:Backup:Folder=FOLDER."));
            Console.WriteLine(word == Backup
                ? await BackUpAsync(dataDir, folder, options)
                : await RestoreAsync(dataDir, folder, configuration["snapshot"]));
            return 0;
        }
        catch (Exception e) when (e is BackupException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    private static async Task<string> BackUpAsync(string dataDir, BackupFolder folder, BackupOptions options)
    {
        if (!File.Exists(Path.Combine(dataDir, "faceweb.db")))
            throw new BackupException($"There is no FaceWeb in {dataDir}: name its folder with --FaceWeb:DataDir=FOLDER.");
        var (snapshot, copied, missing) = await BackupMaker.MakeAsync(dataDir, folder, DateTime.UtcNow, null, CancellationToken.None);
        var pruned = folder.Prune(options) + folder.RemoveForgotten(dataDir, snapshot.MadeAt);
        return $"Backup {snapshot.Name}: {snapshot.Photos} photos, {copied} new files, {missing.Count} missing, {pruned} old backups deleted.";
    }

    private static async Task<string> RestoreAsync(string dataDir, BackupFolder folder, string? name)
    {
        if (File.Exists(Path.Combine(dataDir, "faceweb.db")))
            throw new BackupException($"There is a FaceWeb in {dataDir} already: restore into an empty folder, or over this one on its page Backups.");
        var snapshot = folder.Find(name);
        await folder.CopyToAsync(snapshot, dataDir, null, CancellationToken.None);
        DatabaseCheck.Require(Path.Combine(dataDir, "faceweb.db"));
        return $"Backup {snapshot.Name} was restored into {dataDir}: {snapshot.Photos} photos, {snapshot.Files.Count} files, all read and compared.";
    }
}
