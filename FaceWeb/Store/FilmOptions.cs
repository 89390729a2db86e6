namespace FaceWeb.Store;

/// <summary>How films are made of videos (<c>FaceWeb:Films</c>).</summary>
public sealed class FilmOptions
{
    /// <summary>The ffmpeg program: a path, or a name that is looked for in <c>PATH</c> (the default).</summary>
    public string Ffmpeg { get; set; } = "ffmpeg";

    /// <summary>The most memory that it may take, in bytes (default 4 GB).</summary>
    public long MaxMemoryBytes { get; set; } = 4L << 30;

    /// <summary>The largest film that it may write, in bytes (default 8 GB).</summary>
    public long MaxFilmBytes { get; set; } = 8L << 30;

    /// <summary>Processor time for each film (default 10 minutes).</summary>
    public TimeSpan ProcessorTime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Further processor time for each second of video (default 60 s); a minute is counted at least.</summary>
    public double ProcessorSecondsPerSecond { get; set; } = 60;

    /// <summary>It is ended when it has come no further for so long (default 3 minutes).</summary>
    public TimeSpan MaxStandstill { get; set; } = TimeSpan.FromMinutes(3);
}
