using FaceWeb.Pipeline.Imaging;

namespace FaceWeb.Pipeline.Decoding;

/// <summary>How many children read uploaded files, and what each request may take of one.</summary>
public sealed record DecoderOptions
{
    /// <summary>Most children at once (default: one for each core, and two more).</summary>
    public int Children { get; init; } = Environment.ProcessorCount + 2;

    /// <summary>How many of <see cref="Children"/> jobs leave free for people who wait (default 2).</summary>
    public int KeptForPeople { get; init; } = 2;

    /// <summary>
    /// Memory of a child that every request may take, in bytes (default 512 MB): the runtime and both native libraries take about 100 MB of it.
    /// </summary>
    public long BaseMemoryBytes { get; init; } = 512L << 20;

    /// <summary>
    /// Further bytes for each pixel that an admitted header gives (default 48). docs/decoding.md has what each format takes.
    /// </summary>
    public int MemoryBytesPerPixel { get; init; } = 48;

    /// <summary>Most memory of a child in bytes, whatever the pixels (default 3 GB).</summary>
    public long MaxMemoryBytes { get; init; } = 3L << 30;

    /// <summary>Processor time that every request may take (default 10 s).</summary>
    public TimeSpan BaseProcessorTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Further processor time for each million pixels that an admitted header gives (default 0.5 s: HEIC needs 0.1 s).</summary>
    public TimeSpan ProcessorTimePerMegapixel { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>
    /// Time on the clock, as a multiple of the processor time (default 12: a child shares the cores with the analysis, and the server with
    /// others), and never below two minutes. It ends what waits for something that never comes; what works too long is ended by the above.
    /// </summary>
    public double WallTimeFactor { get; init; } = 12;

    /// <summary>The managed heap's hard limit in a child, in bytes (default 256 MB): pixels are native memory, headers are small.</summary>
    public long ManagedHeapBytes { get; init; } = 256L << 20;

    /// <summary>A child that has been idle for so long is ended (default 5 minutes).</summary>
    public TimeSpan IdleTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>A child that holds more memory than this between two requests is replaced (default 320 MB).</summary>
    public long IdleMemoryBytes { get; init; } = 320L << 20;

    /// <summary>A child is replaced after so many requests (default 2,000).</summary>
    public int RequestsPerChild { get; init; } = 2_000;

    /// <summary>What the child's own decoders are told of the limits, behind the header's check (<c>FaceWeb:Upload:MaxPixels</c>).</summary>
    public PhotoLimits Photos { get; init; } = new();

    /// <summary>What a request may take: before its header is admitted with no pixels, afterwards with those of the header.</summary>
    internal RequestLimits LimitsFor(long pixels)
    {
        var memory = Math.Min(Math.Max(MaxMemoryBytes, BaseMemoryBytes), BaseMemoryBytes + pixels * MemoryBytesPerPixel);
        var processor = BaseProcessorTime + ProcessorTimePerMegapixel * (pixels / 1e6);
        var wall = TimeSpan.FromSeconds(Math.Max(120, processor.TotalSeconds * WallTimeFactor));
        return new(memory, processor, wall);
    }
}
