using FaceWeb.Data;
using FaceWeb.Health.Charts;
using FaceWeb.Tests.Accounts;
using FaceWeb.Tests.Albums;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Training;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace FaceWeb.Tests.Health;

/// <summary>The figures of the last day: true ones, kept over a restart, forgotten after a day, without a name.</summary>
public sealed class HealthSamplesTests
{
    private static readonly ModelSample[] NoModels = [];

    [SkippableFact]
    public async Task Samples_tell_what_was_done_and_survive_a_restart_and_a_line_that_was_cut_off()
    {
        var photo = await File.ReadAllBytesAsync(Repository.SamplePhotosOrSkip()[0]);
        using var folder = new DataFolder();
        var file = Path.Combine(folder.Path, "health.jsonl");
        int before;
        await using (var faceWeb = await RunningFaceWeb.StartInAsync(folder.Path))
        {
            await faceWeb.UploadAsync(await faceWeb.NewAlbumAsync("Secret wedding"), ("uncle-bob.jpg", photo), ("noise.jpg", Pictures.Jpeg(590)));
            await faceWeb.Client.AllDoneAsync();
            await faceWeb.App.Services.GetRequiredService<HealthSampler>().SampleAsync();
            var samples = faceWeb.App.Services.GetRequiredService<HealthSamples>().Read();
            Assert.Equal(2, samples.Sum(s => s.Analysed));
            Assert.Equal((0, 0, 0), (samples[^1].Waiting, samples[^1].Failed, samples[^1].Circuits));
            Assert.True(samples[^1] is { MemoryBytes: > 10_000_000, FreeBytes: > 0 });
            var models = samples.SelectMany(s => s.Models).GroupBy(m => m.Role)
                .ToDictionary(g => g.Key, g => (Runs: g.Sum(m => m.Runs), Time: g.Sum(m => m.Milliseconds)));
            foreach (var role in new[] { "detect", "embed" })
                Assert.True(models[role] is { Runs: > 0, Time: > 0 }, $"{role}: {models[role]}");

            // What was counted is not counted again.
            await faceWeb.App.Services.GetRequiredService<HealthSampler>().SampleAsync();
            samples = faceWeb.App.Services.GetRequiredService<HealthSamples>().Read();
            Assert.Equal((0L, 0L), (samples[^1].Analysed, samples[^1].Models.Sum(m => m.Runs)));
            before = samples.Count;
        }
        var written = await File.ReadAllTextAsync(file);
        foreach (var secret in new[] { "wedding", "uncle", RunningFaceWeb.Email })
            Assert.DoesNotContain(secret, written, StringComparison.OrdinalIgnoreCase);
        await File.AppendAllTextAsync(file, """{"at":"2026-01-0""");

        await using var again = await RunningFaceWeb.StartInAsync(folder.Path);
        await again.App.Services.GetRequiredService<HealthSampler>().SampleAsync();
        var kept = again.App.Services.GetRequiredService<HealthSamples>().Read();
        Assert.True(kept.Count > before, $"{kept.Count} of more than {before} are there.");
        Assert.Equal(2, kept.Sum(s => s.Analysed));
    }

    [Fact]
    public void What_is_older_than_a_day_goes_from_the_charts_and_from_the_file()
    {
        using var folder = new DataFolder();
        var clock = new ManualClock();
        var samples = Open(folder.Path, clock);
        for (var minute = 0; minute < 3 * 24 * 60; minute++)
        {
            samples.Add(At(clock, minute));
            clock.Pass(TimeSpan.FromMinutes(1));
        }
        Assert.InRange(samples.Read().Count, 1439, 1440);
        var lines = File.ReadLines(Path.Combine(folder.Path, "health.jsonl")).Count(l => l.Length > 0);
        Assert.True(lines <= 2881, $"{lines} lines are in the file.");

        clock.Pass(TimeSpan.FromHours(23));
        var later = Open(folder.Path, clock);
        Assert.InRange(later.Read().Count, 59, 60);
        Assert.Equal((3 * 24 * 60) - 1, later.Read()[^1].Waiting);
        Assert.InRange(File.ReadLines(Path.Combine(folder.Path, "health.jsonl")).Count(l => l.Length > 0), 59, 60);
        clock.Pass(TimeSpan.FromHours(2));
        Assert.Empty(later.Read());
    }

    [Fact]
    public void A_chart_adds_up_breaks_where_nothing_ran_and_says_so_in_words()
    {
        var clock = new ManualClock();
        clock.Pass(TimeSpan.FromDays(1));
        var now = clock.GetUtcNow().UtcDateTime;

        // An hour's work, an hour's rest of the server, and half an hour's work.
        var samples = Enumerable.Range(0, 150).Where(i => i is < 60 or >= 120)
            .Select(i => new HealthSample(
                now.AddMinutes(i - 150), 2, i, 0, 50_000_000, 2_000_000_000, 1, [new("detect", 2, 14), new("pose", 0, 0)])).ToList();
        var charts = DayFigures.Of(samples).Select(f => new DayChart(f, samples, now)).ToDictionary(c => c.Figure.Title);
        Assert.Equal(
            ["Photos analysed", "Photos waiting", "Failed photos", "Model: Finding faces", "Memory", "Free disk", "Open pages"], charts.Keys);
        Assert.Equal("180 in the last day, at most 20 in ten minutes.", charts["Photos analysed"].Summary);
        Assert.Equal([6, 3], charts["Photos analysed"].Lines.Select(l => l.Count));
        Assert.Equal("149 at last, between 9 and 149 in the last day.", charts["Photos waiting"].Summary);
        Assert.Equal("7 ms at last, between 7 ms and 7 ms in the last day.", charts["Model: Finding faces"].Summary);
        Assert.Equal("2.0 GB at last, between 2.0 GB and 2.0 GB in the last day.", charts["Free disk"].Summary);
        Assert.Equal(["0", "50", "100", "150", "200"], charts["Photos waiting"].Vertical.Select(t => t.Label));
        Assert.All(charts.Values.SelectMany(c => c.Lines).SelectMany(l => l), at => Assert.True(at is { X: >= 0 and <= 1, Y: >= 0 and <= 1 }));
        Assert.Equal((24 - 0.5 + (5 / 60.0)) / 24, charts["Photos analysed"].Lines[1][0].X, 9);
        Assert.Equal([("1 Jan 23:00", "60"), ("1 Jan 22:00", "60"), ("1 Jan 21:00", "60")], charts["Photos analysed"].Hours);
        Assert.Equal("There is no figure of it yet.", new DayChart(DayFigures.Of([])[0], [], now).Summary);
    }

    private static HealthSamples Open(string folder, TimeProvider clock) =>
        new(Options.Create(new DataOptions { DataDir = folder }), clock, NullLogger<HealthSamples>.Instance);

    private static HealthSample At(TimeProvider clock, int waiting) => new(clock.GetUtcNow().UtcDateTime, 0, waiting, 0, 0, 0, 0, NoModels);
}
