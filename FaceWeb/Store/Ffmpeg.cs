using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Options;

namespace FaceWeb.Store;

/// <summary>
/// Debian's ffmpeg as a child process with limits of memory, processor time and file size (<c>prlimit</c>): it packs films, which OpenCV's FFmpeg
/// cannot (it has no H.264 encoder), and reads AV1, for which that has no decoder. It reads files that a stranger may have made, so it may open
/// files only and no addresses.
/// </summary>
public sealed class Ffmpeg(IOptions<FilmOptions> options, ILogger<Ffmpeg> log)
{
    private const int MostErrorCharacters = 2000;
    private const int TenMinutes = 600;

    /// <summary>What is said where there is none.</summary>
    public const string Absent =
        "Films cannot be made here: the server has no ffmpeg program. Its admin can install it (on Debian: apt install ffmpeg); but for "
        + "videos in AV1 nothing else needs it.";

    /// <summary>The program's path; null where it is not installed.</summary>
    public string? FindPath() => Find(options.Value.Ffmpeg);

    /// <summary>Runs it.</summary>
    /// <param name="input">The video.</param>
    /// <param name="arguments">What follows the input, the output file included.</param>
    /// <param name="folder">Where it runs: files that the arguments name without a folder lie there.</param>
    /// <param name="duration">How long the video is; zero where that is not known.</param>
    /// <param name="progress">Is told how far it is, 0 to 1.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="FilmException">It is not there, or failed; the message says so.</exception>
    public async Task RunAsync(
        string input, IEnumerable<string> arguments, string folder, TimeSpan duration, Action<double> progress, CancellationToken cancel)
    {
        var program = FindPath() ?? throw new FilmException(Absent);
        var start = new ProcessStartInfo
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder,
        };
        List<string> words =
        [
            .. Limits(duration), program, "-nostdin", "-hide_banner", "-loglevel", "error", "-y", "-threads", "2", "-protocol_whitelist", "file,pipe",
            "-progress", "pipe:1", "-i", input, .. arguments,
        ];
        start.FileName = words[0];
        foreach (var word in words.Skip(1))
            start.ArgumentList.Add(word);
        using var process = Process.Start(start) ?? throw new FilmException("ffmpeg could not be started.");
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        either.CancelAfter(options.Value.MaxStandstill);
        try
        {
            process.StandardInput.Close();
            var errors = ReadErrorsAsync(process, either.Token);
            var furthest = -1L;
            while (await process.StandardOutput.ReadLineAsync(either.Token) is { } line)
            {
                const string Time = "out_time_us=";
                if (!line.StartsWith(Time, StringComparison.Ordinal)
                    || !long.TryParse(line.AsSpan(Time.Length), CultureInfo.InvariantCulture, out var microseconds) || microseconds <= furthest)
                    continue;
                furthest = microseconds;
                either.CancelAfter(options.Value.MaxStandstill);
                if (duration > TimeSpan.Zero)
                    progress(Math.Clamp(microseconds / duration.TotalMicroseconds, 0, 1));
            }
            await process.WaitForExitAsync(either.Token);
            var said = await errors;
            if (process.ExitCode != 0)
            {
                log.LogWarning("ffmpeg ended with {Code}: {Errors}", process.ExitCode, said);
                throw new FilmException("The film could not be made: ffmpeg failed, or went beyond its limits. The server's log says more.");
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new FilmException("The film could not be made: ffmpeg came no further.");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    // In front of the program's own words. Both belong to every Debian; without them it runs unlimited, which the log says.
    private List<string> Limits(TimeSpan duration)
    {
        if (Find("prlimit") is not { } prlimit || Find("nice") is not { } nice)
        {
            log.LogWarning("ffmpeg runs without limits: this system has no prlimit.");
            return [];
        }
        var seconds = TenMinutes + (long)(Math.Max(60, duration.TotalSeconds) * options.Value.ProcessorSecondsPerSecond);
        return
        [
            nice, "-n", "10", prlimit, Limit("as", options.Value.MaxMemoryBytes), Limit("cpu", seconds), Limit("fsize", options.Value.MaxFilmBytes),
            Limit("core", 0), "--",
        ];
    }

    private static string Limit(string what, long most) => string.Create(CultureInfo.InvariantCulture, $"--{what}={most}");

    private static async Task<string> ReadErrorsAsync(Process process, CancellationToken cancel)
    {
        var said = "";
        while (await process.StandardError.ReadLineAsync(cancel) is { } line)
        {
            if (said.Length < MostErrorCharacters)
                said += line + "\n";
        }
        return said;
    }

    private static string? Find(string program)
    {
        if (Path.IsPathRooted(program))
            return File.Exists(program) ? program : null;
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
    }
}
