using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;

namespace FaceWeb.Pipeline.Decoding;

/// <summary>The program that a child runs: this one again, or FaceWeb beside it, started with the word <see cref="Word"/>.</summary>
public static class DecoderProgram
{
    /// <summary>The first argument that makes a program a decoder process.</summary>
    public const string Word = "decode";

    /// <summary>What of the parent's environment a child gets: where .NET and the native libraries are, nothing else.</summary>
    private static readonly string[] Inherited = ["DOTNET_ROOT", "DOTNET_ROOT_X64", "LD_LIBRARY_PATH", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"];

    /// <summary>How to start a child.</summary>
    /// <exception cref="FileNotFoundException">No program is there that could be one.</exception>
    internal static ProcessStartInfo Start(DecoderOptions options)
    {
        var start = Again();
        start.ArgumentList.Add(Word);
        start.Environment["DOTNET_GCHeapHardLimit"] = options.ManagedHeapBytes.ToString("x", CultureInfo.InvariantCulture);
        start.Environment["MALLOC_ARENA_MAX"] = "2";
        // Pictures in pages of 2 MB (see LargePages); OpenCV's decoders ask for their memory themselves. Others than glibc do not look at this.
        start.Environment["GLIBC_TUNABLES"] = "glibc.malloc.hugetlb=1";
        start.Environment["OMP_NUM_THREADS"] = "1";
        start.Environment["OPENCV_IO_MAX_IMAGE_PIXELS"] = options.Photos.MaxPixels.ToString(CultureInfo.InvariantCulture);
        start.Environment["OPENCV_IO_MAX_IMAGE_WIDTH"] = options.Photos.MaxSide.ToString(CultureInfo.InvariantCulture);
        start.Environment["OPENCV_IO_MAX_IMAGE_HEIGHT"] = options.Photos.MaxSide.ToString(CultureInfo.InvariantCulture);
        return start;
    }

    /// <summary>How to start this program again, with nothing of this one's environment and without an argument yet.</summary>
    /// <exception cref="FileNotFoundException">No program is there that could be one.</exception>
    internal static ProcessStartInfo Again()
    {
        var (file, before) = Find();
        var start = new ProcessStartInfo(file)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        foreach (var argument in before)
            start.ArgumentList.Add(argument);
        var kept = Inherited.Select(name => (name, value: Environment.GetEnvironmentVariable(name)))
            .Where(variable => !string.IsNullOrEmpty(variable.value)).ToList();
        start.Environment.Clear();
        foreach (var (name, value) in kept)
            start.Environment[name] = value;
        // A program that was started by its own name looks for .NET in the usual places only.
        if (!start.Environment.ContainsKey("DOTNET_ROOT") && Path.GetDirectoryName(Host()) is { Length: > 0 } root)
            start.Environment["DOTNET_ROOT"] = root;
        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        // No debugger's socket, no file of its own: the child gives up both before it reads anything.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        return start;
    }

    private static (string File, string[] Before) Find()
    {
        var entry = Assembly.GetEntryAssembly()?.GetName().Name;
        // In a test the entry is the test host, and FaceWeb lies beside it; the measuring programs know the word as well.
        var name = entry == "FaceWeb.Bench" ? entry : "FaceWeb";
        if (entry == name && Environment.ProcessPath is { } self && Path.GetFileNameWithoutExtension(self) == name)
            return (self, []);
        var library = Path.Combine(AppContext.BaseDirectory, name + ".dll");
        if (!File.Exists(library))
            throw new FileNotFoundException($"The decoder process cannot be started: {library} is not there.", library);
        return (Host(), ["exec", library]);
    }

    private static string Host()
    {
        // .../dotnet/shared/Microsoft.NETCore.App/10.0.0/: the host lies at the top.
        var host = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        return File.Exists(host) ? host : "dotnet";
    }
}
