namespace FaceWeb.Data.Folder;

/// <summary>
/// Writes small files of the data folder beside their place and moves them there: a reader, a kill and a power cut in between find the old one or
/// the new; once it returns, the new one is on the disk.
/// </summary>
public static class WholeFile
{
    /// <summary>Writes one, in place of any that is there.</summary>
    /// <exception cref="IOException">It cannot be written; the old one is as it was.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var beside = path + ".new";
        using (var file = new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.None, 0))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }
        Move(beside, path);
    }

    /// <summary>Moves a file whose bytes are on the disk to its place, and makes sure that it is there after a power cut.</summary>
    /// <exception cref="IOException">It cannot be moved.</exception>
    public static void Move(string from, string path)
    {
        File.Move(from, path, overwrite: true);
        FolderFlush.Flush(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>Makes sure that a file's bytes, written by somebody else, are on the disk.</summary>
    /// <exception cref="IOException">It is not there, or the disk does not answer.</exception>
    public static void Flush(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, 0);
        file.Flush(flushToDisk: true);
    }
}
