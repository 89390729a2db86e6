using System.Globalization;
using FaceWeb.Pipeline.Imaging;
using OpenCvSharp;

namespace FaceWeb.Tests.Imaging;

/// <summary>Large pictures ask for large pages.</summary>
public class LargePagesTests
{
    [SkippableFact]
    public void A_large_picture_asks_for_them()
    {
        Skip.IfNot(File.Exists("/sys/kernel/mm/transparent_hugepage/enabled"), "This system has no large pages.");
        Skip.IfNot(
            File.ReadLines("/proc/self/smaps").Any(line => line.StartsWith("VmFlags:", StringComparison.Ordinal)), "This system does not tell how memory is kept.");
        using var picture = LargePages.NewPicture(new Size(4000, 3000), MatType.CV_8UC3);

        // proc(5): "hg" stands for madvise's MADV_HUGEPAGE.
        Assert.Contains("hg", FlagsAt(picture.DataStart + (16 << 20)));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(250, 250)]
    [InlineData(1600, 1200)]
    [InlineData(4001, 2999)]
    public void Every_pixel_can_be_written_and_read(int width, int height)
    {
        using var picture = LargePages.NewPicture(new Size(width, height), MatType.CV_8UC3);

        picture.SetTo(new Scalar(1, 2, 3));

        Assert.Equal((width, height), (picture.Cols, picture.Rows));
        Assert.Equal(new Scalar(1, 2, 3), picture.Mean());
    }

    // The flags of the part of this process's memory that an address lies in.
    private static string[] FlagsAt(nint address)
    {
        var inside = false;
        foreach (var line in File.ReadLines("/proc/self/smaps"))
        {
            var range = line.Split(' ')[0].Split('-');
            if (range.Length == 2 && ulong.TryParse(range[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var from)
                && ulong.TryParse(range[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var to))
            {
                inside = from <= (ulong)address && (ulong)address < to;
            }
            else if (inside && line.StartsWith("VmFlags:", StringComparison.Ordinal))
                return line["VmFlags:".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        }
        return [];
    }
}
