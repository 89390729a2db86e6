namespace FaceWeb.Bench.Kills.Cuts;

/// <summary>One record of the log.</summary>
/// <param name="Event">What was done.</param>
/// <param name="Path">To which name, from the logged folder; empty where only the inode is known.</param>
/// <param name="Other">The new name.</param>
/// <param name="IsFolder">Whether it is a folder.</param>
/// <param name="Inode">The file's inode at that moment; inodes of removed files are used again.</param>
/// <param name="Offset">Where bytes were written, or the length that a file was given.</param>
/// <param name="Data">The bytes.</param>
internal sealed record DiskRecord(DiskEvent Event, string Path, string Other, bool IsFolder, ulong Inode, long Offset, byte[] Data)
{
    private const int HeadBytes = 40;

    /// <summary>Reads the records that were whole at a moment, in order.</summary>
    /// <param name="log">The log.</param>
    /// <param name="until">The log's length at that moment.</param>
    public static IEnumerable<DiskRecord> Read(string log, long until)
    {
        using var file = new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 20);
        using var reader = new BinaryReader(file);
        var end = Math.Min(until, file.Length);
        for (long at = 0; at + HeadBytes <= end;)
        {
            var kind = (DiskEvent)reader.ReadUInt32();
            var (path, other, folder) = ((int)reader.ReadUInt32(), (int)reader.ReadUInt32(), reader.ReadUInt32() != 0);
            var (inode, offset, bytes) = (reader.ReadUInt64(), (long)reader.ReadUInt64(), (long)reader.ReadUInt64());
            at += HeadBytes + path + other + bytes;
            if (at > end)
                yield break;
            yield return new DiskRecord(kind, Text(reader, path), Text(reader, other), folder, inode, offset, reader.ReadBytes((int)bytes));
        }
    }

    private static string Text(BinaryReader reader, int bytes) => System.Text.Encoding.UTF8.GetString(reader.ReadBytes(bytes));
}
