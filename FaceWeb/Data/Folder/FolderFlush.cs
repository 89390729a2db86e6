using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace FaceWeb.Data.Folder;

/// <summary>
/// Makes sure that what a folder holds is on the disk. Flushing a file keeps its bytes; the name that it has in its folder outlives a power cut only
/// once the folder is flushed as well (<c>fsync(2)</c>). Windows keeps names in order by itself and has no such call.
/// </summary>
public static class FolderFlush
{
    // EINVAL.
    private const int InvalidCall = 22;

    // O_RDONLY | O_CLOEXEC of Linux on x64 and ARM64; elsewhere a child may inherit the folder for the moment that it is open.
    private static readonly int Flags = OperatingSystem.IsLinux() ? 0x80000 : 0;

    /// <summary>Flushes one folder: the names of what lies in it, not their contents and not what lies deeper.</summary>
    /// <exception cref="IOException">It is not there, or the disk does not answer.</exception>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        var file = Open(Encoding.UTF8.GetBytes(folder + '\0'), Flags);
        if (file < 0)
            throw Failure(folder);
        try
        {
            // Some file systems, network shares among them, cannot flush a folder and say that the call is invalid.
            if (Sync(file) != 0 && Marshal.GetLastPInvokeError() is not InvalidCall)
                throw Failure(folder);
        }
        finally
        {
            _ = Close(file);
        }
    }

    /// <summary>Makes a folder where there is none, and makes sure that it is on the disk with those above that had to be made.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static void Make(string folder)
    {
        if (Directory.Exists(folder))
            return;
        var above = Path.GetDirectoryName(Path.GetFullPath(folder));
        if (above is not null)
            Make(above);
        Directory.CreateDirectory(folder);
        if (above is not null)
            Flush(above);
    }

    private static IOException Failure(string folder) =>
        new($"The folder {folder} could not be flushed to the disk: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Sync(int file);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int file);
}
