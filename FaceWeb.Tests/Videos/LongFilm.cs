using System.Diagnostics;
using FaceWeb.Tests.Video;

namespace FaceWeb.Tests.Videos;

/// <summary>Films of moving patterns that take a while to be packed anew; skips the calling test, out loud, where ffmpeg cannot make them.</summary>
internal static class LongFilm
{
    /// <summary>In H.264.</summary>
    public static byte[] Make(int seconds) => Make(seconds, "-c:v", "libx264", "-preset", "ultrafast");

    /// <summary>In AV1, which has to be copied before it can be looked at.</summary>
    public static byte[] MakeAv1(int seconds) => Make(seconds, "-c:v", "libsvtav1", "-preset", "12", "-crf", "50");

    private static byte[] Make(int seconds, params string[] packed)
    {
        ClipCopies.RequireFfmpeg();
        var path = Path.Combine(Path.GetTempPath(), $"faceweb-long-{Guid.NewGuid():n}.mp4");
        var start = new ProcessStartInfo("ffmpeg") { RedirectStandardError = true };
        string[] words = ["-v", "error", "-nostdin", "-y", "-f", "lavfi", "-i", $"testsrc2=size=1280x720:rate=25:duration={seconds}"];
        foreach (var word in (string[])[.. words, .. packed, path])
            start.ArgumentList.Add(word);
        try
        {
            using var process = Process.Start(start)!;
            var said = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Skip.If(said.Contains("Unknown encoder", StringComparison.Ordinal), said);
            Assert.True(process.ExitCode == 0, said);
            return File.ReadAllBytes(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
