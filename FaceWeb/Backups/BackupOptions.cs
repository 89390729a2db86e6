namespace FaceWeb.Backups;

/// <summary>Backups (configuration section <c>FaceWeb:Backup</c>).</summary>
public sealed class BackupOptions
{
    /// <summary>The folder that backups go to, best on another disk or a mounted share; null (the default) means none are made.</summary>
    public string? Folder { get; set; }

    /// <summary>When a backup is made each day, in the server's time (default 03:30); empty means only when somebody asks for one.</summary>
    public string At { get; set; } = "03:30";

    /// <summary>The newest backup of each of so many days is kept (default 7).</summary>
    public int KeepDays { get; set; } = 7;

    /// <summary>The newest backup of each of so many weeks is kept (default 4).</summary>
    public int KeepWeeks { get; set; } = 4;

    /// <summary>The newest backup of each of so many months is kept (default 12).</summary>
    public int KeepMonths { get; set; } = 12;
}
