using System.Diagnostics;
using System.Globalization;

namespace FaceWeb.Tests.Video;

/// <summary>Copies of a clip as other cameras and programs would have saved it, made by ffmpeg.</summary>
internal sealed class ClipCopies : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("faceweb-clips-").FullName;

    /// <summary>Whether there is an ffmpeg.</summary>
    public static bool HasFfmpeg =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(place => File.Exists(Path.Combine(place, "ffmpeg")));

    /// <summary>Skips the calling test, out loud, where there is no ffmpeg.</summary>
    public static void RequireFfmpeg() => Skip.IfNot(
        HasFfmpeg,
        "There is no ffmpeg to make copies of the clip with: install Debian's package ffmpeg.");

    /// <summary>HEVC of 10 bits that is next to the pictures as they were.</summary>
    public const string Hevc = "-pix_fmt yuv420p10le -c:v libx265 -preset ultrafast -crf 15 -x265-params log-level=error -tag:v hvc1";

    /// <summary>What makes HDR of an ordinary clip: paper white becomes 203 cd/m2 (ITU-R BT.2408).</summary>
    /// <param name="transfer">ffmpeg's name of its transfer characteristics.</param>
    public static string ToHdr(string transfer) =>
        "-vf scale=out_color_matrix=bt709:out_range=tv,setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv,zscale=t=linear:npl=203,format=gbrpf32le,"
            + $"zscale=p=bt2020:m=bt2020nc:r=tv:npl=203:t={transfer}";

    /// <summary>Makes a copy.</summary>
    /// <param name="clip">The clip.</param>
    /// <param name="name">The copy's file name, whose ending chooses the container.</param>
    /// <param name="arguments">What ffmpeg is to do between reading and writing.</param>
    public string Make(string clip, string name, params string[] arguments) => Run(name, ["-i", clip, .. arguments]);

    /// <summary>Makes a copy that begins later: by an edit list, as the frames before are needed to decode the first that is shown.</summary>
    /// <param name="clip">The clip.</param>
    /// <param name="name">The copy's file name.</param>
    /// <param name="seconds">Where it begins.</param>
    public string MakeFrom(string clip, string name, double seconds) =>
        Run(name, ["-ss", seconds.ToString(CultureInfo.InvariantCulture), "-i", clip, "-c", "copy"]);

    private string Run(string name, string[] arguments)
    {
        var copy = Path.Combine(folder, name);
        var start = new ProcessStartInfo("ffmpeg") { RedirectStandardError = true };
        foreach (var argument in (string[])["-v", "error", "-nostdin", "-y", .. arguments, copy])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, said);
        return copy;
    }

    /// <summary>Cuts a file off.</summary>
    public static string CutOff(string file, double share)
    {
        using var stream = File.OpenWrite(file);
        stream.SetLength((long)(stream.Length * share));
        return file;
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);
}
