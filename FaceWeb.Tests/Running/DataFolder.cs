using System.Globalization;
using Microsoft.Data.Sqlite;

namespace FaceWeb.Tests.Running;

/// <summary>A data folder that outlives the FaceWebs that are started on it, and its database as another program sees it.</summary>
internal sealed class DataFolder : IDisposable
{
    /// <summary>The folder.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("faceweb-stays-").FullName;

    /// <summary>What a query finds, the columns of each row joined by a bar.</summary>
    public List<string> Rows(string sql)
    {
        using var connection = Open(Path);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join(
                '|', Enumerable.Range(0, reader.FieldCount).Select(i => Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))));
        return rows;
    }

    /// <summary>The one number that a query finds.</summary>
    public long Number(string sql) => long.Parse(Rows(sql).Single(), CultureInfo.InvariantCulture);

    /// <summary>Waits until a query finds a number of at least this.</summary>
    public async Task ReachesAsync(string sql, long least)
    {
        for (var end = DateTime.UtcNow.AddMinutes(5); DateTime.UtcNow < end; await Task.Delay(20))
        {
            if (Number(sql) >= least)
                return;
        }
        throw new TimeoutException($"{sql} did not come to {least}.");
    }

    /// <inheritdoc />
    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(Path, recursive: true);
    }

    /// <summary>Opens the database in a data folder.</summary>
    internal static SqliteConnection Open(string folder)
    {
        var connection = new SqliteConnection($"Data Source={System.IO.Path.Combine(folder, "faceweb.db")}");
        connection.Open();
        return connection;
    }
}
