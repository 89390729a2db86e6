using OpenCvSharp;

namespace FaceWeb.Tests.Videos;

/// <summary>A small film of portraits: one after the other, and two of one man beside each other.</summary>
internal static class PortraitFilm
{
    private const int Width = 520;
    private const int Height = 400;

    /// <summary>How long each of the three shots lasts, in seconds.</summary>
    public const double Shot = 1.5;

    /// <summary>First one man at the left, then another at the right, then the first on two pictures at once; skips where there are none.</summary>
    public static byte[] Make() => Make(SmallFilm.Make);

    /// <summary>The same as browsers play it; skips where there is no ffmpeg.</summary>
    public static byte[] MakeForBrowsers() => Make(SmallFilm.MakeForBrowsers);

    private static byte[] Make(Func<IReadOnlyList<string>, double, byte[]> film)
    {
        var folder = Directory.CreateTempSubdirectory("faceweb-portraits-").FullName;
        try
        {
            string[] shots =
            [
                Picture(folder, "obama.jpg", null), Picture(folder, null, "biden.jpg"), Picture(folder, "obama2.jpg", "obama3.jpg"),
            ];
            return film(shots, Shot);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Picture(string folder, string? left, string? right)
    {
        using var picture = new Mat(Height, Width, MatType.CV_8UC3, new Scalar(90, left is null ? 120 : 60, right is null ? 70 : 140));
        Put(picture, left, 0);
        Put(picture, right, Width / 2);
        var path = Path.Combine(folder, $"{left}-{right}.png");
        Cv2.ImWrite(path, picture);
        return path;
    }

    private static void Put(Mat picture, string? name, int x)
    {
        if (name is null)
            return;
        using var portrait = Cv2.ImRead(Repository.SharedOrSkip("data", "people", "single", name));
        var scale = Math.Min((double)(Width / 2) / portrait.Cols, (double)Height / portrait.Rows);
        using var small = new Mat();
        Cv2.Resize(portrait, small, new Size((int)(portrait.Cols * scale), (int)(portrait.Rows * scale)), 0, 0, InterpolationFlags.Area);
        using var place = new Mat(picture, new Rect(x, (Height - small.Rows) / 2, small.Cols, small.Rows));
        small.CopyTo(place);
    }
}
