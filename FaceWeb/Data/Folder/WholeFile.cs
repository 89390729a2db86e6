namespace FaceWeb.Data.Folder;

/// <summary>Writes small files of the data folder beside their place and moves them there: a reader, and a kill in between, finds the old one or the new.</summary>
public static class WholeFile
{
    /// <summary>Writes one, in place of any that is there.</summary>
    /// <exception cref="IOException">It cannot be written; the old one is as it was.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var beside = path + ".new";
        File.WriteAllBytes(beside, content);
        File.Move(beside, path, overwrite: true);
    }
}
