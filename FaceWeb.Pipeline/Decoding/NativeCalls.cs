using System.Runtime.InteropServices;

namespace FaceWeb.Pipeline.Decoding;

/// <summary>What of Linux's C library the decoder process needs and .NET does not offer.</summary>
internal static unsafe partial class NativeCalls
{
    public const int ProtectRead = 1;
    public const int ProtectWrite = 2;
    public const int MapShared = 1;

    /// <summary>Maps all pages at once: cheaper than one fault a page for what is written or read whole.</summary>
    public const int MapPopulate = 0x8000;

    public const uint AllowSealing = 2;
    public const uint CloseOnExec = 1;
    public const int AddSeals = 1033;
    public const int GetSeals = 1034;
    public const int SealSeal = 1;
    public const int SealShrink = 2;
    public const int SealGrow = 4;

    /// <summary>O_RDONLY, O_NONBLOCK, O_CLOEXEC.</summary>
    public const int OpenToMap = 0x800 | 0x80000;

    public const int SeekEnd = 2;

    private const string C = "libc";

    [LibraryImport(C, EntryPoint = "memfd_create", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int CreateMemory(string name, uint flags);

    [LibraryImport(C, EntryPoint = "ftruncate", SetLastError = true)]
    public static partial int Resize(int descriptor, long bytes);

    [LibraryImport(C, EntryPoint = "fcntl", SetLastError = true)]
    public static partial int Control(int descriptor, int command, int argument);

    [LibraryImport(C, EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int Open(string path, int flags);

    [LibraryImport(C, EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    [LibraryImport(C, EntryPoint = "lseek", SetLastError = true)]
    public static partial long Seek(int descriptor, long offset, int from);

    [LibraryImport(C, EntryPoint = "mmap", SetLastError = true)]
    public static partial nint Map(nint address, nuint bytes, int protection, int flags, int descriptor, long offset);

    [LibraryImport(C, EntryPoint = "munmap", SetLastError = true)]
    public static partial int Unmap(nint address, nuint bytes);

    [LibraryImport(C, EntryPoint = "dup", SetLastError = true)]
    public static partial int Duplicate(int descriptor);

    [LibraryImport(C, EntryPoint = "dup2", SetLastError = true)]
    public static partial int Duplicate(int descriptor, int as_);

    [LibraryImport(C, EntryPoint = "prctl", SetLastError = true)]
    public static partial int ProcessControl(int option, nuint a, nuint b, nuint c, nuint d);

    [LibraryImport(C, EntryPoint = "setrlimit", SetLastError = true)]
    public static partial int SetLimit(int resource, ulong* softAndHard);

    [LibraryImport(C, EntryPoint = "syscall", SetLastError = true)]
    public static partial nint SystemCall(nint number, nint a, nint b, void* c);

    [LibraryImport(C, EntryPoint = "syscall", SetLastError = true)]
    public static partial nint SystemCall(nint number, nint a, nint b, void* c, nint d);

    [LibraryImport(C, EntryPoint = "setpriority", SetLastError = true)]
    public static partial int SetPriority(int which, int who, int niceness);

    /// <summary>Becomes another program; returns only where that fails.</summary>
    [LibraryImport(C, EntryPoint = "execve", SetLastError = true)]
    public static partial int Execute(byte* path, byte** arguments, byte** environment);

    /// <summary>Ends the process at once, whatever its threads are doing.</summary>
    [LibraryImport(C, EntryPoint = "_exit")]
    public static partial void ExitNow(int code);
}
