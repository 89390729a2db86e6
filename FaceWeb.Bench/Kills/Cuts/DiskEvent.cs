namespace FaceWeb.Bench.Kills.Cuts;

/// <summary>What a record of the log says; the numbers are those of <c>disklog.c</c>.</summary>
internal enum DiskEvent
{
    /// <summary>A file or folder was there before.</summary>
    Has = 1,

    /// <summary>A file was made.</summary>
    Make,

    /// <summary>A folder was made.</summary>
    Folder,

    /// <summary>Bytes were written to a file.</summary>
    Write,

    /// <summary>A file was given a length.</summary>
    Cut,

    /// <summary>A file was flushed to the disk.</summary>
    Sync,

    /// <summary>A folder was flushed to the disk.</summary>
    SyncFolder,

    /// <summary>A file or folder got another name, in place of what had it.</summary>
    Rename,

    /// <summary>A name of a file was removed.</summary>
    Remove,

    /// <summary>A folder was removed.</summary>
    RemoveFolder,

    /// <summary>A file got one name more.</summary>
    Link,
}
