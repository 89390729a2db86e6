using System.Data.Common;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace FaceWeb.Data.Sqlite;

/// <summary>
/// Remembers the slowest queries since the start: their text and times, never the values asked for. A query's time runs until its last
/// row is read, for SQLite does most of its work while rows are taken.
/// </summary>
public sealed partial class QueryTimes : DbCommandInterceptor
{
    /// <summary>How many are remembered.</summary>
    public const int Most = 10;

    private readonly Lock gate = new();
    private readonly Dictionary<string, SlowQuery> slowest = [];
    private double least;

    /// <summary>The queries that once took longest, slowest first; those of one text count together.</summary>
    public IReadOnlyList<SlowQuery> Slowest
    {
        get
        {
            lock (gate)
                return [.. slowest.Values.OrderByDescending(q => q.Milliseconds)];
        }
    }

    /// <summary>Begins anew.</summary>
    public void Clear()
    {
        lock (gate)
            slowest.Clear();
    }

    /// <inheritdoc />
    public override InterceptionResult DataReaderDisposing(DbCommand command, DataReaderDisposingEventData eventData, InterceptionResult result)
    {
        Note(command, eventData.Duration);
        return result;
    }

    /// <inheritdoc />
    public override int NonQueryExecuted(DbCommand command, CommandExecutedEventData eventData, int result)
    {
        Note(command, eventData.Duration);
        return result;
    }

    /// <inheritdoc />
    public override ValueTask<int> NonQueryExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        Note(command, eventData.Duration);
        return ValueTask.FromResult(result);
    }

    private void Note(DbCommand command, TimeSpan took)
    {
        var milliseconds = took.TotalMilliseconds;
        lock (gate)
        {
            // Nearly all end here.
            if (slowest.Count == Most && milliseconds < least)
                return;
            var sql = Lists().Replace(command.CommandText, match => $"({match.Groups[1].Value}, ...)");
            if (slowest.TryGetValue(sql, out var known))
            {
                slowest[sql] = new SlowQuery(sql, Math.Max(known.Milliseconds, milliseconds), known.Times + 1);
                return;
            }
            if (slowest.Count == Most)
                slowest.Remove(slowest.Values.MinBy(q => q.Milliseconds)!.Sql);
            slowest.Add(sql, new SlowQuery(sql, milliseconds, 1));
            least = slowest.Values.Min(q => q.Milliseconds);
        }
    }

    // A list of values, which may have thousands.
    [GeneratedRegex(@"\((@\w+), @[^()]*\)")]
    private static partial Regex Lists();
}
