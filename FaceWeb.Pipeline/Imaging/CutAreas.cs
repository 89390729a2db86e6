using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using OpenCvSharp;

namespace FaceWeb.Pipeline.Imaging;

/// <summary>
/// Makes colour pictures smaller by areas that cut pixels: the same numbers as OpenCV's INTER_AREA (the mean of the pixels under each area, weighted
/// by how much of each lies under it; across in single precision, then down), several times as fast, because a pixel's channels and whole rows are
/// worked on at once.
/// </summary>
internal static class CutAreas
{
    private const int Channels = 3;

    /// <summary>Whether this class makes a picture smaller: others are left to OpenCV, which is fast where no pixel is cut.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="size">The size wanted.</param>
    public static bool Cuts(Mat picture, Size size) =>
        picture.Type() == MatType.CV_8UC3 && size.Width <= picture.Cols && size.Height <= picture.Rows
            && (picture.Cols % size.Width != 0 || picture.Rows % size.Height != 0);

    /// <summary>A smaller copy.</summary>
    /// <param name="picture">8-bit, three channels.</param>
    /// <param name="size">At most the picture's, 1 x 1 or more.</param>
    public static unsafe Mat Of(Mat picture, Size size)
    {
        var (across, down) = (AxisCuts.Of(picture.Cols, size.Width), AxisCuts.Of(picture.Rows, size.Height));
        var smaller = LargePages.NewPicture(size, MatType.CV_8UC3);
        // Sums of four numbers are written for pixels of three: the next pixel's overwrite the fourth.
        var numbers = (size.Width * Channels) + Vector128<float>.Count;
        var rows = ArrayPool<float>.Shared.Rent(numbers * down.Pixels);
        var last = ArrayPool<byte>.Shared.Rent((picture.Cols * Channels) + Vector128<byte>.Count);
        try
        {
            fixed (float* ring = rows)
            fixed (byte* end = last)
            {
                var done = 0;
                for (var y = 0; y < size.Height; y++)
                {
                    var first = down.Starts[y];
                    for (done = Math.Max(done, first); done < first + down.Pixels; done++)
                    {
                        var row = (byte*)picture.Ptr(done);
                        if (done == picture.Rows - 1)
                        {
                            // Up to seven bytes behind a row's last pixel are read: behind the last row there may be no memory.
                            new ReadOnlySpan<byte>(row, picture.Cols * Channels).CopyTo(last);
                            row = end;
                        }
                        Across(row, across, ring + ((done % down.Pixels) * numbers));
                    }
                    Down(ring, numbers, first, down.WeightsOf(y), new Span<byte>((void*)smaller.Ptr(y), size.Width * Channels));
                }
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rows);
            ArrayPool<byte>.Shared.Return(last);
        }
        GC.KeepAlive(picture);
        return smaller;
    }

    private static unsafe void Across(byte* row, AxisCuts cuts, float* to)
    {
        fixed (int* starts = cuts.Starts)
        fixed (float* weights = cuts.Weights)
        {
            var x = 0;
            var w = weights;
            if (Avx2.IsSupported && cuts.Pixels == 3)
            {
                // Two areas at once, each from the sixteen bytes at its first pixel.
                var (first, second, third) = (Places(0), Places(1), Places(2));
                for (; x < cuts.Starts.Length - 1; x += 2, w += 6, to += 2 * Channels)
                {
                    var bytes = Vector256.Create(Vector128.Load(row + (starts[x] * Channels)), Vector128.Load(row + (starts[x + 1] * Channels)));
                    var sum = (Pixels(bytes, first) * Both(w)) + (Pixels(bytes, second) * Both(w + 1)) + (Pixels(bytes, third) * Both(w + 2));
                    sum.GetLower().Store(to);
                    sum.GetUpper().Store(to + Channels);
                }
            }
            for (; x < cuts.Starts.Length; x++, to += Channels)
            {
                var from = row + (starts[x] * Channels);
                var sum = Vector128<float>.Zero;
                for (var i = 0; i < cuts.Pixels; i++, from += Channels)
                    sum += Pixel(from) * *w++;
                sum.Store(to);
            }
        }
    }

    // Where the numbers of a pixel lie, for both halves; 0x80 gives zero.
    private static Vector256<byte> Places(uint pixel)
    {
        var half = Vector128.Create(0x80808000, 0x80808001, 0x80808002, 0x80808080) + Vector128.Create(3 * pixel, 3 * pixel, 3 * pixel, 0);
        return Vector256.Create(half, half).AsByte();
    }

    private static Vector256<float> Pixels(Vector256<byte> bytes, Vector256<byte> places) =>
        Avx.ConvertToVector256Single(Avx2.Shuffle(bytes, places).AsInt32());

    // A weight of an area, and of the one behind it.
    private static unsafe Vector256<float> Both(float* weight) =>
        Vector256.Create(Vector128.Create(weight[0]), Vector128.Create(weight[3]));

    private static unsafe Vector128<float> Pixel(byte* at) => Vector128.ConvertToSingle(
        Sse41.IsSupported
            ? Sse41.ConvertToVector128Int32(at)
            : Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(uint*)at).AsByte())).AsInt32());

    private static unsafe void Down(float* ring, int numbers, int first, ReadOnlySpan<float> weights, Span<byte> to)
    {
        var rows = stackalloc float*[weights.Length];
        for (var i = 0; i < weights.Length; i++)
            rows[i] = ring + ((first + i) % weights.Length * numbers);
        var x = 0;
        for (; x <= to.Length - Vector128<byte>.Count; x += Vector128<byte>.Count)
        {
            var words = Vector256.Narrow(Sum(rows, weights, x), Sum(rows, weights, x + Vector256<float>.Count));
            Vector128.Narrow(words.GetLower(), words.GetUpper()).AsByte().CopyTo(to[x..]);
        }
        for (; x < to.Length; x++)
        {
            var sum = 0f;
            for (var i = 0; i < weights.Length; i++)
                sum += rows[i][x] * weights[i];
            to[x] = (byte)MathF.Round(sum);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe Vector256<int> Sum(float** rows, ReadOnlySpan<float> weights, int x)
    {
        var sum = Vector256.Load(rows[0] + x) * weights[0];
        for (var i = 1; i < weights.Length; i++)
            sum += Vector256.Load(rows[i] + x) * weights[i];
        // To the nearest, halves to the even number, as OpenCV does.
        return Vector256.ConvertToInt32Native(Vector256.Round(sum));
    }

    /// <summary>The pixels of one side that each area of the smaller side takes its mean of: as many for each, some with a weight of zero.</summary>
    /// <param name="Starts">The first pixel of each area.</param>
    /// <param name="Weights">For each area <see cref="Pixels"/> shares, which come to 1.</param>
    /// <param name="Pixels">How many.</param>
    private sealed record AxisCuts(int[] Starts, float[] Weights, int Pixels)
    {
        // What is less than this share of a pixel is no part of the area; OpenCV's number.
        private const double Least = 1e-3;

        public ReadOnlySpan<float> WeightsOf(int area) => Weights.AsSpan(area * Pixels, Pixels);

        public static AxisCuts Of(int length, int smaller)
        {
            var scale = 1 / ((double)smaller / length);
            var pixels = Math.Min(length, Math.Max(3, (int)Math.Ceiling(scale) + 1));
            var (starts, weights) = (new int[smaller], new float[smaller * pixels]);
            for (var i = 0; i < smaller; i++)
            {
                double from = i * scale, to = from + scale, whole = Math.Min(scale, length - from);
                var end = Math.Min((int)Math.Floor(to), length - 1);
                var begin = Math.Min((int)Math.Ceiling(from), end);
                var cutBefore = begin - from > Least;
                starts[i] = Math.Min(cutBefore ? begin - 1 : begin, length - pixels);
                var shares = weights.AsSpan(i * pixels, pixels);
                if (cutBefore)
                    shares[begin - 1 - starts[i]] = (float)((begin - from) / whole);
                shares[(begin - starts[i])..(end - starts[i])].Fill((float)(1 / whole));
                if (to - end > Least)
                    shares[end - starts[i]] = (float)(Math.Min(Math.Min(to - end, 1), whole) / whole);
            }
            return new(starts, weights, pixels);
        }
    }
}
