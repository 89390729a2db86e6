using OpenCvSharp;

namespace FaceWeb.Tests.Videos;

/// <summary>Small videos made by the tests themselves.</summary>
internal static class SmallFilm
{
    /// <summary>A video of photos, each shown for a while; it moves a little, as one that is held in a hand.</summary>
    /// <param name="photos">The photos' files; none makes grey pictures.</param>
    /// <param name="secondsEach">How long each is shown.</param>
    /// <param name="codec">Four characters: VP80 (webm) is played by browsers, MJPG (avi) is quickly made.</param>
    public static byte[] Make(IReadOnlyList<string> photos, double secondsEach, string codec = "VP80")
    {
        const int Rate = 12;
        var path = Path.Combine(Path.GetTempPath(), $"faceweb-film-{Guid.NewGuid():n}{(codec == "MJPG" ? ".avi" : ".webm")}");
        try
        {
            using (var writer = new VideoWriter(path, VideoCaptureAPIs.FFMPEG, FourCC.FromString(codec), Rate, new Size(480, 360)))
            {
                Assert.True(writer.IsOpened(), $"OpenCV cannot write {codec} here.");
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
}
