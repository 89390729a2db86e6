using Microsoft.Data.Sqlite;

namespace FaceWeb.Bench.Library;

/// <summary>
/// Appends rows to a table of FaceWeb's database by the columns' names. A column that must have a value and is not given gets 0 or nothing:
/// one that a later version adds does not stop this program.
/// </summary>
internal sealed class LibraryTable : IDisposable
{
    private readonly SqliteCommand command;
    private readonly int given;

    /// <summary>Prepares the statement.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="table">The table.</param>
    /// <param name="columns">The columns that <see cref="Add"/> gives, in this order.</param>
    /// <exception cref="BenchOptionException">The table lacks one of them: the database is of another version.</exception>
    public LibraryTable(SqliteConnection connection, string table, params string[] columns)
    {
        var known = new Dictionary<string, (string Type, bool Needed)>();
        using (var info = connection.CreateCommand())
        {
            info.CommandText = $"PRAGMA table_info(\"{table}\")";
            using var rows = info.ExecuteReader();
            while (rows.Read())
                known.Add(rows.GetString(1), (rows.GetString(2), rows.GetInt32(3) == 1 && rows.IsDBNull(4)));
        }
        if (Array.Find(columns, column => !known.ContainsKey(column)) is { } missing)
            throw new BenchOptionException($"The table {table} has no column {missing}: build this program and FaceWeb from the same sources.");
        var filled = known.Where(column => column.Value.Needed && !columns.Contains(column.Key) && column.Key != "Id").ToList();
        given = columns.Length;
        command = connection.CreateCommand();
        var names = columns.Concat(filled.Select(f => f.Key)).Select(name => $"\"{name}\"");
        var values = columns.Select((_, i) => $"$p{i}")
            .Concat(filled.Select(f => f.Value.Type is "TEXT" ? "''" : f.Value.Type is "BLOB" ? "x''" : "0"));
        command.CommandText = $"INSERT INTO \"{table}\" ({string.Join(", ", names)}) VALUES ({string.Join(", ", values)})";
        for (var i = 0; i < columns.Length; i++)
            command.Parameters.Add(new SqliteParameter { ParameterName = $"$p{i}" });
    }

    /// <summary>Appends a row.</summary>
    /// <param name="values">As many as columns were named; null for none.</param>
    public void Add(params object?[] values)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, given);
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        command.ExecuteNonQuery();
    }

    /// <inheritdoc />
    public void Dispose() => command.Dispose();
}
