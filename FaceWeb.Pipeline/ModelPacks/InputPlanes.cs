using System.Numerics;
using System.Runtime.InteropServices;
using OpenCvSharp;

namespace FaceWeb.Pipeline.ModelPacks;

/// <summary>Writes 8-bit pictures into an input tensor as planes of normalised numbers.</summary>
internal sealed class InputPlanes
{
    private readonly ModelInput input;
    private readonly int[] channel;

    public InputPlanes(ModelInput input)
    {
        this.input = input;
        channel = input.Channels switch { "rgb" => [2, 1, 0], "bgr" => [0, 1, 2], _ => [0] };
    }

    /// <summary>
    /// Fills the tensor from the picture's top left corner on; where the picture is smaller than the input the rest is black.
    /// </summary>
    /// <param name="picture">BGR, or gray for a gray input; at most the input's size.</param>
    /// <param name="tensor">Planes, row by row.</param>
    /// <param name="mirrored">Writes each row from right to left; only for a picture as wide as the input.</param>
    public void Fill(Mat picture, Span<float> tensor, bool mirrored = false)
    {
        using var filling = StepMeter.Measure("tensor");
        int columns = picture.Cols, rows = picture.Rows;
        var padded = columns < this.input.Width || rows < this.input.Height;
        using var flipped = mirrored ? picture.Flip(FlipMode.Y) : null;
        var area = this.input.Width * this.input.Height;
        for (var p = 0; padded && p < channel.Length; p++)
            tensor.Slice(p * area, area).Fill((0 - this.input.Mean[p]) / this.input.Scale[p]);
        // A row at a time stays in the fastest cache from one step to the next.
        Span<byte> split = new byte[channel.Length * columns];
        for (var y = 0; y < rows; y++)
        {
            var row = Row(flipped ?? picture, y, channel.Length);
            if (channel.Length == 3)
            {
                PixelChannels.Split(row, split[..columns], split[columns..^columns], split[^columns..]);
                row = split;
            }
            for (var p = 0; p < channel.Length; p++)
            {
                Normalise(row.Slice(channel[p] * columns, columns), tensor.Slice((p * area) + (y * this.input.Width), columns),
                    this.input.Mean[p], this.input.Scale[p]);
            }
        }
    }

    private static unsafe ReadOnlySpan<byte> Row(Mat picture, int y, int channels) => new((void*)picture.Ptr(y), picture.Cols * channels);

    /// <summary>(value - mean) / scale, as many at once as the processor takes.</summary>
    private static void Normalise(ReadOnlySpan<byte> values, Span<float> target, float mean, float scale)
    {
        var (means, scales) = (new Vector<float>(mean), new Vector<float>(scale));
        ref var from = ref MemoryMarshal.GetReference(values);
        ref var to = ref MemoryMarshal.GetReference(target);
        var x = 0;
        for (; x <= values.Length - Vector<byte>.Count; x += Vector<byte>.Count)
        {
            Vector.Widen(Vector.LoadUnsafe(ref from, (nuint)x), out var low, out var high);
            Vector.Widen(low, out var first, out var second);
            Vector.Widen(high, out var third, out var fourth);
            Store(first, ref to, x);
            Store(second, ref to, x + Vector<float>.Count);
            Store(third, ref to, x + (2 * Vector<float>.Count));
            Store(fourth, ref to, x + (3 * Vector<float>.Count));
        }
        for (; x < values.Length; x++)
            target[x] = (values[x] - mean) / scale;

        // Numbers with a sign become floating point in one step, those without in many.
        void Store(Vector<uint> part, ref float to, int x) =>
            ((Vector.ConvertToSingle(Vector.AsVectorInt32(part)) - means) / scales).StoreUnsafe(ref to, (nuint)x);
    }
}
