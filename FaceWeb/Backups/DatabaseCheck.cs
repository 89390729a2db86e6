using FaceWeb.Data.Sqlite;

namespace FaceWeb.Backups;

/// <summary>Has SQLite read a whole database that was copied.</summary>
public static class DatabaseCheck
{
    /// <summary>Reads it.</summary>
    /// <exception cref="BackupException">It is damaged.</exception>
    public static void Require(string path)
    {
        if (DatabaseCopy.Texts(path, "PRAGMA integrity_check;")[0] is var said && said != "ok")
            throw new BackupException($"The database {path} is damaged: {said} Restore the last backup.");
    }
}
