using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Imaging;
using OpenCvSharp;

namespace FaceWeb.Tests.Analysis;

/// <summary>Real photos laid on their side, as a scanner or a camera without a sensor gives them.</summary>
internal static class TurnedPicture
{
    /// <summary>A shared photo of people; skips the calling test where it is absent.</summary>
    public static string People => Repository.SharedOrSkip("data", "people", "knn", "test", "obama_and_biden.jpg");

    /// <summary>A shared photo of a crowd.</summary>
    public static string Crowd => Repository.SharedOrSkip("data", "group", "crowd-3.jpg");

    /// <summary>The photo turned, as PNG: no pixel is lost.</summary>
    public static byte[] Png(string path, PhotoTurn turn)
    {
        using var picture = Read(path, turn);
        return picture.ImEncode(".png");
    }

    /// <summary>The photo as it is in a JPEG whose EXIF says that it has to be turned by 90 degrees clockwise (orientation 6), which is wrong.</summary>
    public static byte[] JpegWithWrongExif(string path)
    {
        using var picture = Read(path, PhotoTurn.None);
        var jpeg = picture.ImEncode(".jpg", new ImageEncodingParam(ImwriteFlags.JpegQuality, 100));
        byte[] exif =
        [
            0xFF, 0xE1, 0, 34, .. "Exif\0\0II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0,
        ];
        return [.. jpeg.Take(2), .. exif, .. jpeg.Skip(2)];
    }

    private static Mat Read(string path, PhotoTurn turn)
    {
        var picture = Cv2.ImRead(path);
        if (turn != PhotoTurn.None)
        {
            Cv2.Rotate(picture, picture, turn == PhotoTurn.Right ? RotateFlags.Rotate90Clockwise
                : turn == PhotoTurn.Left ? RotateFlags.Rotate90Counterclockwise : RotateFlags.Rotate180);
        }
        return picture;
    }
}
