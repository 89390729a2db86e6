namespace FaceWeb.Bench.Kills;

/// <summary>Where a FaceWeb is killed: one folder that holds its data and its backups, and the program.</summary>
/// <param name="Program">FaceWeb.dll.</param>
/// <param name="Root">The folder, a full path without symbolic links.</param>
internal sealed record Stage(string Program, string Root)
{
    /// <summary>What FaceWeb keeps.</summary>
    public string Data => Path.Combine(Root, "data");

    /// <summary>Its backups.</summary>
    public string Backups => Path.Combine(Root, "backup");

    /// <summary>Its database.</summary>
    public string Database => Path.Combine(Data, "faceweb.db");

    /// <summary>Whether a backup waits for the next start, which begins with it.</summary>
    public bool IsRestoring => File.Exists(Path.Combine(Data, "restoring.whole"));

    /// <summary>Whether a start was ended while it put a backup in the place of what was there; only a start can go on.</summary>
    public bool IsHalfRestored => IsRestoring && Directory.Exists(Path.Combine(Data, "before-restore"));

    /// <summary>Where a program that writes down what FaceWeb does to the disk writes to; null where none is loaded.</summary>
    public string? Log { get; init; }

    /// <summary>That program, a shared library; null where none is loaded.</summary>
    public string? Logger { get; init; }

    /// <summary>How far the log has come, in bytes; 0 without one.</summary>
    public long Position => Log is not null && new FileInfo(Log) is { Exists: true } log ? log.Length : 0;
}
