using System.Buffers.Binary;
using System.Numerics;

namespace FaceWeb.Bench.Gpu;

/// <summary>
/// A decoded picture as a file: width and height as 32-bit numbers, least byte first, then blue, green and red of each pixel, row by row.
/// </summary>
/// <param name="Width">Pixels across.</param>
/// <param name="Height">Pixels down.</param>
/// <param name="Pixels">Three bytes a pixel.</param>
internal sealed record RawPicture(int Width, int Height, byte[] Pixels)
{
    /// <summary>What such files' names end with.</summary>
    public const string Ending = ".bgr";

    private const int Header = 8;

    // More than a product's rounding is off, less than the least part of a mean.
    private const float Above = 3e-4f;

    /// <summary>Reads a file.</summary>
    /// <exception cref="BenchOptionException">It is no such file.</exception>
    public static RawPicture Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var (width, height) = bytes.Length < Header ? (0, 0)
            : (BinaryPrimitives.ReadInt32LittleEndian(bytes), BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(4)));
        return width > 0 && height > 0 && bytes.Length == Header + (3L * width * height) ? new(width, height, bytes[Header..])
            : throw new BenchOptionException($"{path} is no prepared picture: write it with gpu --prepare.");
    }

    /// <summary>Writes the file.</summary>
    public void Write(string path)
    {
        using var file = File.Create(path);
        Span<byte> header = stackalloc byte[Header];
        BinaryPrimitives.WriteInt32LittleEndian(header, Width);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], Height);
        file.Write(header);
        file.Write(Pixels);
    }

    /// <summary>The picture at a smaller size: each pixel is the mean of those that it covers, rounded down; a larger one repeats pixels.</summary>
    public RawPicture Resized(int width, int height)
    {
        var pixels = new byte[3 * width * height];
        var sums = new ushort[3 * Width];
        var edges = new int[width + 1];
        for (var x = 0; x <= width; x++)
            edges[x] = (int)((long)x * Width / width);
        for (var y = 0; y < height; y++)
        {
            var top = (int)((long)y * Height / height);
            var rows = Math.Clamp((int)((long)(y + 1) * Height / height) - top, 1, ushort.MaxValue / byte.MaxValue);
            AddRows(top, rows, sums);
            var to = pixels.AsSpan(3 * y * width, 3 * width);
            for (var x = 0; x < width; x++)
            {
                int left = edges[x], right = Math.Max(left + 1, edges[x + 1]);
                int blue = 0, green = 0, red = 0;
                for (var u = 3 * left; u < 3 * right; u += 3)
                {
                    blue += sums[u];
                    green += sums[u + 1];
                    red += sums[u + 2];
                }
                // A float is exact enough for the whole part of a mean of up to a thousand bytes, and faster than three divisions.
                var share = 1f / (rows * (right - left));
                to[3 * x] = (byte)((blue * share) + Above);
                to[(3 * x) + 1] = (byte)((green * share) + Above);
                to[(3 * x) + 2] = (byte)((red * share) + Above);
            }
        }
        return new(width, height, pixels);
    }

    private void AddRows(int top, int rows, ushort[] sums)
    {
        Array.Clear(sums);
        for (var v = top; v < top + rows; v++)
        {
            var row = Pixels.AsSpan(3 * v * Width, 3 * Width);
            var x = 0;
            for (; x <= row.Length - Vector<byte>.Count; x += Vector<byte>.Count)
            {
                Vector.Widen(new Vector<byte>(row[x..]), out var low, out var high);
                (low + new Vector<ushort>(sums, x)).CopyTo(sums, x);
                (high + new Vector<ushort>(sums, x + Vector<ushort>.Count)).CopyTo(sums, x + Vector<ushort>.Count);
            }
            for (; x < row.Length; x++)
                sums[x] += row[x];
        }
    }
}
