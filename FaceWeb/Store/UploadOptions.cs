using FaceWeb.Pipeline.Imaging;
using FaceWeb.Pipeline.Video;

namespace FaceWeb.Store;

/// <summary>What an upload may bring (configuration section <c>FaceWeb:Upload</c>).</summary>
public sealed class UploadOptions
{
    /// <summary>The largest photo file, in bytes (default 200 MB: a 100-megapixel camera raw file fits).</summary>
    public long MaxFileBytes { get; set; } = 200_000_000;

    /// <summary>The largest video file, in bytes (default 4 GB).</summary>
    public long MaxVideoBytes { get; set; } = 4_000_000_000;

    /// <summary>The longest video (default 4 hours).</summary>
    public TimeSpan MaxVideoDuration { get; set; } = TimeSpan.FromHours(4);

    /// <summary>The largest ZIP file, in bytes (default 4 GB).</summary>
    public long MaxZipBytes { get; set; } = 4_000_000_000;

    /// <summary>The most entries of one ZIP (default 20,000).</summary>
    public int MaxZipEntries { get; set; } = 20_000;

    /// <summary>The most bytes that one ZIP may unpack to, all entries together (default 8 GB).</summary>
    public long MaxZipUnpackedBytes { get; set; } = 8_000_000_000;

    /// <summary>How many times its packed size an entry may unpack to (default 200; photos reach about 1, DEFLATE's bound is 1,032).</summary>
    public int MaxZipRatio { get; set; } = 200;

    /// <summary>The most pixels of one photo (default 150 million).</summary>
    public long MaxPixels { get; set; } = 150_000_000;

    /// <summary>
    /// The most bytes that all stored originals together may take, until an admin chooses otherwise on the users page; null (the default) leaves it
    /// to the disk.
    /// </summary>
    public long? QuotaBytes { get; set; }

    /// <summary>
    /// The most bytes that the photos of one account may take, until an admin chooses otherwise on the users page; null (the default) for no limit.
    /// </summary>
    public long? AccountQuotaBytes { get; set; }

    /// <summary>Bytes that uploads leave free on the disk (default 256 MB).</summary>
    public long ReserveBytes { get; set; } = 256_000_000;

    /// <summary>Bytes of the file that is given back when something else fills the disk, so that deleting works (default 32 MB; 0 for none).</summary>
    public long BallastBytes { get; set; } = 32_000_000;

    /// <summary>An upload that goes on more slowly than this many bytes a second is broken off (default 500).</summary>
    public double MinBytesPerSecond { get; set; } = 500;

    /// <summary>For so long an upload may be slower, or silent (default a minute).</summary>
    public TimeSpan SilenceAllowed { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The web pages send files larger than this in pieces of this size (default 4 MB: no proxy that takes photos refuses them).</summary>
    public int PieceBytes { get; set; } = 4_000_000;

    /// <summary>Files in pieces that one user may have begun and not finished (default 100).</summary>
    public int MaxUnfinished { get; set; } = 100;

    /// <summary>For so long a file in pieces waits for its next one (default 2 days).</summary>
    public TimeSpan KeepUnfinished { get; set; } = TimeSpan.FromDays(2);

    /// <summary>What reading a video is allowed to ask for.</summary>
    public VideoLimits VideoLimits => new() { MaxDuration = MaxVideoDuration };

    /// <summary>What decoding is allowed to ask for.</summary>
    public PhotoLimits Limits => new() { MaxPixels = MaxPixels };
}
