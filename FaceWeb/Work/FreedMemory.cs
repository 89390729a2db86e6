using System.Runtime.InteropServices;

namespace FaceWeb.Work;

/// <summary>Has the C library give the memory of pictures back to the system as soon as they are done with.</summary>
/// <remarks>
/// glibc takes a large block from the system by itself and gives it back when it is freed, but learns from each that was freed and keeps blocks of
/// that size from then on, up to 32 MB, in as many as eight heaps a core, each for its own threads. Photos are read on ever new threads: within 240
/// photos of 12 megapixels sixteen heaps came to hold the room of one each, and the server grew from 550 to 980 MB. With a size that stays, those
/// blocks never lie in a heap, and what is free at a heap's end goes back from twice that size on, as glibc has it where it decides by itself: where
/// only the size is set, from 128 kB on, small photos have pages taken and given back all the time. (mallopt(3), M_MMAP_THRESHOLD and
/// M_TRIM_THRESHOLD. To allow fewer heaps, M_ARENA_MAX, would do as well, but the runtime's own threads have made eight before the program begins.)
/// </remarks>
public static partial class FreedMemory
{
    /// <summary>Blocks of so many bytes and more are given back at once, about the pixels of a photo with 0.7 megapixels.</summary>
    public const int LargeBlock = 2 << 20;

    // What glibc's users set to decide it themselves.
    private const string Variable = "MALLOC_MMAP_THRESHOLD_";
    private const int MmapThreshold = -3;
    private const int TrimThreshold = -1;

    /// <summary>Does it from now on; nothing where the user has set another size in the environment, and with other C libraries.</summary>
    /// <returns>Whether it is done.</returns>
    public static bool GiveBackLargeBlocks()
    {
        if (!OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable(Variable) is not null)
            return false;
        try
        {
            return SetOption(MmapThreshold, LargeBlock) != 0 && SetOption(TrimThreshold, 2 * LargeBlock) != 0;
        }
        catch (EntryPointNotFoundException)
        {
            // musl does so by itself.
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetOption(int option, int value);
}
