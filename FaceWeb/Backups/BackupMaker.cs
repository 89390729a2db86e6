using System.Reflection;
using FaceWeb.Data;
using FaceWeb.Data.Deleted;
using FaceWeb.Data.Sqlite;

namespace FaceWeb.Backups;

/// <summary>
/// Makes a backup while the server runs: the database as it is at one moment, then the originals that it names (only those that the folder
/// does not have yet are copied) and the keys that sign people in. Small pictures are left out: they are made again when they are wanted.
/// </summary>
public static class BackupMaker
{
    /// <summary>Makes one.</summary>
    /// <param name="dataDir">The data folder.</param>
    /// <param name="folder">Where it goes.</param>
    /// <param name="now">The moment, UTC.</param>
    /// <param name="progress">Is told how far it is, 0 to 1, and what it is at.</param>
    /// <param name="cancel">Stops; what was copied by then is used by the next one.</param>
    /// <returns>The backup, how many files were copied, and the originals that are missing in the data folder.</returns>
    /// <exception cref="BackupException">It cannot be made.</exception>
    public static async Task<(Snapshot Snapshot, int Copied, IReadOnlyList<string> Missing)> MakeAsync(
        string dataDir, BackupFolder folder, DateTime now, Action<double, string>? progress, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(folder);
        folder.Prepare();
        var copy = Path.Combine(folder.Location, $"{Guid.NewGuid():n}.db.part");
        try
        {
            progress?.Invoke(0, "Copying the database");
            await Task.Run(
                () =>
                {
                    DatabaseCopy.Make(Path.Combine(dataDir, "faceweb.db"), copy);
                    DatabaseCheck.Require(copy);
                },
                cancel);
            // Whoever starts on this copy must not take up the job that makes it.
            DatabaseCopy.Execute(copy, $"""DELETE FROM "Jobs" WHERE "Kind" = {(int)JobKind.Backup} AND "EndedAt" IS NULL""");
            var files = new List<SnapshotFile>();
            var copied = 1;
            var (hash, bytes) = await folder.AddAsync(copy, null, cancel);
            files.Add(new SnapshotFile("faceweb.db", hash, bytes));
            var keys = Path.Combine(dataDir, "keys");
            foreach (var key in Directory.Exists(keys) ? Directory.GetFiles(keys) : [])
            {
                (hash, bytes) = await folder.AddAsync(key, null, cancel);
                files.Add(new SnapshotFile($"keys/{Path.GetFileName(key)}", hash, bytes));
            }
            var originals = DatabaseCopy.Texts(copy, $"{NamedContents.All} ORDER BY 1");
            var missing = new List<string>();
            for (var i = 0; i < originals.Count; i++)
            {
                var original = originals[i];
                var path = Path.Combine(dataDir, "photos", original[..2], original);
                progress?.Invoke(i / (double)originals.Count, $"Copying photos: {i:N0} of {originals.Count:N0}");
                if (!folder.Has(original))
                {
                    // Deleted since the database was copied, or lost: whoever restores this backup is told.
                    if (!File.Exists(path))
                    {
                        missing.Add(original);
                        continue;
                    }
                    await folder.AddAsync(path, original, cancel);
                    copied++;
                }
                files.Add(new SnapshotFile($"photos/{original[..2]}/{original}", original, new FileInfo(path) is { Exists: true } there ? there.Length : 0));
            }
            var snapshot = new Snapshot(
                BackupFolder.NameOf(now), now, Assembly.GetExecutingAssembly().GetName().Version?.ToString() ?? "",
                (int)DatabaseCopy.Number(copy, """SELECT COUNT(*) FROM "Photos" """), (int)DatabaseCopy.Number(copy, """SELECT COUNT(*) FROM "Faces" """),
                files);
            folder.Enter(snapshot);
            return (snapshot, copied, missing);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BackupException($"The backup could not be written to {folder.Location}: {e.Message} Check its free space and that FaceWeb may write there.");
        }
        finally
        {
            File.Delete(copy);
        }
    }
}
