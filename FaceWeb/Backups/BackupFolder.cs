using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using FaceWeb.Data.Folder;
using FaceWeb.Store;

namespace FaceWeb.Backups;

/// <summary>
/// A folder of backups: each file's content once, under its SHA-256 (<c>files/ab/abcd...</c>), and a list of files for each backup
/// (<c>backups/TIME.json</c>). What is written gets its name only when it is whole and on the disk.
/// </summary>
public sealed class BackupFolder(string folder)
{
    private const string TimeFormat = "yyyyMMdd-HHmmss";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly string files = Path.Combine(folder, "files");
    private readonly string lists = Path.Combine(folder, "backups");

    /// <summary>Where it is.</summary>
    public string Location => folder;

    /// <summary>The name of a backup of that moment.</summary>
    public static string NameOf(DateTime moment) => moment.ToString(TimeFormat, CultureInfo.InvariantCulture);

    /// <summary>Makes the folders.</summary>
    /// <exception cref="BackupException">They cannot be made.</exception>
    public void Prepare()
    {
        try
        {
            FolderFlush.Make(files);
            FolderFlush.Make(lists);
            foreach (var stale in Directory.EnumerateFiles(folder, "*.part", SearchOption.AllDirectories))
                File.Delete(stale);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BackupException($"The backup folder {folder} cannot be written: {e.Message} Check that it is mounted and that FaceWeb may write there.");
        }
    }

    /// <summary>The backups, newest first; lists that cannot be read are left out.</summary>
    public IReadOnlyList<Snapshot> List()
    {
        if (!Directory.Exists(lists))
            return [];
        var snapshots = new List<Snapshot>();
        foreach (var path in Directory.EnumerateFiles(lists, "*.json"))
        {
            if (Read(path) is { } snapshot)
                snapshots.Add(snapshot);
        }
        return [.. snapshots.OrderByDescending(s => s.MadeAt)];
    }

    /// <summary>One backup; the newest where no name is given.</summary>
    /// <exception cref="BackupException">There is none.</exception>
    public Snapshot Find(string? name)
    {
        var all = List();
        if (all.Count == 0)
            throw new BackupException($"There is no backup in {folder}.");
        return name is null ? all[0] : all.FirstOrDefault(s => s.Name == name)
            ?? throw new BackupException($"There is no backup {name} in {folder}; there are {string.Join(", ", all.Select(s => s.Name))}.");
    }

    /// <summary>Whether a content is here.</summary>
    public bool Has(string sha256) => File.Exists(PathOf(sha256));

    /// <summary>Copies a file into the folder, and reads back what was written.</summary>
    /// <param name="path">The file.</param>
    /// <param name="sha256">What it must hold; null where it is not known.</param>
    /// <param name="cancel">Stops between two pieces.</param>
    /// <returns>Its content's hash and size.</returns>
    /// <exception cref="BackupException">It holds something else, or what was written does.</exception>
    public async Task<(string Sha256, long Bytes)> AddAsync(string path, string? sha256, CancellationToken cancel)
    {
        var part = Path.Combine(folder, $"{Guid.NewGuid():n}.part");
        try
        {
            string read;
            long bytes;
            await using (var from = File.OpenRead(path))
            await using (var to = new FileStream(part, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                var buffer = new byte[1 << 16];
                int got;
                while ((got = await from.ReadAsync(buffer, cancel)) > 0)
                {
                    hash.AppendData(buffer, 0, got);
                    await to.WriteAsync(buffer.AsMemory(0, got), cancel);
                }
                to.Flush(flushToDisk: true);
                (read, bytes) = (Convert.ToHexStringLower(hash.GetHashAndReset()), to.Length);
            }
            if (sha256 is not null && read != sha256)
                throw new BackupException($"The file {path} is damaged: its content is not what its name says. Look at the disk, and upload that photo again.");
            if (await ContentHash.OfAsync(part, cancel) != read)
                throw new BackupException($"What was written to {folder} reads otherwise: the disk there is damaged. Use another one.");
            Directory.CreateDirectory(Path.GetDirectoryName(PathOf(read))!);
            File.Move(part, PathOf(read), overwrite: true);
            return (read, bytes);
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>Enters a backup whose files are all here: what its list names is on the disk before the list is.</summary>
    public void Enter(Snapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        foreach (var of in snapshot.Files.Select(f => Path.GetDirectoryName(PathOf(f.Sha256))!).Distinct().Append(files).Append(folder))
            FolderFlush.Flush(of);
        var part = Path.Combine(folder, $"{snapshot.Name}.json.part");
        using (var stream = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            JsonSerializer.Serialize(stream, snapshot, Json);
            stream.Flush(flushToDisk: true);
        }
        WholeFile.Move(part, Path.Combine(lists, $"{snapshot.Name}.json"));
    }

    /// <summary>Reads every file of a backup.</summary>
    /// <returns>The files that are missing or hold something else.</returns>
    public async Task<IReadOnlyList<SnapshotFile>> VerifyAsync(Snapshot snapshot, IProgress<double>? progress, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var wrong = new List<SnapshotFile>();
        for (var i = 0; i < snapshot.Files.Count; i++)
        {
            var file = snapshot.Files[i];
            if (!Has(file.Sha256) || await ContentHash.OfAsync(PathOf(file.Sha256), cancel) != file.Sha256)
                wrong.Add(file);
            progress?.Report((i + 1d) / snapshot.Files.Count);
        }
        return wrong;
    }

    /// <summary>Copies a backup's files to a folder, each read and compared on the way.</summary>
    /// <param name="snapshot">The backup.</param>
    /// <param name="target">An empty folder, or one that is not there.</param>
    /// <param name="progress">Is told the share that is copied.</param>
    /// <param name="cancel">Stops between two files.</param>
    /// <exception cref="BackupException">A file is missing or damaged.</exception>
    public async Task CopyToAsync(Snapshot snapshot, string target, IProgress<double>? progress, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var root = Path.GetFullPath(target) + Path.DirectorySeparatorChar;
        for (var i = 0; i < snapshot.Files.Count; i++)
        {
            cancel.ThrowIfCancellationRequested();
            var file = snapshot.Files[i];
            var path = Path.GetFullPath(Path.Combine(root, file.Path));
            // A list from elsewhere must not write anywhere else.
            if (!path.StartsWith(root, StringComparison.Ordinal))
                throw new BackupException($"The backup {snapshot.Name} names {file.Path}, which is outside of the data folder: it was not made by FaceWeb.");
            if (!Has(file.Sha256))
                throw new BackupException($"The backup {snapshot.Name} is not whole: {file.Path} is missing. Choose another one.");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Copy(PathOf(file.Sha256), path, overwrite: true);
            WholeFile.Flush(path);
            if (await ContentHash.OfAsync(path, cancel) != file.Sha256)
                throw new BackupException($"The backup {snapshot.Name} is damaged: {file.Path} does not hold what it held. Choose another one.");
            progress?.Report((i + 1d) / snapshot.Files.Count);
        }
        foreach (var made in Directory.EnumerateDirectories(root, "*", SearchOption.AllDirectories).Append(root))
            FolderFlush.Flush(made);
    }

    /// <summary>Deletes backups that the rule does not keep, and contents that no backup names any more.</summary>
    /// <returns>How many backups went.</returns>
    public int Prune(BackupOptions rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var all = List();
        var kept = BackupRule.Kept([.. all.Select(s => s.MadeAt)], rule);
        var gone = all.Where(s => !kept.Contains(s.MadeAt)).ToList();
        foreach (var snapshot in gone)
            File.Delete(Path.Combine(lists, $"{snapshot.Name}.json"));
        if (gone.Count > 0)
            RemoveUnnamed();
        return gone.Count;
    }

    /// <summary>
    /// Deletes the backups that still have somebody who was forgotten with all measurements, when there is one that has not.
    /// </summary>
    /// <param name="dataDir">The data folder that is backed up here.</param>
    /// <param name="made">When its newest backup was made.</param>
    /// <returns>How many backups went.</returns>
    public int RemoveForgotten(string dataDir, DateTime made)
    {
        if (ForgottenMark.Read(dataDir) is not { } moment || moment >= made)
            return 0;
        var gone = List().Where(s => s.MadeAt < moment).ToList();
        foreach (var snapshot in gone)
            File.Delete(Path.Combine(lists, $"{snapshot.Name}.json"));
        FolderFlush.Flush(lists);

        // Also where no list went just now: whoever deleted them may have been killed before the contents were gone.
        RemoveUnnamed();
        foreach (var of in Directory.EnumerateDirectories(files))
            FolderFlush.Flush(of);
        ForgottenMark.Clear(dataDir, moment);
        return gone.Count;
    }

    /// <summary>Deletes contents that no backup names.</summary>
    public void RemoveUnnamed()
    {
        var named = List().SelectMany(s => s.Files).Select(f => f.Sha256).ToHashSet();
        foreach (var path in Directory.EnumerateFiles(files, "*", SearchOption.AllDirectories))
        {
            if (!named.Contains(Path.GetFileName(path)))
                File.Delete(path);
        }
    }

    private string PathOf(string sha256) => Path.Combine(files, sha256[..2], sha256);

    private static Snapshot? Read(string path)
    {
        try
        {
            var snapshot = JsonSerializer.Deserialize<Snapshot>(File.ReadAllBytes(path), Json);
            return snapshot is { Name: not null, Files: not null } && snapshot.Files.All(f => f.Sha256 is { Length: 64 }) ? snapshot : null;
        }
        catch (Exception e) when (e is JsonException or IOException)
        {
            return null;
        }
    }
}
