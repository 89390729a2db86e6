using FaceWeb.Pipeline.Imaging;
using ImageMagick;

namespace FaceWeb.Tests.Imaging;

/// <summary>
/// Pictures made on the spot: a 64x48 picture whose quarters are red (top left), green (top right), blue (bottom left) and white, so that
/// turning, mirroring and exchanged channels all show.
/// </summary>
internal sealed class TestPictures : IDisposable
{
    public const int Width = 64;
    public const int Height = 48;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("faceweb-pictures-");

    public string PathOf(string name) => Path.Combine(folder.FullName, name);

    public static MagickImage Quarters()
    {
        var image = new MagickImage(MagickColors.White, Width, Height);
        using var pixels = image.GetPixels();
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                byte[] colour = (x < Width / 2, y < Height / 2) switch
                {
                    (true, true) => [255, 0, 0],
                    (false, true) => [0, 255, 0],
                    (true, false) => [0, 0, 255],
                    _ => [255, 255, 255],
                };
                pixels.SetPixel(x, y, colour);
            }
        }
        return image;
    }

    public string Write(string name, MagickFormat format, Action<MagickImage>? change = null)
    {
        using var image = Quarters();
        image.Quality = 95;
        change?.Invoke(image);
        image.Write(PathOf(name), format);
        return PathOf(name);
    }

    public string WriteBytes(string name, byte[] bytes)
    {
        File.WriteAllBytes(PathOf(name), bytes);
        return PathOf(name);
    }

    /// <summary>The colours in the middles of the four quarters, as letters: top left, top right, bottom left, bottom right.</summary>
    public static string Read(PhotoPixels photo)
    {
        int x = photo.Width / 4, y = photo.Height / 4;
        return string.Concat(new[] { (x, y), (3 * x, y), (x, 3 * y), (3 * x, 3 * y) }.Select(p => Letter(photo, p.Item1, p.Item2)));
    }

    /// <summary>Red, green and blue of a pixel.</summary>
    public static byte[] ColourAt(PhotoPixels photo, int x, int y)
    {
        var bgr = photo.Mat.At<OpenCvSharp.Vec3b>(y, x);
        return [bgr.Item2, bgr.Item1, bgr.Item0];
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static char Letter(PhotoPixels photo, int x, int y)
    {
        var bgr = photo.Mat.At<OpenCvSharp.Vec3b>(y, x);
        return (bgr.Item2 > 150, bgr.Item1 > 150, bgr.Item0 > 150) switch
        {
            (true, false, false) => 'R',
            (false, true, false) => 'G',
            (false, false, true) => 'B',
            (true, true, true) => 'W',
            (false, false, false) => 'K',
            _ => '?',
        };
    }
}
