using FaceWeb.Pipeline.ModelPacks;

namespace FaceWeb.Bench.Gpu;

/// <summary>Writes parts of a picture into a model's input, without OpenCV.</summary>
internal sealed class PictureSampler(ModelInput input)
{
    // ITU-R BT.601, as OpenCV's conversion to gray.
    private static readonly float[] _gray = [0.114f, 0.587f, 0.299f];

    private readonly int[] channel = input.Channels switch { "rgb" => [2, 1, 0], "bgr" => [0, 1, 2], _ => [] };

    /// <summary>The window of the picture whose top left corner is given; what lies outside the picture is black.</summary>
    public void Window(RawPicture picture, int left, int top, Span<float> planes)
    {
        for (var y = 0; y < input.Height; y++)
        {
            for (var x = 0; x < input.Width; x++)
            {
                var inside = left + x < picture.Width && top + y < picture.Height;
                var at = 3 * (((top + y) * picture.Width) + left + x);
                Put(planes, x, y, inside ? picture.Pixels[at] : 0, inside ? picture.Pixels[at + 1] : 0, inside ? picture.Pixels[at + 2] : 0);
            }
        }
    }

    /// <summary>
    /// The patch whose pixel (x, y) shows the picture's point (a x - b y + left, b x + a y + top), from the level of <paramref name="levels"/>,
    /// each half the one before, that is about as fine; bilinear.
    /// </summary>
    public void Patch(IReadOnlyList<RawPicture> levels, double a, double b, double left, double top, Span<float> planes, bool mirrored = false)
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
                var (blue, green, red) = At(picture, u, v);
                Put(planes, mirrored ? input.Width - 1 - x : x, y, blue, green, red);
            }
        }
    }

    private static (float Blue, float Green, float Red) At(RawPicture picture, float u, float v)
    {
        int x = (int)MathF.Floor(u), y = (int)MathF.Floor(v);
        if (x < 0 || y < 0 || x + 1 >= picture.Width || y + 1 >= picture.Height)
            return (0, 0, 0);
        float right = u - x, below = v - y;
        var at = 3 * ((y * picture.Width) + x);
        var next = at + (3 * picture.Width);
        var pixels = picture.Pixels;
        return (Mix(0), Mix(1), Mix(2));

        float Mix(int c)
        {
            float upper = pixels[at + c] + (right * (pixels[at + 3 + c] - pixels[at + c]));
            float lower = pixels[next + c] + (right * (pixels[next + 3 + c] - pixels[next + c]));
            return upper + (below * (lower - upper));
        }
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
