namespace FaceWeb.Backups;

/// <summary>A file of a backup.</summary>
/// <param name="Path">Where it lies below the data folder, with forward slashes.</param>
/// <param name="Sha256">Its content: 64 hexadecimal digits, under which the backup folder keeps it.</param>
/// <param name="Bytes">Its size.</param>
public sealed record SnapshotFile(string Path, string Sha256, long Bytes);
