namespace FaceWeb.Bench.Kills.Cuts;

/// <summary>A folder, rebuilt from the log of what was done to it.</summary>
internal sealed class LoggedDisk
{
    private readonly CutModel model;
    private readonly string before;
    private readonly DiskNode root = new(true);
    private readonly Dictionary<ulong, DiskNode> inodes = [];
    private readonly List<Action> journal = [];

    private LoggedDisk(CutModel model, string before) => (this.model, this.before) = (model, before);

    /// <summary>Rebuilds it as it was at a moment.</summary>
    /// <param name="log">The log.</param>
    /// <param name="until">The log's length at that moment.</param>
    /// <param name="before">A copy of the folder from before the log began.</param>
    /// <param name="model">What is taken to be on the disk.</param>
    /// <exception cref="InvalidDataException">The log has a gap.</exception>
    public static LoggedDisk Read(string log, long until, string before, CutModel model)
    {
        var disk = new LoggedDisk(model, before);
        foreach (var record in DiskRecord.Read(log, until))
            disk.Take(record);
        return disk;
    }

    /// <summary>Makes a folder of what is on the disk after a cut.</summary>
    /// <param name="target">A folder that is not there.</param>
    /// <param name="chance">Decides what of the rest came to the disk, where the model leaves that open.</param>
    public void WriteKept(string target, Random chance)
    {
        if (model == CutModel.Journal)
        {
            foreach (var change in journal.Take(chance.Next(journal.Count + 1)))
                change();
        }
        Write(root, target, node => node.Kept, node =>
        {
            if (model == CutModel.Journal)
                node.FlushSome(chance);
        });
    }

    /// <summary>What of a folder is otherwise than this says, nothing being lost: empty, unless the log has a gap.</summary>
    /// <param name="folder">The folder that was logged.</param>
    public IReadOnlyList<string> Differences(string folder)
    {
        var wrong = new List<string>();
        Compare(root, folder, wrong);
        return wrong;
    }

    private static void Compare(DiskNode node, string path, List<string> wrong)
    {
        var there = Directory.EnumerateFileSystemEntries(path).Select(p => Path.GetFileName(p)).ToHashSet();
        wrong.AddRange(there.Except(node.Names.Keys).Where(name => !IsMapped(name)).Select(name => $"{path}/{name} is not in the log"));
        foreach (var (name, child) in node.Names.Where(n => !IsMapped(n.Key)))
        {
            var of = Path.Combine(path, name);
            if (!there.Contains(name))
                wrong.Add($"{of} is in the log only");
            else if (child.IsFolder)
                Compare(child, of, wrong);
            else
            {
                child.Flush();
                if (!child.Content.SequenceEqual(File.ReadAllBytes(of)))
                    wrong.Add($"{of} holds something else");
            }
        }
    }

    // What is written through a mapping is not in the log; SQLite makes this file anew.
    private static bool IsMapped(string name) => name.EndsWith("-shm", StringComparison.Ordinal);

    private static void Write(DiskNode node, string target, Func<DiskNode, Dictionary<string, DiskNode>> names, Action<DiskNode> first)
    {
        Directory.CreateDirectory(target);
        foreach (var (name, child) in names(node))
        {
            var path = Path.Combine(target, name);
            if (child.IsFolder)
                Write(child, path, names, first);
            else
            {
                first(child);
                File.WriteAllBytes(path, child.Content);
            }
        }
    }

    private void Take(DiskRecord record)
    {
        switch (record.Event)
        {
            case DiskEvent.Has:
                Has(record);
                break;
            case DiskEvent.Make or DiskEvent.Folder:
                var made = new DiskNode(record.Event == DiskEvent.Folder);
                inodes[record.Inode] = made;
                Name(record.Path, made);
                break;
            case DiskEvent.Write:
                Inode(record).Change(record.Offset, record.Data);
                break;
            case DiskEvent.Cut:
                Inode(record).Change(record.Offset, null);
                break;
            case DiskEvent.Sync:
                Inode(record).Flush();
                Commit();
                break;
            case DiskEvent.SyncFolder:
                Commit();
                if (model == CutModel.Strict)
                    (inodes.GetValueOrDefault(record.Inode) ?? root).FlushNames();
                break;
            case DiskEvent.Rename:
                var moved = At(record.Path);
                Unname(record.Path);
                Name(record.Other, moved);
                break;
            case DiskEvent.Link:
                Name(record.Other, At(record.Path));
                break;
            case DiskEvent.Remove or DiskEvent.RemoveFolder:
                Unname(record.Path);
                break;
            default:
                throw new InvalidDataException($"The log has an event {record.Event}.");
        }
    }

    private void Has(DiskRecord record)
    {
        var node = new DiskNode(record.IsFolder);
        if (!record.IsFolder)
        {
            node.Change(0, File.ReadAllBytes(Path.Combine(before, record.Path)));
            node.Flush();
        }
        inodes[record.Inode] = node;
        var (folder, name) = Split(record.Path);
        folder.Names[name] = node;
        folder.FlushNames();
    }

    private void Commit()
    {
        if (model != CutModel.Journal)
            return;
        foreach (var change in journal)
            change();
        journal.Clear();
    }

    private void Name(string path, DiskNode node)
    {
        var (folder, name) = Split(path);
        folder.Names[name] = node;
        if (model == CutModel.Journal)
            journal.Add(() => folder.Kept[name] = node);
    }

    private void Unname(string path)
    {
        var (folder, name) = Split(path);
        folder.Names.Remove(name);
        if (model == CutModel.Journal)
            journal.Add(() => folder.Kept.Remove(name));
    }

    private DiskNode Inode(DiskRecord record) => inodes.TryGetValue(record.Inode, out var node) ? node
        : throw new InvalidDataException($"The log writes to a file (inode {record.Inode}) of which it does not know where it came from.");

    private DiskNode At(string path)
    {
        var (folder, name) = Split(path);
        return folder.Names.TryGetValue(name, out var node) ? node : throw new InvalidDataException($"The log has no {path}.");
    }

    private (DiskNode Folder, string Name) Split(string path)
    {
        var parts = path.Split('/');
        var folder = root;
        foreach (var part in parts[..^1])
            folder = folder.Names.TryGetValue(part, out var next) ? next : throw new InvalidDataException($"The log has no folder for {path}.");
        return (folder, parts[^1]);
    }
}
