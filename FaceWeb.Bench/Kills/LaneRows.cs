using System.Globalization;
using Microsoft.Data.Sqlite;

namespace FaceWeb.Bench.Kills;

/// <summary>
/// Everything that was said in one lane, as the database has it: its albums, photos, people, decisions, rejections and what lies in the trash. Two
/// readings with nothing said in between are equal.
/// </summary>
internal sealed class LaneRows
{
    private const string Sql = """
        WITH mine AS (SELECT "Id" FROM "Albums" WHERE "Name" LIKE $prefix),
            seen AS (SELECT f."Id", f."Decision", f."PersonId" FROM "Faces" f JOIN "Photos" p ON p."Id" = f."PhotoId" WHERE p."AlbumId" IN mine),
            thrown AS (SELECT * FROM "TrashItems" WHERE "Name" LIKE $prefix)
        SELECT 'album', "Id", "Name" FROM "Albums" WHERE "Id" IN mine
        UNION ALL SELECT 'photo', "Id", "AlbumId" || ' ' || "Sha256" FROM "Photos" WHERE "AlbumId" IN mine
        UNION ALL SELECT 'person', "Id", "Name" FROM "People" WHERE "Name" LIKE $prefix
        UNION ALL SELECT 'face', "Id", "Decision" || ' ' || IFNULL("PersonId", 0) FROM seen
        UNION ALL SELECT 'rejection', r."FaceId", "PersonId" FROM "Rejections" r WHERE r."FaceId" IN (SELECT "Id" FROM seen)
        UNION ALL SELECT 'trash', "Id", "Kind" || ' ' || "ItemKey" FROM thrown
        UNION ALL SELECT 'trashed face', f."Id", f."Decision" || ' ' || IFNULL(f."PersonId", 0) FROM "TrashedFaces" f
            JOIN thrown i ON i."Id" = f."TrashItemId" WHERE f."Decision" <> 0
        """;

    private readonly HashSet<string> said = [];

    /// <summary>Keys of its albums.</summary>
    public List<long> Albums { get; } = [];

    /// <summary>Keys of its photos.</summary>
    public List<long> Photos { get; } = [];

    /// <summary>Keys of its people.</summary>
    public List<long> People { get; } = [];

    /// <summary>Keys of its faces.</summary>
    public List<long> Faces { get; } = [];

    /// <summary>Keys of its things in the trash.</summary>
    public List<long> Trash { get; } = [];

    /// <summary>How many faces are decided, those in the trash included.</summary>
    public int Decisions { get; private set; }

    /// <summary>Reads them, and leaves nothing in the folder that was not there: the connection may only read.</summary>
    public static LaneRows Read(string database, string prefix)
    {
        var rows = new LaneRows();
        using var connection = Open(database);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = Sql;
        command.Parameters.AddWithValue("$prefix", $"{prefix}%");
        using var reader = command.ExecuteReader();
        while (reader.Read())
            rows.Add(reader.GetString(0), reader.GetInt64(1), Convert.ToString(reader.GetValue(2), CultureInfo.InvariantCulture)!);
        return rows;
    }

    /// <summary>A connection that may only read, to be opened: closing it leaves the database's log as it is.</summary>
    public static SqliteConnection Open(string database) => new(new SqliteConnectionStringBuilder
    {
        DataSource = database,
        Mode = SqliteOpenMode.ReadOnly,
        Pooling = false,
        DefaultTimeout = 60,
    }.ToString());

    /// <summary>What one of the two says and the other does not.</summary>
    public IReadOnlyList<string> Differences(LaneRows other) =>
        [.. said.Except(other.said).Select(row => $"gone: {row}"), .. other.said.Except(said).Select(row => $"new: {row}")];

    private void Add(string kind, long id, string value)
    {
        // Faces come and go with the analysis; what was said of them does not.
        if (kind != "face" || value[0] != '0')
            said.Add($"{kind} {id} {value}");
        if ((kind == "face" && value[0] != '0') || kind == "trashed face")
            Decisions++;
        (kind switch
        {
            "album" => Albums,
            "photo" => Photos,
            "person" => People,
            "face" => Faces,
            "trash" => Trash,
            _ => null,
        })?.Add(id);
    }
}
