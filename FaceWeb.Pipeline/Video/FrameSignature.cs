using FaceWeb.Pipeline.Imaging;
using OpenCvSharp;

namespace FaceWeb.Pipeline.Video;

/// <summary>
/// A frame reduced to what tells shots apart: a tiny gray picture and a histogram of its colours.
/// </summary>
internal sealed class FrameSignature
{
    private const int Width = 32;
    private const int Height = 18;
    private const int Levels = 8;

    private readonly byte[] gray = new byte[Width * Height];
    private readonly float[] histogram = new float[Levels * Levels * Levels];

    /// <summary>Reduces a frame.</summary>
    public FrameSignature(PhotoPixels frame)
    {
        using var small = new Mat();
        // Nearest pixels: the mean of a large frame would cost more than all the rest.
        Cv2.Resize(frame.Mat, small, new Size(Width * 2, Height * 2), 0, 0, InterpolationFlags.Nearest);
        small.GetArray(out Vec3b[] pixels);
        foreach (var pixel in pixels)
            histogram[(((pixel.Item0 >> 5) * Levels) + (pixel.Item1 >> 5)) * Levels + (pixel.Item2 >> 5)] += 1f / pixels.Length;
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var sum = 0;
                for (var part = 0; part < 4; part++)
                {
                    var pixel = pixels[(((2 * y) + (part / 2)) * Width * 2) + (2 * x) + (part % 2)];
                    sum += pixel.Item0 + (2 * pixel.Item1) + pixel.Item2;
                }
                gray[(y * Width) + x] = (byte)(sum / 16);
            }
        }
    }

    /// <summary>Mean difference of gray levels, 0 to 255: how much moves between two frames.</summary>
    public double Motion(FrameSignature other)
    {
        var sum = 0;
        for (var i = 0; i < gray.Length; i++)
            sum += Math.Abs(gray[i] - other.gray[i]);
        return (double)sum / gray.Length;
    }

    /// <summary>How much of the colours differs, 0 (the same) to 1 (nothing in common): half the sum of absolute differences.</summary>
    public double ColourDistance(FrameSignature other)
    {
        var sum = 0f;
        for (var i = 0; i < histogram.Length; i++)
            sum += Math.Abs(histogram[i] - other.histogram[i]);
        return sum / 2;
    }

    /// <summary>
    /// Whether another shot begins between two frames that follow each other: much of the gray levels and of the colours changes at once.
    /// </summary>
    public bool IsCutFrom(FrameSignature before) =>
        Motion(before) is var motion && (motion > 45 || (motion > 18 && ColourDistance(before) > 0.35) || ColourDistance(before) > 0.7);
}
