using System.Globalization;
using FaceWeb.Api;
using FaceWeb.Data;
using Microsoft.Extensions.Options;

namespace FaceWeb.Store;

/// <summary>
/// Room on the disk that uploads leave free, so that decisions, deletions and what was accepted already can still be written. Should something else
/// fill the disk, a ballast file is given back: deleting needs room, too, before it makes any.
/// </summary>
public sealed class DiskReserve(IOptions<DataOptions> data, IOptions<UploadOptions> options, ILogger<DiskReserve> log) : BackgroundService
{
    /// <summary>How often the free room is looked at.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly string ballast = Path.Combine(data.Value.DataDir, "ballast");

    /// <summary>Bytes that are free on the data folder's disk.</summary>
    public long Free => new DriveInfo(data.Value.DataDir).AvailableFreeSpace;

    /// <summary>Bytes that uploads leave free.</summary>
    public long Reserved => options.Value.ReserveBytes;

    /// <summary>Asks for room before a file is received.</summary>
    /// <param name="bytes">What is still to come of it; 0 where nobody knows.</param>
    /// <exception cref="RefusedException">It would take what is kept free (507).</exception>
    public void Require(long bytes)
    {
        var free = Free;
        if (free - bytes >= Reserved)
            return;
        throw new RefusedException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"The server's disk has {free / 1e6:N0} MB left, and {Reserved / 1e6:N0} MB are kept free: this file does not fit. Delete what is not "
                + $"needed and empty the trash, or ask the admin for more space, and upload it again."),
            StatusCodes.Status507InsufficientStorage);
    }

    /// <summary>Gives the ballast back where little is left, and takes it again where there is plenty.</summary>
    public void Balance()
    {
        var (free, size) = (Free, options.Value.BallastBytes);
        if (File.Exists(ballast))
        {
            if (free >= size / 2)
                return;
            File.Delete(ballast);
            log.LogWarning("The disk is full: {Megabytes} MB of ballast were given back, so that deleting works.", size / 1_000_000);
        }
        else if (size > 0 && free >= Reserved + (2 * size))
        {
            using var file = new FileStream(ballast, new FileStreamOptions
            {
                Mode = FileMode.Create,
                Access = FileAccess.Write,
                PreallocationSize = size,
            });
            file.SetLength(size);
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                Balance();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                log.LogWarning(e, "The ballast file could not be written or given back.");
            }
        }
    }
}
