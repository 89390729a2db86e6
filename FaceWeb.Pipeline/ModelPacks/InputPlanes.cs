using OpenCvSharp;

namespace FaceWeb.Pipeline.ModelPacks;

/// <summary>Writes 8-bit pictures into a model's input tensor.</summary>
internal sealed class InputPlanes
{
    private readonly ModelInput _input;
    private readonly float[][] _values;
    private readonly int[] _channel;

    public InputPlanes(ModelInput input)
    {
        _input = input;
        // All 256 values of each plane, normalised once.
        _values = [.. input.Mean.Zip(input.Scale, (mean, scale) => Enumerable.Range(0, 256).Select(v => (v - mean) / scale).ToArray())];
        _channel = input.Channels switch { "rgb" => [2, 1, 0], "bgr" => [0, 1, 2], _ => [0] };
    }

    /// <summary>
    /// Fills the tensor from the picture's top left corner on; where the picture is smaller than the input the rest is black.
    /// </summary>
    /// <param name="picture">BGR, or gray for a gray input; at most the input's size.</param>
    /// <param name="tensor">Planes, row by row.</param>
    /// <param name="mirrored">Writes each row from right to left; only for a picture as wide as the input.</param>
    public unsafe void Fill(Mat picture, Span<float> tensor, bool mirrored = false)
    {
        using var filling = StepMeter.Measure("tensor");
        int columns = picture.Cols, rows = picture.Rows, channels = picture.Channels();
        var padded = columns < _input.Width || rows < _input.Height;
        for (var plane = 0; plane < _channel.Length; plane++)
        {
            var target = tensor.Slice(plane * _input.Width * _input.Height, _input.Width * _input.Height);
            if (padded)
                target.Fill(_values[plane][0]);
            fixed (float* values = _values[plane], start = target)
            {
                for (var y = 0; y < rows; y++)
                {
                    var from = (byte*)picture.Ptr(y) + _channel[plane];
                    var to = start + y * _input.Width + (mirrored ? columns - 1 : 0);
                    var step = mirrored ? -1 : 1;
                    for (var x = 0; x < columns; x++, from += channels, to += step)
                        *to = values[*from];
                }
            }
        }
    }
}
