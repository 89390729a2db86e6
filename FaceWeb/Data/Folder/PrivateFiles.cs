using System.Runtime.InteropServices;

namespace FaceWeb.Data.Folder;

/// <summary>
/// Keeps everything that FaceWeb writes from the machine's other users: folders 0700, files 0600. On Windows the folder's own rules hold.
/// </summary>
internal static class PrivateFiles
{
    private const UnixFileMode Folder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode File = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // What the group and all others may: nothing.
    private const uint Others = 0b000_111_111;

    /// <summary>From now on all new files and folders of this process are its user's alone; the data folder and what lies in it become so.</summary>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    public static void Close(string dataDir)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(dataDir);
            return;
        }
        _ = SetMask(Others);
        Directory.CreateDirectory(dataDir);
        System.IO.File.SetUnixFileMode(dataDir, Folder);

        // Through the closed folder nobody gets further; what is copied out of it, and the folders that are few, are closed all the same.
        foreach (var file in Directory.EnumerateFiles(dataDir))
            System.IO.File.SetUnixFileMode(file, File);
        foreach (var folder in Directory.EnumerateDirectories(dataDir))
        {
            System.IO.File.SetUnixFileMode(folder, Folder);
            if (Path.GetFileName(folder) == "keys")
            {
                foreach (var file in Directory.EnumerateFiles(folder))
                    System.IO.File.SetUnixFileMode(file, File);
            }
        }
    }

    [DllImport("libc", EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint SetMask(uint mask);
}
