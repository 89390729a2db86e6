using FaceWeb.Data;
using Microsoft.Extensions.Options;

namespace FaceWeb.Store;

/// <summary>
/// Copies of videos that decoder processes cannot read: OpenCV's FFmpeg has no decoder for AV1, Debian's ffmpeg has (dav1d). A copy has the
/// original's size and times and no sound; it lies beside the small pictures, goes with the original and is in no backup.
/// </summary>
public sealed class ReadableCopies(IOptions<DataOptions> data, Ffmpeg ffmpeg, ILogger<ReadableCopies> log) : IDisposable
{
    private const string Ending = "readable.mp4";

    // Every frame with its own time, at a quality that costs no face; what is on its side is upright then.
    private static readonly string[] Packed =
    [
        "-an", "-sn", "-dn", "-map", "0:v:0", "-map_metadata", "-1", "-fps_mode", "passthrough", "-vf", "scale=trunc(iw/2)*2:trunc(ih/2)*2",
        "-c:v", "libx264", "-preset", "superfast", "-crf", "18", "-bf", "0", "-pix_fmt", "yuv420p", "-f", "mp4",
    ];

    private readonly HashLocks making = new();

    /// <summary>Whether they can be made here: there is an ffmpeg.</summary>
    public bool CanMake => ffmpeg.FindPath() is not null;

    /// <summary>The copy of a stored video, made where it is missing: that takes about as long as watching it.</summary>
    /// <param name="original">The original in the store, named by its hash.</param>
    /// <param name="duration">How long it is; zero where that is not known.</param>
    /// <param name="progress">Is told how far it is, 0 to 1; not called where the copy is there.</param>
    /// <param name="cancel">Ends the making.</param>
    /// <exception cref="FilmException">It cannot be made; the message says why.</exception>
    public async Task<string> WholeAsync(string original, TimeSpan duration, Action<double> progress, CancellationToken cancel)
    {
        var sha256 = Path.GetFileName(original);
        var copy = Path.GetFullPath(Path.Combine(data.Value.ThumbsDir, sha256[..2], $"{sha256}-{Ending}"));
        using var held = await making.HoldAsync(sha256, cancel);
        if (File.Exists(copy))
            return copy;
        log.LogInformation("A copy of {Sha256} is made that can be read.", sha256);
        var part = await MakeAsync(original, duration, [], progress, cancel);
        Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
        File.Move(part, copy, overwrite: true);
        // Deleted meanwhile: none of it may stay behind.
        if (!File.Exists(original))
            File.Delete(copy);
        return copy;
    }

    /// <summary>A copy of the first picture alone; the caller deletes the file.</summary>
    /// <param name="original">The video.</param>
    /// <param name="cancel">Ends the making.</param>
    /// <exception cref="FilmException">It cannot be made; the message says why.</exception>
    public Task<string> BeginningAsync(string original, CancellationToken cancel) =>
        MakeAsync(original, TimeSpan.Zero, ["-frames:v", "1"], _ => { }, cancel);

    /// <inheritdoc />
    public void Dispose() => making.Dispose();

    // A folder of its own, since ffmpeg may write in it. What an interruption leaves ends in .part: it is removed at the next start.
    private async Task<string> MakeAsync(
        string original, TimeSpan duration, string[] besides, Action<double> progress, CancellationToken cancel)
    {
        var name = $"{Guid.NewGuid():n}.part";
        var inbox = Path.GetFullPath(data.Value.InboxDir);
        var folder = Directory.CreateDirectory(Path.Combine(inbox, $"copy-{name}")).FullName;
        try
        {
            await ffmpeg.RunAsync(original, [.. Packed, .. besides, name], folder, duration, progress, cancel);
            File.Move(Path.Combine(folder, name), Path.Combine(inbox, name));
            return Path.Combine(inbox, name);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
