using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace FaceWeb.Pipeline.Decoding.Confinement;

/// <summary>
/// Another program (ffmpeg) that reads a stranger's file: this one is started again with the word <see cref="Word"/>, gives up what that program
/// does not need and then becomes it. So it has no environment, no network, no other programs and processes, one file to read and one folder to
/// write in, and limits of memory, processor time and file size.
/// </summary>
public static unsafe class ConfinedProgram
{
    /// <summary>The first argument that makes FaceWeb become another program.</summary>
    public const string Word = "confined";

    /// <summary>What it ends with where the program cannot be started.</summary>
    public const int NotStarted = 126;

    private const int LimitProcessor = 0;
    private const int LimitFile = 1;
    private const int LimitMemory = 9;
    private const int Niceness = 10;
    private const int ArgumentsBefore = 6;

    // Libraries, fonts and what the C library and the loader look at; nothing of the data folder, no homes, no settings with secrets.
    private static readonly string[] OfTheSystem =
    [
        "/usr", "/lib", "/lib32", "/lib64", "/bin", "/etc/alternatives", "/etc/fonts", "/etc/ld.so.cache", "/var/cache/fontconfig", "/dev/null",
        "/dev/urandom", "/dev/random", "/dev/zero", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/sys/devices/system",
    ];

    /// <summary>How to start it.</summary>
    /// <param name="program">The program's absolute path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="limits">What it may take.</param>
    /// <returns>With all three streams redirected.</returns>
    /// <exception cref="FileNotFoundException">FaceWeb's own program is not there.</exception>
    public static ProcessStartInfo Start(string program, IEnumerable<string> arguments, ProgramLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentNullException.ThrowIfNull(arguments);
        var start = DecoderProgram.Again();
        start.ArgumentList.Add(Word);
        foreach (var number in new[] { limits.MemoryBytes, (long)Math.Ceiling(limits.ProcessorTime.TotalSeconds), limits.FileBytes })
            start.ArgumentList.Add(number.ToString(CultureInfo.InvariantCulture));
        foreach (var word in (string[])[limits.ReadFile, limits.Folder, program, .. arguments])
            start.ArgumentList.Add(word);
        return start;
    }

    /// <summary>Becomes the program: returns only where that fails.</summary>
    /// <param name="arguments">What <see cref="Start"/> put behind the word.</param>
    /// <returns><see cref="NotStarted"/>; the reason is on the standard error.</returns>
    public static int Run(string[] arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        if (arguments.Length < ArgumentsBefore || !long.TryParse(arguments[0], CultureInfo.InvariantCulture, out var memory)
            || !long.TryParse(arguments[1], CultureInfo.InvariantCulture, out var seconds)
            || !long.TryParse(arguments[2], CultureInfo.InvariantCulture, out var file))
        {
            Console.Error.WriteLine("This is how FaceWeb starts ffmpeg; it is of no use by itself.");
            return NotStarted;
        }
        var (readFile, folder, program) = (arguments[3], arguments[4], arguments[5]);
        Directory.SetCurrentDirectory(folder);
        ChildConfinement.DieFirst();
        _ = NativeCalls.SetPriority(0, 0, Niceness);
        SetLimit(LimitProcessor, seconds);
        SetLimit(LimitFile, file);
        var libraries = Environment.GetEnvironmentVariable("LD_LIBRARY_PATH") ?? "";
        string[] environment = libraries.Length > 0 ? ["LC_ALL=C.UTF-8", $"LD_LIBRARY_PATH={libraries}"] : ["LC_ALL=C.UTF-8"];
        string[] read = [.. OfTheSystem, .. libraries.Split(':', StringSplitOptions.RemoveEmptyEntries), Real(program), readFile];
        var error = Become(program, arguments[(ArgumentsBefore - 1)..], environment, memory, () => FolderRules.Enter(read, folder));
        Console.Error.WriteLine($"{program} could not be started (error {error}).");
        return NotStarted;
    }

    // What .NET still has to load or allocate comes before the step that keeps it from doing so. What is native memory is never freed: the next
    // program has another.
    private static int Become(string program, string[] arguments, string[] environment, long memory, Func<bool> enterFolders)
    {
        var path = (byte*)Marshal.StringToCoTaskMemUTF8(program);
        var words = Native(arguments);
        var variables = Native(environment);
        var filter = SystemCallFilter.ForBecoming((nint)path);
        // The first call of a function takes memory and may load a library.
        _ = NativeCalls.Execute(null, words, variables);
        if (!SystemCallFilter.IsKnown)
            Console.Error.WriteLine("It is not kept from the network: this system has no filter of system calls.");
        if (FolderRules.Version == 0)
            Console.Error.WriteLine("It can read all files that this user can: this system has no Landlock.");
        else if (!enterFolders())
            return Marshal.GetLastPInvokeError();
        SetLimit(LimitMemory, memory);
        if (SystemCallFilter.IsKnown && !filter.Enter())
            return Marshal.GetLastPInvokeError();
        _ = NativeCalls.Execute(path, words, variables);
        return Marshal.GetLastPInvokeError();
    }

    private static byte** Native(string[] words)
    {
        var all = (byte**)NativeMemory.Alloc((nuint)words.Length + 1, (nuint)sizeof(byte*));
        for (var i = 0; i < words.Length; i++)
            all[i] = (byte*)Marshal.StringToCoTaskMemUTF8(words[i]);
        all[words.Length] = null;
        return all;
    }

    private static void SetLimit(int resource, long most)
    {
        var both = stackalloc ulong[] { (ulong)most, (ulong)most };
        _ = NativeCalls.SetLimit(resource, both);
    }

    private static string Real(string program) => File.ResolveLinkTarget(program, returnFinalTarget: true)?.FullName ?? program;
}
