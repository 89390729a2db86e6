namespace FaceWeb.Data;

/// <summary>Where FaceWeb keeps things (configuration section <c>FaceWeb</c>).</summary>
public sealed class DataOptions
{
    /// <summary>
    /// The folder that holds the database, the photos and the thumbnails, absolute or relative to the folder that FaceWeb is started in.
    /// Made when missing.
    /// </summary>
    public string DataDir { get; set; } = "data";

    /// <summary>
    /// A database file below this many bytes is written anew (<c>VACUUM</c>) whenever something is deleted for good, which takes a second or two at the
    /// default; in a larger one the deleted rows are overwritten where they are, which leaves as little of them, but gives back no room.
    /// </summary>
    public long MostRewrittenBytes { get; set; } = 200_000_000;

    /// <summary>The database file.</summary>
    public string DatabaseFile => Path.Combine(DataDir, "faceweb.db");

    /// <summary>The folder of small pictures and all else that can be made again from the originals.</summary>
    public string ThumbsDir => Path.Combine(DataDir, "thumbs");

    /// <summary>The folder of files that are being received or made: what an interruption left there ends in .part.</summary>
    public string InboxDir => Path.Combine(DataDir, "tmp");
}
