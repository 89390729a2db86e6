using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FaceWeb.Pipeline.ModelPacks;

/// <summary>Takes the channels of pixels apart, sixteen pixels at once: OpenCV takes out one at a time, pixel by pixel.</summary>
internal static class PixelChannels
{
    /// <summary>Writes each channel of a row of pixels of three channels to a place of its own.</summary>
    /// <param name="pixels">Three numbers a pixel.</param>
    /// <param name="first">The first number of each, as many as there are pixels.</param>
    /// <param name="second">The second.</param>
    /// <param name="third">The third.</param>
    public static void Split(ReadOnlySpan<byte> pixels, Span<byte> first, Span<byte> second, Span<byte> third)
    {
        ref var from = ref MemoryMarshal.GetReference(pixels[..(3 * first.Length)]);
        ref var to1 = ref MemoryMarshal.GetReference(first);
        ref var to2 = ref MemoryMarshal.GetReference(second[..first.Length]);
        ref var to3 = ref MemoryMarshal.GetReference(third[..first.Length]);
        var x = 0;
        for (; x <= first.Length - 16; x += 16)
        {
            var a = Vector128.LoadUnsafe(ref from, (nuint)(3 * x));
            var b = Vector128.LoadUnsafe(ref from, (nuint)((3 * x) + 16));
            var c = Vector128.LoadUnsafe(ref from, (nuint)((3 * x) + 32));
            // 255 is no place: nothing comes from there.
            (Vector128.Shuffle(a, Vector128.Create((byte)0, 3, 6, 9, 12, 15, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255))
                | Vector128.Shuffle(b, Vector128.Create((byte)255, 255, 255, 255, 255, 255, 2, 5, 8, 11, 14, 255, 255, 255, 255, 255))
                | Vector128.Shuffle(c, Vector128.Create((byte)255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1, 4, 7, 10, 13)))
                .StoreUnsafe(ref to1, (nuint)x);
            (Vector128.Shuffle(a, Vector128.Create((byte)1, 4, 7, 10, 13, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255))
                | Vector128.Shuffle(b, Vector128.Create((byte)255, 255, 255, 255, 255, 0, 3, 6, 9, 12, 15, 255, 255, 255, 255, 255))
                | Vector128.Shuffle(c, Vector128.Create((byte)255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 2, 5, 8, 11, 14)))
                .StoreUnsafe(ref to2, (nuint)x);
            (Vector128.Shuffle(a, Vector128.Create((byte)2, 5, 8, 11, 14, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255))
                | Vector128.Shuffle(b, Vector128.Create((byte)255, 255, 255, 255, 255, 1, 4, 7, 10, 13, 255, 255, 255, 255, 255, 255))
                | Vector128.Shuffle(c, Vector128.Create((byte)255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 0, 3, 6, 9, 12, 15)))
                .StoreUnsafe(ref to3, (nuint)x);
        }
        for (; x < first.Length; x++)
            (first[x], second[x], third[x]) = (pixels[3 * x], pixels[(3 * x) + 1], pixels[(3 * x) + 2]);
    }
}
