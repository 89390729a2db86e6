namespace FaceWeb.Data;

/// <summary>
/// How many keys one statement takes: below every provider's limit on parameters (SQLite 32,766, PostgreSQL 65,535), and small enough to be
/// planned fast.
/// </summary>
public static class Batch
{
    /// <summary>Keys of one statement.</summary>
    public const int Size = 2000;
}
