using System.Runtime.InteropServices;

namespace FaceWeb.Pipeline.Decoding;

/// <summary>
/// What a child gives up before it reads its first file: the network, other programs and processes, writing any file. Should a file take over
/// its reader, the reader can do little more than answer wrong pixels.
/// </summary>
internal static unsafe class ChildConfinement
{
    private const int NoNewPrivileges = 38;
    private const int LimitCore = 4;
    private const uint Allow = 0x7fff0000;
    private const uint Deny = 0x00050000;
    private const uint NotPermitted = Deny | 1;
    private const uint Absent = Deny | 38;

    // seccomp(2), on x86-64 (ausyscall's numbers).
    private const int Seccomp = 317;
    private const uint X64 = 0xC000003E;

    /// <summary>
    /// Sockets (41 to 53 without their data calls on other descriptors, 288, 299, 307), starting programs (57 to 59, 322), tracing and reaching
    /// into others (101, 310, 311, 312, 438, 434), signals to others (62, 129, 200, 297, 424), changing names and owners of files (76, 82 to 94,
    /// 132, 133, 165, 166, 188 to 190, 258 to 268, 280, 316), ways around this filter (425 to 427), and what none needs (246, 248 to 250, 272,
    /// 308, 321).
    /// </summary>
    private static readonly uint[] Denied =
    [
        41, 42, 43, 44, 46, 49, 50, 53, 288, 307,
        57, 58, 59, 322,
        101, 310, 311, 312, 434, 438,
        62, 129, 200, 297, 424,
        76, 82, 83, 84, 85, 86, 87, 88, 90, 91, 92, 93, 94, 132, 133, 155, 161, 165, 166, 169, 175, 176, 188, 189, 190,
        235, 258, 259, 260, 261, 263, 264, 265, 266, 268, 280, 304, 313, 316, 452,
        425, 426, 427,
        246, 248, 249, 250, 272, 298, 308, 320, 321,
    ];

    /// <summary>Gives it up, as far as the system can take it away; what it cannot is said on the standard error.</summary>
    public static void Enter()
    {
        // If memory runs out, the system shall end a child and not the server.
        Try(() => File.WriteAllText("/proc/self/oom_score_adj", "1000"));
        var none = stackalloc ulong[] { 0, 0 };
        _ = NativeCalls.SetLimit(LimitCore, none);
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64 || NativeCalls.ProcessControl(NoNewPrivileges, 1, 0, 0, 0) != 0)
        {
            Console.Error.WriteLine("The decoder process is not confined: this system has no filter of system calls.");
            return;
        }
        var program = Program();
        fixed (Instruction* instructions = program)
        {
            var filter = new FilterProgram { Length = (ushort)program.Length, Instructions = instructions };
            // For all threads at once: the runtime has some already.
            if (NativeCalls.SystemCall(Seccomp, 1, 1, &filter) != 0)
                Console.Error.WriteLine("The decoder process is not confined: the filter of system calls was refused.");
        }
    }

    private static Instruction[] Program()
    {
        const ushort load = 0x20, equal = 0x15, greaterOrEqual = 0x35, anyBit = 0x45, end = 0x06;
        var code = new List<Instruction>
        {
            new(load, 0, 0, 4),
            new(equal, 1, 0, X64),
            new(end, 0, 0, NotPermitted),
            new(load, 0, 0, 0),
            // The numbers of the 32-bit kind would get around the list.
            new(greaterOrEqual, 0, 1, 0x40000000),
            new(end, 0, 0, Absent),
        };
        foreach (var call in Denied)
            code.AddRange([new(equal, 0, 1, call), new(end, 0, 0, NotPermitted)]);
        // clone3 and openat2 hide their flags in memory: without them the C library takes the older calls.
        foreach (var call in new uint[] { 435, 437 })
            code.AddRange([new(equal, 0, 1, call), new(end, 0, 0, Absent)]);
        // clone: threads only. open, openat: for reading only (no O_WRONLY, O_RDWR, O_CREAT, O_TRUNC).
        code.AddRange([new(equal, 0, 4, 56), new(load, 0, 0, 16), new(anyBit, 1, 0, 0x10000), new(end, 0, 0, NotPermitted), new(end, 0, 0, Allow)]);
        code.AddRange([new(equal, 0, 4, 2), new(load, 0, 0, 24), new(anyBit, 0, 1, 0x243), new(end, 0, 0, NotPermitted), new(end, 0, 0, Allow)]);
        code.AddRange([new(equal, 0, 4, 257), new(load, 0, 0, 32), new(anyBit, 0, 1, 0x243), new(end, 0, 0, NotPermitted), new(end, 0, 0, Allow)]);
        // tgkill: to itself only.
        code.AddRange([new(equal, 0, 3, 234), new(load, 0, 0, 16), new(equal, 1, 0, (uint)Environment.ProcessId), new(end, 0, 0, NotPermitted)]);
        code.Add(new(end, 0, 0, Allow));
        return [.. code];
    }

    private static void Try(Action step)
    {
        try
        {
            step();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(e.Message);
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Instruction(ushort Code, byte IfTrue, byte IfFalse, uint Value);

    [StructLayout(LayoutKind.Sequential)]
    private struct FilterProgram
    {
        public ushort Length;
        public Instruction* Instructions;
    }
}
