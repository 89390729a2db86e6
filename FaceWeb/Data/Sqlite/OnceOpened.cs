using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace FaceWeb.Data.Sqlite;

/// <summary>
/// Leaves a context's connection open from its first query until the context is disposed, instead of opening and closing it for each query: each time the
/// pool's one lock is taken twice, the pragmas run, and EF Core's own functions are registered and removed. With fifty pages at once threads spent more
/// time before that lock than in queries. An open connection holds nothing: SQLite's locks come and go with statements and transactions.
/// </summary>
public sealed class OnceOpened : DbConnectionInterceptor
{
    /// <inheritdoc />
    public override InterceptionResult ConnectionClosing(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) =>
        InterceptionResult.Suppress();

    /// <inheritdoc />
    public override ValueTask<InterceptionResult> ConnectionClosingAsync(
        DbConnection connection, ConnectionEventData eventData, InterceptionResult result) => ValueTask.FromResult(InterceptionResult.Suppress());
}
