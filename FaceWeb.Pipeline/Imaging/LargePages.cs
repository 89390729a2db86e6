using System.Runtime.InteropServices;
using OpenCvSharp;

namespace FaceWeb.Pipeline.Imaging;

/// <summary>
/// New pictures whose memory comes in pages of 2 MB where the system has them (<c>madvise(2)</c>, MADV_HUGEPAGE): in pages of 4 kB a picture of
/// 12 megapixels is asked for nine thousand times while it is written first, which in a virtual machine takes longer than writing it.
/// </summary>
internal static partial class LargePages
{
    private const int Page = 2 << 20;
    private const int Huge = 14;

    /// <summary>A new picture of undefined content.</summary>
    /// <param name="size">Its size, 1 x 1 or more.</param>
    /// <param name="type">Its pixels.</param>
    public static Mat NewPicture(Size size, MatType type)
    {
        var picture = new Mat(size.Height, size.Width, type);
        var (start, end) = ((nuint)picture.DataStart, (nuint)picture.DataEnd);
        start = (start + Page - 1) / Page * Page;
        end = end / Page * Page;
        // Without such pages the advice is refused or not heeded, and nothing is different.
        if (OperatingSystem.IsLinux() && end > start)
            _ = Advise(start, end - start, Huge);
        return picture;
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(nuint start, nuint length, int advice);
}
