using System.Diagnostics;
using System.Globalization;
using FaceWeb.Pipeline.Decoding.Confinement;
using Microsoft.Extensions.Options;

namespace FaceWeb.Store;

/// <summary>
/// Debian's ffmpeg as a child process: it packs films, which OpenCV's FFmpeg cannot (it has no H.264 encoder), and reads AV1, for which that has
/// no decoder. It reads files that a stranger may have made, so it is confined (<see cref="ConfinedProgram"/>), and opens containers only, no
/// lists of further files and no addresses.
/// </summary>
public sealed class Ffmpeg(IOptions<FilmOptions> options, ILogger<Ffmpeg> log)
{
    private const int MostErrorCharacters = 2000;

    // As Bash tells a program that was ended by a signal: SIGKILL, at the end of its processor time, and SIGXFSZ.
    private const int Killed = 128 + 9;
    private const int FileTooLarge = 128 + 25;

    // What ffmpeg, x264 and the system's loader say when there is no memory left.
    private static readonly string[] MemoryWords = ["Cannot allocate memory", "malloc of size", "failed to map segment"];

    // The names that ffmpeg has for what an upload may be (VideoFormat); among the others are lists of files and addresses: hls, dash, concat.
    private const string Containers = "mov,matroska,avi,mpegts,mpeg";

    /// <summary>What is said where there is none.</summary>
    public const string Absent =
        "Films cannot be made here: the server has no ffmpeg program. Its admin can install it (on Debian: apt install ffmpeg); but for "
        + "videos in AV1 nothing else needs it.";

    /// <summary>The program's path; null where it is not installed.</summary>
    public string? FindPath() => Find(options.Value.Ffmpeg);

    /// <summary>Runs it.</summary>
    /// <param name="input">The video.</param>
    /// <param name="arguments">What follows the input, the output file included.</param>
    /// <param name="folder">Where it runs, a folder of its own: it reads and writes files there and nowhere else.</param>
    /// <param name="duration">How long the video is; zero where that is not known.</param>
    /// <param name="progress">Is told how far it is, 0 to 1.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="FilmException">It is not there, or failed; the message says why, and not of what.</exception>
    public async Task RunAsync(
        string input, IEnumerable<string> arguments, string folder, TimeSpan duration, Action<double> progress, CancellationToken cancel)
    {
        var program = FindPath() ?? throw new FilmException(Absent);
        var settings = options.Value;
        var limits = new ProgramLimits(
            settings.MaxMemoryBytes,
            settings.ProcessorTime + TimeSpan.FromSeconds(Math.Max(60, duration.TotalSeconds) * settings.ProcessorSecondsPerSecond),
            settings.MaxFilmBytes, Path.GetFullPath(input), Path.GetFullPath(folder));
        var start = ConfinedProgram.Start(
            program,
            [
                "-nostdin", "-hide_banner", "-loglevel", "error", "-y", "-threads", "2", "-protocol_whitelist", "file,pipe",
                "-format_whitelist", Containers, "-progress", "pipe:1", "-i", limits.ReadFile, .. arguments,
            ],
            limits);
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
            if (said.Length > 0 && process.ExitCode == 0)
                log.LogInformation("ffmpeg said: {Errors}", said);
            if (process.ExitCode != 0)
            {
                log.LogWarning("ffmpeg ended with {Code}: {Errors}", process.ExitCode, said);
                throw new FilmException(WhyNot(process.ExitCode, said, limits));
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new FilmException("It was stopped because it came no further.");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static string WhyNot(int code, string said, ProgramLimits limits) => code switch
    {
        Killed => FormattableString.Invariant(
            $"It was stopped: it took more than {limits.ProcessorTime.TotalMinutes:0.#} minutes of work, or the server ran out of memory."),
        FileTooLarge => FormattableString.Invariant($"It was stopped: it became larger than {limits.FileBytes / 1e6:N0} MB."),
        _ when MemoryWords.Any(words => said.Contains(words, StringComparison.Ordinal)) =>
            FormattableString.Invariant($"It was stopped: it took more than {limits.MemoryBytes >> 20:N0} MB of memory."),
        _ => "ffmpeg failed; the server's log says more.",
    };

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
