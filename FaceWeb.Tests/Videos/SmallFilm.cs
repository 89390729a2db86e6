using FaceWeb.Tests.Video;
using OpenCvSharp;

namespace FaceWeb.Tests.Videos;

/// <summary>Small videos made by the tests themselves.</summary>
internal static class SmallFilm
{
    /// <summary>A video of photos, each shown for a while; it moves a little, as one that is held in a hand.</summary>
    /// <param name="photos">The photos' files; none makes grey pictures.</param>
    /// <param name="secondsEach">How long each is shown.</param>
    /// <returns>Motion JPEG in an AVI file: what OpenCV writes everywhere, and no browser plays.</returns>
    public static byte[] Make(IReadOnlyList<string> photos, double secondsEach)
    {
        const int Rate = 12;
        var path = Path.Combine(Path.GetTempPath(), $"faceweb-film-{Guid.NewGuid():n}.avi");
        try
        {
            using (var writer = new VideoWriter(path, VideoCaptureAPIs.FFMPEG, FourCC.MJPG, Rate, new Size(480, 360)))
            {
                Assert.True(writer.IsOpened(), "OpenCV cannot write motion JPEG here.");
                foreach (var photo in photos.DefaultIfEmpty(""))
                {
                    using var picture = photo.Length == 0 ? new Mat(400, 520, MatType.CV_8UC3, Scalar.Gray) : Cv2.ImRead(photo);
                    using var large = new Mat();
                    Cv2.Resize(picture, large, new Size(520, 400));
                    for (var i = 0; i < secondsEach * Rate; i++)
                    {
                        using var frame = new Mat(large, new Rect(i % 24, i % 16, 480, 360));
                        writer.Write(frame);
                    }
                }
            }
            return File.ReadAllBytes(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>The same as VP8 in WebM, which every browser plays; skips the calling test, out loud, where there is no ffmpeg to make it.</summary>
    public static byte[] MakeForBrowsers(IReadOnlyList<string> photos, double secondsEach) =>
        Pack(photos, secondsEach, "film.webm", "-c:v", "libvpx", "-deadline", "realtime", "-b:v", "1M");

    /// <summary>The same as H.264 in MP4 or MOV, as phones pack it; skips the calling test, out loud, where there is no ffmpeg to make it.</summary>
    public static byte[] MakeAsPhonesDo(IReadOnlyList<string> photos, double secondsEach, string ending = "mp4") =>
        Pack(photos, secondsEach, $"film.{ending}", "-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p");

    /// <summary>The same as HDR (PQ) with paper white at 203 cd/m2, in HEVC; skips the calling test, out loud, where there is no ffmpeg to make it.</summary>
    public static byte[] MakeAsHdr(double seconds) => Pack([], seconds, "film.mp4", $"{ClipCopies.ToHdr("smpte2084")} {ClipCopies.Hevc}".Split(' '));

    private static byte[] Pack(IReadOnlyList<string> photos, double secondsEach, string name, params string[] arguments)
    {
        ClipCopies.RequireFfmpeg();
        using var copies = new ClipCopies();
        var path = Path.Combine(Path.GetTempPath(), $"faceweb-film-{Guid.NewGuid():n}.avi");
        try
        {
            File.WriteAllBytes(path, Make(photos, secondsEach));
            return File.ReadAllBytes(copies.Make(path, name, arguments));
        }
        finally
        {
            File.Delete(path);
        }
    }
}
