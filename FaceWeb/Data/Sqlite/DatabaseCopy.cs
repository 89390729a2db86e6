using Microsoft.Data.Sqlite;

namespace FaceWeb.Data.Sqlite;

/// <summary>Copies SQLite databases while others use them (SQLite's online backup), and reads such copies.</summary>
public static class DatabaseCopy
{
    /// <summary>Copies a database as it is at one moment; whoever writes meanwhile is not kept out.</summary>
    public static void Make(string from, string to)
    {
        using (var source = Open(from, SqliteOpenMode.ReadWrite))
        using (var target = Open(to, SqliteOpenMode.ReadWriteCreate))
            source.BackupDatabase(target);
        // One file without a log beside it.
        Execute(to, "PRAGMA journal_mode=DELETE;");
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
