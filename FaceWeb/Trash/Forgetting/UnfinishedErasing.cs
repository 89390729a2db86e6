using System.Text;
using FaceWeb.Data.Folder;

namespace FaceWeb.Trash.Forgetting;

/// <summary>
/// A file in the data folder that is there while something is deleted for good, from before its rows go until its last byte is gone: a process that
/// is killed in between leaves it, and the next start goes on.
/// </summary>
internal static class UnfinishedErasing
{
    private const string Name = "erasing";
    private const string WithBackups = "backups";

    /// <summary>Something is about to be deleted for good.</summary>
    /// <param name="dataDir">The data folder.</param>
    /// <param name="backups">Whether backups have to lose it as well.</param>
    /// <exception cref="IOException">It cannot be written; nothing must be deleted then.</exception>
    public static void Begin(string dataDir, bool backups)
    {
        // Another deletion that is under way, and needs more, must not be forgotten.
        if (Find(dataDir) is not { } other || (backups && !other))
            WholeFile.Write(Path.Combine(dataDir, Name), Encoding.ASCII.GetBytes(backups ? WithBackups : ""));
    }

    /// <summary>Whether backups have to lose what is being deleted; null where nothing is.</summary>
    public static bool? Find(string dataDir) =>
        Path.Combine(dataDir, Name) is var path && File.Exists(path) ? File.ReadAllText(path) == WithBackups : null;

    /// <summary>All of it is gone.</summary>
    public static void End(string dataDir) => File.Delete(Path.Combine(dataDir, Name));
}
