using System.Runtime.InteropServices;
using FaceWeb.Work;

namespace FaceWeb.Tests.Work;

/// <summary>The memory of pictures goes back to the system when they are done with.</summary>
public class FreedMemoryTests
{
    private const int Blocks = 40;

    [SkippableFact]
    public void A_large_block_comes_from_the_system_also_after_one_of_its_size_was_freed()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "This is about Linux's C library.");
        Skip.If(Environment.GetEnvironmentVariable("MALLOC_MMAP_THRESHOLD_") is not null, "The size of such blocks is set from outside.");
        Skip.IfNot(
            NativeLibrary.TryLoad("libc.so.6", out var library) && NativeLibrary.TryGetExport(library, "mallinfo2", out _),
            "This C library (not glibc, or before 2.33) does not tell how many blocks it has taken.");
        Assert.True(FreedMemory.GiveBackLargeBlocks());
        // By itself glibc keeps blocks of this size from here on.
        Free(Allocate(8 * FreedMemory.LargeBlock));

        var before = OwnedBlocks();
        var blocks = new nint[Blocks];
        for (var i = 0; i < Blocks; i++)
            blocks[i] = Allocate(2 * FreedMemory.LargeBlock);
        var during = OwnedBlocks();
        foreach (var block in blocks)
            Free(block);

        // Other tests of the process come and go with some of theirs.
        Assert.InRange((long)during - (long)before, Blocks - 10, Blocks + 10);
        Assert.InRange((long)OwnedBlocks() - (long)before, -10, 10);
    }

    private static nuint OwnedBlocks() => MallInfo().BlocksOfTheirOwn;

    [DllImport("libc", EntryPoint = "mallinfo2")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern Figures MallInfo();

    [DllImport("libc", EntryPoint = "malloc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Allocate(nint bytes);

    [DllImport("libc", EntryPoint = "free")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void Free(nint block);

    // mallinfo(3): ten numbers; the fourth counts the blocks that were taken from the system one by one.
    [StructLayout(LayoutKind.Sequential)]
    private struct Figures
    {
        public nuint Heap;
        public nuint FreeChunks;
        public nuint FastChunks;
        public nuint BlocksOfTheirOwn;
        public nuint BytesOfTheirOwn;
        public nuint Unused;
        public nuint FreeInFastChunks;
        public nuint InUse;
        public nuint Free;
        public nuint AtTheTop;
    }
}
