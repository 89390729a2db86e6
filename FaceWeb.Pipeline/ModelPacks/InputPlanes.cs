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
        using var plane = new Mat();
        for (var p = 0; p < channel.Length; p++)
        {
            var target = tensor.Slice(p * this.input.Width * this.input.Height, this.input.Width * this.input.Height);
            if (padded)
                target.Fill((0 - this.input.Mean[p]) / this.input.Scale[p]);
            Cv2.ExtractChannel(flipped ?? picture, plane, channel[p]);
            for (var y = 0; y < rows; y++)
                Normalise(Row(plane, y), target.Slice(y * this.input.Width, columns), this.input.Mean[p], this.input.Scale[p]);
        }
    }

    private static unsafe ReadOnlySpan<byte> Row(Mat plane, int y) => new((void*)plane.Ptr(y), plane.Cols);

    /// <summary>(value - mean) / scale, as many at once as the processor takes.</summary>
    private static void Normalise(ReadOnlySpan<byte> values, Span<float> target, float mean, float scale)
    {
        var (means, scales) = (new Vector<float>(mean), new Vector<float>(scale));
        var step = Vector<float>.Count;
        var x = 0;
        foreach (var bytes in MemoryMarshal.Cast<byte, Vector<byte>>(values))
        {
            Vector.Widen(bytes, out var low, out var high);
            Vector.Widen(low, out var first, out var second);
            Vector.Widen(high, out var third, out var fourth);
            ((Vector.ConvertToSingle(first) - means) / scales).CopyTo(target[x..]);
            ((Vector.ConvertToSingle(second) - means) / scales).CopyTo(target[(x + step)..]);
            ((Vector.ConvertToSingle(third) - means) / scales).CopyTo(target[(x + (2 * step))..]);
            ((Vector.ConvertToSingle(fourth) - means) / scales).CopyTo(target[(x + (3 * step))..]);
            x += 4 * step;
        }
        for (; x < values.Length; x++)
            target[x] = (values[x] - mean) / scale;
    }
}
