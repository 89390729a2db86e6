namespace FaceWeb.Bench.Kills.Cuts;

/// <summary>A file or folder of a logged disk: as programs see it, and as it is on the disk.</summary>
/// <param name="isFolder">Which of the two.</param>
internal sealed class DiskNode(bool isFolder)
{
    private const int BlockBytes = 4096;

    private readonly List<(long Offset, byte[]? Data)> pending = [];
    private byte[] content = [];
    private int length;

    /// <summary>Whether it is a folder.</summary>
    public bool IsFolder => isFolder;

    /// <summary>A folder's names as programs see them.</summary>
    public Dictionary<string, DiskNode> Names { get; } = [];

    /// <summary>A folder's names on the disk.</summary>
    public Dictionary<string, DiskNode> Kept { get; private set; } = [];

    /// <summary>The bytes of a file that are on the disk.</summary>
    public ReadOnlySpan<byte> Content => content.AsSpan(0, length);

    /// <summary>Bytes are written, or (null) the file is given a length.</summary>
    public void Change(long offset, byte[]? data) => pending.Add((offset, data));

    /// <summary>What was changed is on the disk.</summary>
    public void Flush()
    {
        foreach (var (offset, data) in pending)
            Apply(offset, data);
        pending.Clear();
    }

    /// <summary>The names are on the disk.</summary>
    public void FlushNames() => Kept = new(Names);

    /// <summary>Of what was not flushed each block came to the disk, or did not.</summary>
    public void FlushSome(Random chance)
    {
        foreach (var (offset, data) in pending)
        {
            if (data is null)
            {
                if (chance.Next(2) == 0)
                    Apply(offset, null);
                continue;
            }
            for (var at = 0; at < data.Length;)
            {
                var bytes = (int)Math.Min(data.Length - at, BlockBytes - ((offset + at) % BlockBytes));
                if (chance.Next(2) == 0)
                    Apply(offset + at, data[at..(at + bytes)]);
                at += bytes;
            }
        }
        pending.Clear();
    }

    private void Apply(long offset, byte[]? data)
    {
        var end = (int)offset + (data?.Length ?? 0);
        if (content.Length < end)
            Array.Resize(ref content, Math.Max(end, content.Length * 2));
        if (data is null)
        {
            // What a file grows by is zero.
            if (end < length)
                content.AsSpan(end, length - end).Clear();
            length = end;
            return;
        }
        data.CopyTo(content, offset);
        length = Math.Max(length, end);
    }
}
