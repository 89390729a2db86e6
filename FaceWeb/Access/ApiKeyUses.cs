using System.Collections.Concurrent;
using FaceWeb.Data;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Access;

/// <summary>
/// When each API key was last used: noted in memory and written every half minute. A key is accepted without a write, so also while the disk is
/// full or a long write is under way.
/// </summary>
public sealed class ApiKeyUses(IDbContextFactory<FaceWebDb> databases, TimeProvider clock, ILogger<ApiKeyUses> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<long, DateTime> last = [];
    private readonly ConcurrentDictionary<long, DateTime> written = [];

    /// <summary>Notes that a key is used now.</summary>
    public void Note(long keyId) => last[keyId] = clock.GetUtcNow().UtcDateTime;

    /// <summary>When a key was last used since the start; null when it was not.</summary>
    public DateTime? LastOf(long keyId) => last.TryGetValue(keyId, out var at) ? at : null;

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await WriteAsync(CancellationToken.None);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await WriteAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end of the program; what is left is written by StopAsync.
        }
    }

    private async Task WriteAsync(CancellationToken cancel)
    {
        try
        {
            await using var db = await databases.CreateDbContextAsync(cancel);
            foreach (var (key, at) in last)
            {
                if (written.TryGetValue(key, out var before) && before == at)
                    continue;
                await db.ApiKeys.Where(k => k.Id == key).ExecuteUpdateAsync(set => set.SetProperty(k => k.LastUsedAt, at), cancel);
                written[key] = at;
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogWarning(e, "When the API keys were last used could not be written; it is tried again.");
        }
    }
}
