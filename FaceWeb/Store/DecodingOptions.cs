using FaceWeb.Pipeline.Decoding;

namespace FaceWeb.Store;

/// <summary>The processes that read uploaded files (configuration section <c>FaceWeb:Decoding</c>).</summary>
public sealed class DecodingOptions
{
    /// <summary>How many at most; null (the default) is one for each photo that is analysed at once, and two more for pages and uploads.</summary>
    public int? Children { get; set; }

    /// <summary>The most memory that one may take, in bytes (default 3 GB, which a photo of 60 million pixels may need at worst).</summary>
    public long MaxMemoryBytes { get; set; } = 3L << 30;

    /// <summary>Processor time that any file may take, in seconds (default 10).</summary>
    public double ProcessorSeconds { get; set; } = 10;

    /// <summary>Further processor time for each million pixels, in seconds (default 0.5).</summary>
    public double ProcessorSecondsPerMegapixel { get; set; } = 0.5;

    /// <summary>What the processes are told.</summary>
    /// <param name="workers">Photos that are analysed at once.</param>
    /// <param name="upload">What an upload may bring.</param>
    internal DecoderOptions For(int workers, UploadOptions upload) => new()
    {
        Children = Math.Clamp(Children ?? workers + 2, 1, 256),
        MaxMemoryBytes = MaxMemoryBytes,
        BaseProcessorTime = TimeSpan.FromSeconds(ProcessorSeconds),
        ProcessorTimePerMegapixel = TimeSpan.FromSeconds(ProcessorSecondsPerMegapixel),
        Photos = upload.Limits,
    };
}
