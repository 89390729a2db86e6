using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace FaceWeb.Data.Sqlite;

/// <summary>
/// Sets on each opened connection what SQLite does not remember in the file: how long to wait for another writer, foreign keys, and
/// <c>synchronous=FULL</c>: a commit is on the disk before anybody is told that it is done (<c>NORMAL</c> would lose the last ones at a power cut);
/// <c>secure_delete</c>, so that a forgotten person's measurements are overwritten in the file and not only marked as free.
/// </summary>
public sealed class SqlitePragmas : DbConnectionInterceptor
{
    private const string Text = "PRAGMA busy_timeout=30000; PRAGMA foreign_keys=ON; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY; PRAGMA "
        + "secure_delete=ON;";

    /// <inheritdoc />
    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Text;
        command.ExecuteNonQuery();
    }

    /// <inheritdoc />
    public override async Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Text;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
