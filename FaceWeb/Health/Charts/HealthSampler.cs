using FaceWeb.Data;
using FaceWeb.Models;
using FaceWeb.Pipeline.ModelPacks;
using FaceWeb.Store;
using FaceWeb.Telemetry;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Health.Charts;

/// <summary>Looks once a minute how FaceWeb does, for the charts of the Health page.</summary>
public sealed class HealthSampler(
    HealthSamples samples, IDbContextFactory<FaceWebDb> databases, ModelHost models, Measures measures, DiskReserve disk, CircuitCount circuits,
    TimeProvider clock, ILogger<HealthSampler> log) : BackgroundService
{
    /// <summary>How often.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim one = new(1, 1);
    private readonly Dictionary<string, ModelTime> before = [];
    private long analysedBefore;

    /// <summary>How often and how long the models have run since the start, those of one role together.</summary>
    internal static IEnumerable<ModelTime> Times(ModelHost models) => !models.IsOpen ? []
        : models.Pipeline.ModelTimes.GroupBy(t => t.Role)
            .Select(g => new ModelTime(g.Key, g.Sum(t => t.Pictures), g.Sum(t => t.Runs), TimeSpan.FromTicks(g.Sum(t => t.Total.Ticks))));

    /// <summary>Takes a sample now.</summary>
    /// <param name="cancel">Stops.</param>
    public async Task SampleAsync(CancellationToken cancel = default)
    {
        await one.WaitAsync(cancel);
        try
        {
            await using var db = await databases.CreateDbContextAsync(cancel);
            var waiting = await db.Photos.CountAsync(p => p.State == PhotoState.Queued, cancel);
            var failed = await db.Photos.CountAsync(p => p.State == PhotoState.Failed, cancel);
            var analysed = measures.AnalysedSinceStart;
            samples.Add(new HealthSample(
                clock.GetUtcNow().UtcDateTime, analysed - analysedBefore, waiting, failed, Environment.WorkingSet, disk.Free, circuits.Open,
                [.. Times(models).Select(Since)]));
            analysedBefore = analysed;
        }
        finally
        {
            one.Release();
        }
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        one.Dispose();
        base.Dispose();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                await SampleAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogWarning(e, "A sample for the charts of the Health page could not be taken.");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private ModelSample Since(ModelTime now)
    {
        var come = before.TryGetValue(now.Role, out var past) ? now.Since(past) : now;
        before[now.Role] = now;
        return new ModelSample(now.Role, come.Pictures, Math.Round(come.Total.TotalMilliseconds, 3));
    }
}
