using FaceWeb.Pipeline.ModelPacks;

namespace FaceWeb.Bench.Gpu;

/// <summary>Writes parts of a picture into a model's input, without OpenCV.</summary>
internal sealed class PictureSampler(ModelInput input)
{
    // ITU-R BT.601, as OpenCV's conversion to gray.
    private static readonly float[] _gray = [0.114f, 0.587f, 0.299f];

    private readonly int[] channel = input.Channels switch { "rgb" => [2, 1, 0], "bgr" => [0, 1, 2], _ => [] };
    private readonly float[][] values = [.. Enumerable.Range(0, input.Mean.Length).Select(
        p => Enumerable.Range(0, 256).Select(v => (v - input.Mean[p]) / input.Scale[p]).ToArray())];

    /// <summary>The window of the picture whose top left corner is given; what lies outside the picture is black.</summary>
    public void Window(RawPicture picture, int left, int top, Span<float> planes)
    {
        var inside = Math.Clamp(picture.Width - left, 0, input.Width);
        for (var y = 0; y < input.Height; y++)
        {
            var from = top + y < picture.Height ? picture.Pixels.AsSpan(3 * (((top + y) * picture.Width) + left), 3 * inside) : [];
            if (channel.Length == 0)
            {
                for (var x = 0; x < input.Width; x++)
                {
                    var at = 3 * x;
                    Put(planes, x, y, at < from.Length ? from[at] : 0, at < from.Length ? from[at + 1] : 0, at < from.Length ? from[at + 2] : 0);
                }
                continue;
            }
            for (var p = 0; p < channel.Length; p++)
            {
                var row = planes.Slice((((p * input.Height) + y) * input.Width), input.Width);
                var value = values[p];
                var x = 0;
                for (var at = channel[p]; at < from.Length; at += 3)
                    row[x++] = value[from[at]];
                row[x..].Fill(value[0]);
            }
        }
    }

    /// <summary>
    /// The patch whose pixel (x, y) shows the picture's point (a x - b y + left, b x + a y + top), from the level of <paramref name="levels"/>,
    /// each half the one before, that is about as fine; bilinear.
    /// </summary>
    public void Patch(IReadOnlyList<RawPicture> levels, double a, double b, double left, double top, Span<float> planes)
    {
        var level = (int)Math.Clamp(Math.Log2(Math.Sqrt((a * a) + (b * b)) + 1e-9), 0, levels.Count - 1);
        var picture = levels[level];
        double across = (double)picture.Width / levels[0].Width, down = (double)picture.Height / levels[0].Height;
        for (var y = 0; y < input.Height; y++)
        {
            for (var x = 0; x < input.Width; x++)
            {
                // Averaging keeps pixel edges, not centres, in place.
                var u = (float)((((a * x) - (b * y) + left + 0.5) * across) - 0.5);
                var v = (float)((((b * x) + (a * y) + top + 0.5) * down) - 0.5);
                int column = (int)MathF.Floor(u), line = (int)MathF.Floor(v);
                if (column < 0 || line < 0 || column + 1 >= picture.Width || line + 1 >= picture.Height)
                {
                    Put(planes, x, y, 0, 0, 0);
                    continue;
                }
                float right = u - column, below = v - line;
                var upper = picture.Pixels.AsSpan(3 * ((line * picture.Width) + column), 6);
                var lower = picture.Pixels.AsSpan(3 * (((line + 1) * picture.Width) + column), 6);
                Put(planes, x, y, Mix(upper[0], upper[3], lower[0], lower[3], right, below), Mix(upper[1], upper[4], lower[1], lower[4], right, below),
                    Mix(upper[2], upper[5], lower[2], lower[5], right, below));
            }
        }
    }

    /// <summary>A patch's planes, left and right exchanged.</summary>
    public void Mirror(ReadOnlySpan<float> patch, Span<float> planes)
    {
        patch.CopyTo(planes);
        for (var at = 0; at < planes.Length; at += input.Width)
            planes.Slice(at, input.Width).Reverse();
    }

    private static float Mix(float topLeft, float topRight, float bottomLeft, float bottomRight, float right, float below)
    {
        float upper = topLeft + (right * (topRight - topLeft)), lower = bottomLeft + (right * (bottomRight - bottomLeft));
        return upper + (below * (lower - upper));
    }

    private void Put(Span<float> planes, int x, int y, float blue, float green, float red)
    {
        var at = (y * input.Width) + x;
        if (channel.Length == 0)
        {
            planes[at] = ((_gray[0] * blue) + (_gray[1] * green) + (_gray[2] * red) - input.Mean[0]) / input.Scale[0];
            return;
        }
        for (var p = 0; p < channel.Length; p++)
        {
            var value = channel[p] switch { 0 => blue, 1 => green, _ => red };
            planes[(p * input.Width * input.Height) + at] = (value - input.Mean[p]) / input.Scale[p];
        }
    }
}
