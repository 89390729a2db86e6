using System.ComponentModel;
using System.Diagnostics;

namespace FaceWeb.Bench.Kills.Cuts;

/// <summary>The library that is loaded before FaceWeb and writes down what it does to its folder (<c>disklog.c</c>).</summary>
internal static class DiskLogger
{
    /// <summary>Compiles it with the system's C compiler.</summary>
    /// <param name="folder">Where it goes.</param>
    /// <returns>The library's path.</returns>
    /// <exception cref="BenchOptionException">There is no compiler, or the system is not Linux.</exception>
    public static string Compile(string folder)
    {
        if (!OperatingSystem.IsLinux())
            throw new BenchOptionException("Power cuts are simulated on Linux only.");
        var (source, library) = (Path.Combine(folder, "disklog.c"), Path.Combine(folder, "disklog.so"));
        using (var from = typeof(DiskLogger).Assembly.GetManifestResourceStream("disklog.c")!)
        using (var to = File.Create(source))
            from.CopyTo(to);
        try
        {
            using var compiler = Process.Start(
                new ProcessStartInfo("cc") { ArgumentList = { "-O2", "-shared", "-fPIC", "-o", library, source, "-ldl", "-lpthread" } })!;
            compiler.WaitForExit();
            return compiler.ExitCode == 0 ? library : throw new BenchOptionException($"cc could not compile {source}.");
        }
        catch (Win32Exception)
        {
            throw new BenchOptionException("Simulating power cuts needs a C compiler: install gcc, or leave them out with --cuts 0.");
        }
    }
}
