using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using FaceWeb.Pipeline.Decoding.Confinement;
using FaceWeb.Store;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace FaceWeb.Tests.Videos;

/// <summary>ffmpeg reads files of strangers: it reaches no address, no other file, no other program, and ends at its limits.</summary>
public sealed class ConfinedFfmpegTests : IDisposable
{
    private const string Program = "/usr/bin/ffmpeg";

    private static readonly string[] Everything = ["-protocol_whitelist", "file,pipe,http,tcp,crypto", "-allowed_extensions", "ALL"];

    private readonly string folder = Directory.CreateTempSubdirectory("faceweb-confined-").FullName;

    private string Work => Directory.CreateDirectory(Path.Combine(folder, "work")).FullName;

    [SkippableFact]
    public async Task A_playlist_that_calls_itself_a_video_makes_no_connection()
    {
        Require();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var playlist = Path.Combine(folder, "film.mp4");
        await File.WriteAllTextAsync(
            playlist, $"#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nhttp://{listener.LocalEndpoint}/secret.ts\n#EXT-X-ENDLIST\n");

        // Left alone it calls there: else this test would show nothing.
        string[] words = ["-v", "error", "-nostdin", "-f", "hls", .. Everything, "-i", playlist, "-f", "null", "-"];
        var open = Task.Run(() => Run(new ProcessStartInfo(Program), words));
        using (var called = await listener.AcceptTcpClientAsync().WaitAsync(TimeSpan.FromSeconds(30)))
            called.Close();
        await open;
        while (listener.Pending())
            (await listener.AcceptTcpClientAsync()).Dispose();

        // With every protocol that it knows, but confined: the system refuses it the socket.
        var confined = Confined(words, playlist);
        var (code, said) = Run(confined, []);
        Assert.NotEqual(0, code);
        Assert.Contains("Operation not permitted", said, StringComparison.Ordinal);
        Assert.False(listener.Pending());

        // As FaceWeb starts it, it does not even take the list for a video.
        var failed = await Assert.ThrowsAsync<FilmException>(() => RunAsync(new(), playlist));
        Assert.Contains("ffmpeg failed", failed.Message, StringComparison.Ordinal);
        Assert.False(listener.Pending());
    }

    [SkippableFact]
    public void It_reads_its_own_file_alone_and_writes_in_its_own_folder_alone()
    {
        Require();
        Skip.If(FolderRules.Version == 0, "This kernel has no Landlock.");
        var film = Film(1);
        var other = Path.Combine(folder, "other.mp4");
        File.Copy(film, other);
        foreach (var (named, readable) in new[] { (film, true), (other, false) })
        {
            var list = Path.Combine(Work, "list.txt");
            File.WriteAllText(list, $"ffconcat version 1.0\nfile {named}\n");
            string[] words = ["-v", "error", "-nostdin", "-y", "-f", "concat", "-safe", "0", "-i", "list.txt", "-c", "copy", "out.mp4"];
            var (code, said) = Run(Confined(words, film), []);
            Assert.True(code == 0 == readable, said);
        }
        var outside = Path.Combine(folder, "outside.mp4");
        var (refused, _) = Run(Confined(["-v", "error", "-nostdin", "-y", "-i", film, "-c", "copy", outside], film), []);
        Assert.NotEqual(0, refused);
        Assert.False(File.Exists(outside));
    }

    [SkippableFact]
    public void It_has_no_environment_and_starts_no_program()
    {
        Require();
        Environment.SetEnvironmentVariable("FACEWEB_TEST_SECRET", "hidden");
        var (code, said) = Run(Confined([], folder, "/usr/bin/env"), []);
        Assert.Equal((0, "LC_ALL=C.UTF-8"), (code, said.Trim()));
        (code, said) = Run(Confined(["1", "/usr/bin/true"], folder, "/usr/bin/timeout"), []);
        Assert.NotEqual(0, code);
        Assert.Contains("not permitted", said, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Limits_of_memory_time_and_size_end_it_with_a_sentence()
    {
        Require();
        var film = Film(30);
        await SaysAsync("MB of memory", new FilmOptions { MaxMemoryBytes = 120L << 20 });
        // Its libraries have room in that, but not the frames that are looked at together.
        var wide = Film(2, "3840x2160");
        var failed = await Assert.ThrowsAsync<FilmException>(() => RunAsync(new() { MaxMemoryBytes = 800L << 20 }, wide));
        Assert.Equal("It was stopped: it took more than 800 MB of memory.", failed.Message);
        await SaysAsync("minutes of work", new FilmOptions { ProcessorTime = TimeSpan.FromSeconds(1), ProcessorSecondsPerSecond = 0 });
        await SaysAsync("larger than", new FilmOptions { MaxFilmBytes = 30_000 });
        await SaysAsync("came no further", new FilmOptions { MaxStandstill = TimeSpan.FromMilliseconds(20) });
        await RunAsync(new(), film);

        async Task SaysAsync(string words, FilmOptions options)
        {
            var stopped = await Assert.ThrowsAsync<FilmException>(() => RunAsync(options, film));
            Assert.StartsWith("It was stopped", stopped.Message, StringComparison.Ordinal);
            Assert.Contains(words, stopped.Message, StringComparison.Ordinal);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static void Require()
    {
        Skip.IfNot(File.Exists(Program), "There is no ffmpeg: install Debian's package of that name.");
        Skip.IfNot(SystemCallFilter.IsKnown, "Calls are filtered on x86-64 only.");
    }

    private Task RunAsync(FilmOptions options, string input) => new Ffmpeg(Options.Create(options), NullLogger<Ffmpeg>.Instance).RunAsync(
        input, ["-c:v", "libx264", "-preset", "slower", "-f", "mp4", "film.mp4"], Work, TimeSpan.Zero, _ => { }, CancellationToken.None);

    private ProcessStartInfo Confined(string[] words, string readFile, string program = Program) =>
        ConfinedProgram.Start(program, words, new ProgramLimits(4L << 30, TimeSpan.FromMinutes(5), 1 << 30, readFile, Work));

    private string Film(int seconds, string size = "640x360")
    {
        var path = Path.Combine(folder, $"{size}-{seconds}.mp4");
        string[] words =
        [
            "-v", "error", "-nostdin", "-f", "lavfi", "-i", $"testsrc2=size={size}:rate=25:duration={seconds}", "-c:v", "libx264", "-preset",
            "ultrafast", path,
        ];
        Assert.Equal(0, Run(new ProcessStartInfo(Program), words).Code);
        return path;
    }

    private static (int Code, string Said) Run(ProcessStartInfo start, string[] words)
    {
        foreach (var word in words)
            start.ArgumentList.Add(word);
        start.RedirectStandardError = start.RedirectStandardOutput = start.RedirectStandardInput = true;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var said = process.StandardError.ReadToEnd() + process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, said);
    }
}
