using System.Diagnostics.Metrics;
using FaceWeb.Data;
using FaceWeb.Health.Charts;
using FaceWeb.Models;
using FaceWeb.Pipeline.Decoding;
using FaceWeb.Pipeline.ModelPacks;
using FaceWeb.Store;
using FaceWeb.Telemetry;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Health;

/// <summary>Figures of how things stand, read whenever somebody asks: photos by state, jobs that wait, the disk, the decoder processes.</summary>
public sealed class HealthGauges(
    Measures measures, IDbContextFactory<FaceWebDb> databases, DiskReserve disk, PhotoStore store, IPhotoDecoder decoder, ModelHost models,
    CircuitCount circuits) : IHostedService
{
    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken)
    {
        measures.Watch("faceweb.photos", "{photo}", "Photos and videos, by state.", Photos);
        measures.Watch("faceweb.jobs.waiting", "{job}", "Long jobs that nobody has begun.", Jobs);
        measures.Watch("faceweb.disk.free", "By", "Free on the data folder's disk.", () => [new(disk.Free)]);
        measures.Watch("faceweb.disk.originals", "By", "What all stored originals take.", () => [new(store.UsedBytes)]);
        measures.Watch("faceweb.circuits", "{circuit}", "Pages that are open.", () => [new(circuits.Open)]);
        measures.WatchTotal("faceweb.model.runs", "{picture}", "Pictures that went through a model, by its role.", () => Models(t => t.Pictures));
        measures.WatchTotal("faceweb.model.time", "s", "Time that the runs of a model took, by its role.", () => Models(t => t.Total.TotalSeconds));
        if (decoder is DecoderPool pool)
            measures.Watch("faceweb.decoder.lost", "{process}", "Decoder processes that were lost or killed since the start.", () => [new(pool.Faults)]);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private IEnumerable<Measurement<long>> Photos()
    {
        using var db = databases.CreateDbContext();
        var counts = db.Photos.GroupBy(p => p.State).Select(g => new { State = g.Key, Count = g.LongCount() }).ToDictionary(g => g.State, g => g.Count);
        return Enum.GetValues<PhotoState>().Select(state => new Measurement<long>(
            counts.GetValueOrDefault(state), KeyValuePair.Create<string, object?>("state", JsonName(state))));
    }

    private IEnumerable<Measurement<long>> Jobs()
    {
        using var db = databases.CreateDbContext();
        return [new(db.Jobs.LongCount(j => j.State == JobState.Queued))];
    }

    private IEnumerable<Measurement<T>> Models<T>(Func<ModelTime, T> figure)
        where T : struct =>
        HealthSampler.Times(models).Select(time => new Measurement<T>(figure(time), KeyValuePair.Create<string, object?>("role", time.Role)));

    private static string JsonName(PhotoState state) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(state.ToString());
}
