using System.Buffers.Binary;

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

    /// <summary>The picture at a smaller size: each pixel is the mean of those that it covers; a larger one repeats pixels.</summary>
    public RawPicture Resized(int width, int height)
    {
        var pixels = new byte[3 * width * height];
        for (var y = 0; y < height; y++)
        {
            var top = (int)((long)y * Height / height);
            var bottom = Math.Max(top + 1, (int)((long)(y + 1) * Height / height));
            for (var x = 0; x < width; x++)
            {
                var left = (int)((long)x * Width / width);
                var right = Math.Max(left + 1, (int)((long)(x + 1) * Width / width));
                int blue = 0, green = 0, red = 0;
                for (var v = top; v < bottom; v++)
                {
                    for (var u = 3 * ((v * Width) + left); u < 3 * ((v * Width) + right); u += 3)
                    {
                        blue += Pixels[u];
                        green += Pixels[u + 1];
                        red += Pixels[u + 2];
                    }
                }
                var count = (bottom - top) * (right - left);
                var at = 3 * ((y * width) + x);
                (pixels[at], pixels[at + 1], pixels[at + 2]) = ((byte)(blue / count), (byte)(green / count), (byte)(red / count));
            }
        }
        return new(width, height, pixels);
    }
}
