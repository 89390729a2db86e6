using System.Text;
using FaceWeb.Data.Folder;

namespace FaceWeb.Backups;

/// <summary>
/// Restores a backup: into an empty folder at once, or over a data folder in use at its next start. What is there now is kept aside until
/// FaceWeb has started on what was restored.
/// </summary>
public static class Restoring
{
    private const string Prepared = "restoring";
    private const string Whole = "restoring.whole";
    private const string Aside = "before-restore";

    // What a backup brings, and what else belongs to the database that goes.
    private static readonly string[] Restored = ["faceweb.db", "photos", "keys"];
    private static readonly string[] Others = ["faceweb.db-wal", "faceweb.db-shm", "thumbs"];

    /// <summary>Copies a backup into the data folder, beside what is there, so that the next start begins with it.</summary>
    /// <exception cref="BackupException">The backup is not whole.</exception>
    public static async Task PrepareAsync(string dataDir, BackupFolder folder, Snapshot snapshot, IProgress<double>? progress, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var target = Path.Combine(dataDir, Prepared);
        Abandon(dataDir);
        await folder.CopyToAsync(snapshot, target, progress, cancel);
        DatabaseCheck.Require(Path.Combine(target, "faceweb.db"));
        foreach (var folderOf in Restored.Skip(1))
            Directory.CreateDirectory(Path.Combine(target, folderOf));
        FolderFlush.Flush(target);
        WholeFile.Write(Path.Combine(dataDir, Whole), Encoding.UTF8.GetBytes(snapshot.Name));
    }

    /// <summary>The backup that the next start begins with; null when there is none.</summary>
    public static string? Waiting(string dataDir) =>
        Path.Combine(dataDir, Whole) is var mark && File.Exists(mark) ? File.ReadAllText(mark) : null;

    /// <summary>Drops a backup that was prepared.</summary>
    public static void Abandon(string dataDir)
    {
        // The mark first, for good: a start that finds it alone would move the log of the database away.
        File.Delete(Path.Combine(dataDir, Whole));
        if (Directory.Exists(dataDir))
            FolderFlush.Flush(dataDir);
        if (Path.Combine(dataDir, Prepared) is var prepared && Directory.Exists(prepared))
            Directory.Delete(prepared, recursive: true);
    }

    /// <summary>
    /// Puts a prepared backup in the place of what is there. Killed at any moment, the next start ends it: each part is moved by one rename, and
    /// the mark goes last.
    /// </summary>
    /// <returns>The backup's name, or null when none was prepared.</returns>
    public static string? Apply(string dataDir)
    {
        var prepared = Path.Combine(dataDir, Prepared);
        if (Waiting(dataDir) is not { } name)
        {
            // Preparing it was interrupted, or a power cut brought back what was moved away.
            if (Directory.Exists(prepared))
                Directory.Delete(prepared, recursive: true);
            return null;
        }
        var aside = Path.Combine(dataDir, Aside);
        if (!Directory.Exists(prepared) && !Directory.Exists(aside))
        {
            // There is nothing to begin with: what is there stays.
            File.Delete(Path.Combine(dataDir, Whole));
            return null;
        }
        FolderFlush.Make(aside);
        // The log of the old database must not meet the new one.
        foreach (var part in Others.Concat(Restored))
        {
            var (now, before, next) = (Path.Combine(dataDir, part), Path.Combine(aside, part), Path.Combine(prepared, part));
            if (!Exists(before) && (Exists(next) || Others.Contains(part)))
                Move(now, before);
            // Moved already where the last try came so far; a power cut may have left it in both places.
            else if (Others.Contains(part))
                Remove(now);
            FolderFlush.Flush(aside);
            Move(next, now);
            FolderFlush.Flush(dataDir);
        }
        if (Directory.Exists(prepared))
            Directory.Delete(prepared, recursive: true);
        File.Delete(Path.Combine(dataDir, Whole));
        FolderFlush.Flush(dataDir);
        return name;
    }

    /// <summary>Whether a start that was to put a backup in the place of what is there was ended in the middle of that.</summary>
    public static bool IsUnderWay(string dataDir) => Waiting(dataDir) is not null && IsKeptAside(dataDir);

    /// <summary>Whether what was there before a restore is still kept.</summary>
    public static bool IsKeptAside(string dataDir) => Directory.Exists(Path.Combine(dataDir, Aside));

    /// <summary>FaceWeb has started on what was restored: what was there before goes.</summary>
    public static void Succeeded(string dataDir)
    {
        if (Waiting(dataDir) is null && IsKeptAside(dataDir))
            Directory.Delete(Path.Combine(dataDir, Aside), recursive: true);
    }

    private static bool Exists(string path) => File.Exists(path) || Directory.Exists(path);

    private static void Remove(string path)
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        else
            File.Delete(path);
    }

    private static void Move(string from, string to)
    {
        if (!Exists(from))
            return;
        // Made empty by nobody but a start that was killed.
        Remove(to);
        if (Directory.Exists(from))
            Directory.Move(from, to);
        else
            File.Move(from, to);
    }
}
