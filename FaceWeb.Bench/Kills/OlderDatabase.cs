using Microsoft.Data.Sqlite;

namespace FaceWeb.Bench.Kills;

/// <summary>
/// Takes a database back to the version before the trash, as a FaceWeb of then left it: the next start brings it up to date. What lies in the trash
/// is deleted before, for that version had none.
/// </summary>
internal static class OlderDatabase
{
    private const string Newest = "20261126203653_Trash";

    /// <summary>Whether it can be done: whether nothing but the trash would have to be taken away.</summary>
    public static bool IsPossible(string database)
    {
        using var connection = Open(database);
        return (string)Command(connection, """SELECT MAX("MigrationId") FROM "__EFMigrationsHistory" """).ExecuteScalar()! == Newest;
    }

    /// <summary>Deletes what lies in the trash.</summary>
    public static void EmptyTrash(string database)
    {
        using var connection = Open(database);
        Command(connection, """PRAGMA foreign_keys=ON; DELETE FROM "TrashItems";""").ExecuteNonQuery();
    }

    /// <summary>Takes it back.</summary>
    public static void Make(string database)
    {
        using var connection = Open(database);
        var tables = new List<string>();
        using (var reader = Command(connection, "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'Trashed%'").ExecuteReader())
        {
            while (reader.Read())
                tables.Add(reader.GetString(0));
        }
        using var transaction = connection.BeginTransaction();
        foreach (var table in tables.Append("TrashItems"))
            Command(connection, $"""DROP TABLE "{table}";""").ExecuteNonQuery();
        Command(connection, $"""DELETE FROM "__EFMigrationsHistory" WHERE "MigrationId" = '{Newest}';""").ExecuteNonQuery();
        transaction.Commit();
    }

    private static SqliteConnection Open(string database)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }
}
