using System.Runtime.InteropServices;

namespace FaceWeb.Pipeline.Decoding.Confinement;

/// <summary>
/// Takes system calls from this process for good (seccomp(2), x86-64): the network, other programs and processes, and ways around the filter. A
/// program that it becomes by <c>execve</c> keeps the filter.
/// </summary>
internal sealed unsafe class SystemCallFilter
{
    private const int NoNewPrivileges = 38;
    private const uint Allow = 0x7fff0000;
    private const uint Deny = 0x00050000;
    private const uint NotPermitted = Deny | 1;
    private const uint Absent = Deny | 38;
    private const int Seccomp = 317;
    private const uint X64 = 0xC000003E;

    private const ushort Load = 0x20;
    private const ushort Equal = 0x15;
    private const ushort GreaterOrEqual = 0x35;
    private const ushort AnyBit = 0x45;
    private const ushort End = 0x06;

    // Where the number and the arguments of a call stand for a filter (seccomp_data); an argument's low half is first.
    private const uint Number = 0;
    private const uint Architecture = 4;
    private const uint FirstArgument = 16;
    private const uint ArgumentBytes = 8;

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

    private readonly Instruction[] program;

    private SystemCallFilter(IEnumerable<Instruction> own) => program = Program(own);

    /// <summary>Whether this system can have one.</summary>
    public static bool IsKnown => RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.X64;

    /// <summary>For a process that answers through what it has open: it opens files for reading only.</summary>
    public static SystemCallFilter ForReading() => new(
    [
        // open, openat: no O_WRONLY, O_RDWR, O_CREAT, O_TRUNC.
        .. Only(2, [new(Load, 0, 0, Argument(1)), new(AnyBit, 0, 1, 0x243), new(End, 0, 0, NotPermitted), new(End, 0, 0, Allow)]),
        .. Only(257, [new(Load, 0, 0, Argument(2)), new(AnyBit, 0, 1, 0x243), new(End, 0, 0, NotPermitted), new(End, 0, 0, Allow)]),
    ]);

    /// <summary>For a process that is about to become another program, which writes files of its own: one <c>execve</c> is left to it.</summary>
    /// <param name="path">
    /// Where in memory the program's path stands. The filter knows this place alone; the new program has another memory and cannot read the
    /// filter, so it does not know which place would be let through.
    /// </param>
    public static SystemCallFilter ForBecoming(nint path) => new(
    [
        .. Only(59,
        [
            new(Load, 0, 0, Argument(0)), new(Equal, 0, 3, (uint)path), new(Load, 0, 0, Argument(0) + 4), new(Equal, 0, 1, (uint)(path >> 32)),
            new(End, 0, 0, Allow), new(End, 0, 0, NotPermitted),
        ]),
        // Limits stay as they are: setrlimit never, prlimit to ask only.
        .. Only(160, [new(End, 0, 0, NotPermitted)]),
        .. Only(302,
        [
            new(Load, 0, 0, Argument(2)), new(Equal, 0, 3, 0), new(Load, 0, 0, Argument(2) + 4), new(Equal, 0, 1, 0),
            new(End, 0, 0, Allow), new(End, 0, 0, NotPermitted),
        ]),
    ]);

    /// <summary>Puts it on.</summary>
    /// <returns>Whether it holds now, for all threads.</returns>
    public bool Enter()
    {
        if (!IsKnown || NativeCalls.ProcessControl(NoNewPrivileges, 1, 0, 0, 0) != 0)
            return false;
        fixed (Instruction* instructions = program)
        {
            var filter = new FilterProgram { Length = (ushort)program.Length, Instructions = instructions };
            // For all threads at once: the runtime has some already.
            return NativeCalls.SystemCall(Seccomp, 1, 1, &filter) == 0;
        }
    }

    private static Instruction[] Program(IEnumerable<Instruction> own)
    {
        List<Instruction> code =
        [
            new(Load, 0, 0, Architecture),
            new(Equal, 1, 0, X64),
            new(End, 0, 0, NotPermitted),
            new(Load, 0, 0, Number),
            // The numbers of the 32-bit kind would get around the list.
            new(GreaterOrEqual, 0, 1, 0x40000000),
            new(End, 0, 0, Absent),
            .. own,
            .. Denied.SelectMany(call => Only(call, [new(End, 0, 0, NotPermitted)])),
            // clone3 and openat2 hide their flags in memory: without them the C library takes the older calls.
            .. Only(435, [new(End, 0, 0, Absent)]),
            .. Only(437, [new(End, 0, 0, Absent)]),
            // clone: threads only.
            .. Only(56, [new(Load, 0, 0, Argument(0)), new(AnyBit, 1, 0, 0x10000), new(End, 0, 0, NotPermitted), new(End, 0, 0, Allow)]),
            // tgkill: to itself only.
            .. Only(234,
            [
                new(Load, 0, 0, Argument(0)), new(Equal, 1, 0, (uint)Environment.ProcessId), new(End, 0, 0, NotPermitted), new(End, 0, 0, Allow),
            ]),
            new(End, 0, 0, Allow),
        ];
        return [.. code];
    }

    // What is done at one call: it has to end. Behind it the next call is looked at, with the number still loaded.
    private static IEnumerable<Instruction> Only(uint call, Instruction[] then) => [new(Equal, 0, (byte)then.Length, call), .. then];

    private static uint Argument(uint which) => FirstArgument + (ArgumentBytes * which);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Instruction(ushort Code, byte IfTrue, byte IfFalse, uint Value);

    [StructLayout(LayoutKind.Sequential)]
    private struct FilterProgram
    {
        public ushort Length;
        public Instruction* Instructions;
    }
}
