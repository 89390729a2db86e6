using System.Diagnostics;

namespace FaceWeb.Tests.Albums;

/// <summary>A disk of a few megabytes, of its own: a file system in memory, which only root may mount.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string path) => Path = path;

    /// <summary>Where it hangs.</summary>
    public string Path { get; }

    /// <summary>Makes it; skips the calling test, out loud, where we may not.</summary>
    public static SmallDisk MakeOrSkip(int megabytes)
    {
        var path = Directory.CreateTempSubdirectory("faceweb-disk-").FullName;
        if (Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", path))
            return new SmallDisk(path);
        Directory.Delete(path);
        Skip.If(true, "A small file system cannot be mounted here: that needs Linux and root.");
        throw new InvalidOperationException();
    }

    /// <summary>Writes a file until nothing fits any more.</summary>
    /// <returns>The file.</returns>
    public string Fill()
    {
        var filler = System.IO.Path.Combine(Path, "filler");
        using var file = new FileStream(filler, FileMode.Create, FileAccess.Write, FileShare.None, 0);
        foreach (var size in new[] { 1_000_000, 4096, 1 })
        {
            try
            {
                for (var part = new byte[size]; ;)
                    file.Write(part);
            }
            catch (IOException)
            {
                // Nothing of this size fits any more.
            }
        }
        return filler;
    }

    public void Dispose()
    {
        Run("umount", "-l", Path);
        Directory.Delete(Path);
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
