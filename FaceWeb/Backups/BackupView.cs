namespace FaceWeb.Backups;

/// <summary>A backup as the API shows it.</summary>
/// <param name="Name">Names it.</param>
/// <param name="MadeAt">When it was made, UTC.</param>
/// <param name="Photos">Photos in it.</param>
/// <param name="Faces">Faces in it.</param>
/// <param name="Files">Files in it.</param>
/// <param name="Bytes">Bytes of all files; what several backups share is kept once.</param>
public sealed record BackupView(string Name, DateTime MadeAt, int Photos, int Faces, int Files, long Bytes)
{
    internal static BackupView Of(Snapshot s) => new(s.Name, s.MadeAt, s.Photos, s.Faces, s.Files.Count, s.Bytes);
}
