using Microsoft.Data.Sqlite;

namespace FaceWeb.Backups;

/// <summary>Copies SQLite databases while others use them (SQLite's online backup), and checks what was copied.</summary>
public static class DatabaseCopy
{
    /// <summary>Copies a database as it is at one moment; whoever writes meanwhile is not kept out.</summary>
    /// <exception cref="BackupException">The copy is damaged.</exception>
    public static void Make(string from, string to)
    {
        using (var source = Open(from, SqliteOpenMode.ReadWrite))
        using (var target = Open(to, SqliteOpenMode.ReadWriteCreate))
        {
            source.BackupDatabase(target);
            // One file without a log beside it.
            using var command = target.CreateCommand();
            command.CommandText = "PRAGMA journal_mode=DELETE;";
            command.ExecuteNonQuery();
        }
        Check(to);
    }

    /// <summary>Has SQLite read a whole database.</summary>
    /// <exception cref="BackupException">It is damaged.</exception>
    public static void Check(string path)
    {
        using var database = Open(path, SqliteOpenMode.ReadOnly);
        using var command = database.CreateCommand();
        command.CommandText = "PRAGMA integrity_check;";
        var said = Convert.ToString(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
        if (said != "ok")
            throw new BackupException($"The database {path} is damaged: {said} Restore the last backup.");
    }

    /// <summary>Changes a copy.</summary>
    public static void Execute(string path, string sql)
    {
        using var database = Open(path, SqliteOpenMode.ReadWrite);
        using var command = database.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>A number that a query answers.</summary>
    public static long Number(string path, string sql)
    {
        using var database = Open(path, SqliteOpenMode.ReadOnly);
        using var command = database.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Texts that a query answers.</summary>
    public static List<string> Texts(string path, string sql)
    {
        using var database = Open(path, SqliteOpenMode.ReadOnly);
        using var command = database.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var texts = new List<string>();
        while (reader.Read())
            texts.Add(reader.GetString(0));
        return texts;
    }

    // Not from the pool: the file is moved or deleted afterwards.
    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = 30 }.ToString());
        connection.Open();
        return connection;
    }
}
