namespace FaceWeb.Backups;

/// <summary>A backup cannot be made or restored. The message says what was wrong and what to do.</summary>
public sealed class BackupException(string message) : Exception(message);
