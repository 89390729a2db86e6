using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace FaceWeb.Bench.Kills.Cuts;

/// <summary>
/// Looks at what a power cut left without starting FaceWeb, which is quick enough for hundreds of cuts: SQLite recovers the database and reads all
/// of it, and every photo's file is read.
/// </summary>
internal static class LeftFolder
{
    /// <summary>Everything that is wrong; empty when nothing is.</summary>
    public static IReadOnlyList<string> Problems(Stage left)
    {
        if (!File.Exists(left.Database))
            return ["there is no database"];
        SqliteConnection.ClearAllPools();
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = left.Database, Pooling = false }.ToString());
        connection.Open();
        List<string> wrong =
        [
            .. Texts(connection, "PRAGMA integrity_check").Where(said => said != "ok"),
            .. Texts(connection, """SELECT "table" || ' names a row that is not there' FROM pragma_foreign_key_check"""),
        ];
        foreach (var hash in Texts(connection, """SELECT "Sha256" FROM "Photos" UNION SELECT "Sha256" FROM "TrashedPhotos" """))
        {
            var file = Path.Combine(left.Data, "photos", hash[..2], hash);
            if (!File.Exists(file))
                wrong.Add($"the file {hash} is missing");
            else if (Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))) != hash)
                wrong.Add($"the file {hash} holds something else");
        }
        return wrong;
    }

    private static List<string> Texts(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var texts = new List<string>();
        while (reader.Read())
            texts.Add(reader.GetString(0));
        return texts;
    }
}
