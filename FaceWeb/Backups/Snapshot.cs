namespace FaceWeb.Backups;

/// <summary>One backup: what the data folder held at a moment.</summary>
/// <param name="Name">Names it: the moment in UTC, as <c>20261126-153000</c>.</param>
/// <param name="MadeAt">The moment, UTC.</param>
/// <param name="Program">The version of FaceWeb that made it.</param>
/// <param name="Photos">How many photos it has.</param>
/// <param name="Faces">How many faces.</param>
/// <param name="Files">Its files, the database among them.</param>
public sealed record Snapshot(string Name, DateTime MadeAt, string Program, int Photos, int Faces, IReadOnlyList<SnapshotFile> Files)
{
    /// <summary>Bytes of all files together; what several backups share is kept once.</summary>
    public long Bytes => Files.Sum(f => f.Bytes);
}
