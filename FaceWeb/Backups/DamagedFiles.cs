namespace FaceWeb.Backups;

/// <summary>What reading a whole backup found.</summary>
/// <param name="Damaged">Files that are missing or hold something else.</param>
public sealed record DamagedFiles(int Damaged);
