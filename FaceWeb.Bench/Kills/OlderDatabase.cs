using Microsoft.Data.Sqlite;

namespace FaceWeb.Bench.Kills;

/// <summary>
/// Takes a database back to the version before the trash, as a FaceWeb of then left it: the next start brings it up to date. What lies in the trash
/// is deleted before, for that version had none.
/// </summary>
internal static class OlderDatabase
{
    private static readonly string[] PhotoTables = ["Photos", "TrashedPhotos"];

    // What each migration since then has added, the newest last. A test fails where a newer one is missing.
    private static readonly (string Migration, string[] Undo)[] Since =
    [
        ("20261126203653_Trash", []),
        ("20261126223000_PhotoTimesAndDamage", Columns("Damaged", "TakenOffset")),
        ("20261126230739_LivePhotos",
            ["""DROP INDEX "IX_TrashedPhotos_ClipSha256";""", """DROP INDEX "IX_Photos_ClipSha256";""", .. Columns("ClipSha256")]),
        ("20261127030809_Quotas",
            [
                """DROP TABLE "StorageLimits";""", """DROP INDEX "IX_TrashedPhotos_UploaderId";""",
                """DROP INDEX "IX_Photos_UploaderId_Bytes_ClipBytes";""", .. Columns("UploaderId", "ClipBytes"),
                """ALTER TABLE "AspNetUsers" DROP COLUMN "HasOwnQuota";""", """ALTER TABLE "AspNetUsers" DROP COLUMN "QuotaBytes";""",
            ]),
    ];

    /// <summary>Whether it can be done: whether it is of the newest version that this program knows how to take back.</summary>
    public static bool IsPossible(string database)
    {
        using var connection = Open(database);
        return (string)Command(connection, """SELECT MAX("MigrationId") FROM "__EFMigrationsHistory" """).ExecuteScalar()! == Since[^1].Migration;
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
        foreach (var (migration, undo) in Since.Reverse())
        {
            foreach (var sql in undo)
                Command(connection, sql).ExecuteNonQuery();
            Command(connection, $"""DELETE FROM "__EFMigrationsHistory" WHERE "MigrationId" = '{migration}';""").ExecuteNonQuery();
        }
        foreach (var table in tables.Append("TrashItems"))
            Command(connection, $"""DROP TABLE "{table}";""").ExecuteNonQuery();
        transaction.Commit();
    }

    private static string[] Columns(params string[] columns) =>
        [.. from table in PhotoTables from column in columns select $"""ALTER TABLE "{table}" DROP COLUMN "{column}";"""];

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
