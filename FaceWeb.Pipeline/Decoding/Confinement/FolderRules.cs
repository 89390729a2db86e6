using System.Runtime.InteropServices;

namespace FaceWeb.Pipeline.Decoding.Confinement;

/// <summary>
/// Leaves this thread, and the program that it becomes, some files and folders and no others (Landlock, Linux 5.13 and later), and no address to
/// connect to.
/// </summary>
internal static unsafe class FolderRules
{
    // landlock(7); these numbers of calls hold for all processors.
    private const int CreateRuleset = 444;
    private const int AddRule = 445;
    private const int RestrictSelf = 446;
    private const int NoNewPrivileges = 38;
    private const int OpenPath = 0x200000 | 0x80000;

    private const ulong Execute = 1 << 0;
    private const ulong WriteFile = 1 << 1;
    private const ulong ReadFile = 1 << 2;
    private const ulong ReadFolder = 1 << 3;
    private const ulong MakeFile = 1 << 8;
    private const ulong Truncate = 1 << 14;
    private const ulong OfFiles = Execute | WriteFile | ReadFile | Truncate;

    // What each version of the interface can take away, beyond the one before: files and folders 13, links between folders, truncation, (4: TCP),
    // commands to devices; (6: signals and abstract sockets).
    private static readonly int[] FileRights = [13, 14, 15, 15, 16];

    /// <summary>The version of the kernel's interface; 0 where there is none.</summary>
    public static int Version { get; } = (int)Math.Max(0, NativeCalls.SystemCall(CreateRuleset, 0, 0, (void*)1));

    /// <summary>Takes everything else away.</summary>
    /// <param name="read">Files and folders that may be read, and programs and libraries in them run; those that are not there are left out.</param>
    /// <param name="write">A folder in which files may be made, read and written; null for none.</param>
    /// <returns>Whether it holds now, for this thread.</returns>
    public static bool Enter(IEnumerable<string> read, string? write)
    {
        if (Version == 0 || NativeCalls.ProcessControl(NoNewPrivileges, 1, 0, 0, 0) != 0)
            return false;
        var known = (1UL << FileRights[Math.Min(Version, FileRights.Length) - 1]) - 1;
        var all = new Ruleset { Files = known, Network = Version >= 4 ? 3UL : 0, Scopes = Version >= 6 ? 3UL : 0 };
        var bytes = Version >= 6 ? 24 : Version >= 4 ? 16 : 8;
        var rules = (int)NativeCalls.SystemCall(CreateRuleset, (nint)(&all), bytes, null);
        if (rules < 0)
            return false;
        try
        {
            foreach (var place in read)
                Permit(rules, place, known & (Execute | ReadFile | ReadFolder));
            if (write is not null)
                Permit(rules, write, known & (ReadFile | ReadFolder | WriteFile | MakeFile | Truncate));
            return NativeCalls.SystemCall(RestrictSelf, rules, 0, null) == 0;
        }
        finally
        {
            _ = NativeCalls.Close(rules);
        }
    }

    private static void Permit(int rules, string place, ulong rights)
    {
        var opened = NativeCalls.Open(place, OpenPath);
        if (opened < 0)
            return;
        var rule = new PathRule { Rights = Directory.Exists(place) ? rights : rights & OfFiles, Place = opened };
        _ = NativeCalls.SystemCall(AddRule, rules, 1, &rule, 0);
        _ = NativeCalls.Close(opened);
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Ruleset
    {
        public ulong Files;
        public ulong Network;
        public ulong Scopes;
    }

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private struct PathRule
    {
        public ulong Rights;
        public int Place;
    }
}
