using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using FaceWeb.Tests.Albums;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Training;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace FaceWeb.Tests.Telemetry;

/// <summary>What FaceWeb tells of itself: true figures, and nothing of whom it knows.</summary>
public sealed class TelemetryTests
{
    [SkippableFact]
    public async Task Prometheus_reads_what_was_uploaded_analysed_and_decided_and_no_name()
    {
        var sample = Repository.SamplePhotosOrSkip()[0];
        using var folder = new DataFolder();

        // A process of its own: figures of one process are added up, whichever FaceWeb of it they come from.
        await using var faceWeb = await FaceWebProcess.StartAsync(folder.Path);
        var client = faceWeb.Client;
        var album = await client.NewAlbumAsync("Secret wedding");
        var photo = (await client.UploadAsync(album, [("uncle-bob.jpg", await File.ReadAllBytesAsync(sample))]))[0];
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(await File.ReadAllBytesAsync(sample)), "files", "again.jpg" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes("Dear reader")), "files", "letter.jpg" },
        };
        (await client.PostAsync($"/api/v1/albums/{album}/photos", form)).EnsureSuccessStatusCode();
        await client.AllDoneAsync();
        var face = (await client.ReadAsync($"photos/{photo}")).GetProperty("faces")[0].GetProperty("id").GetInt64();
        await client.PostAsync("faces/decisions", new { items = new[] { new { faceId = face, decision = "confirmed", personName = "Robert Unmistakable" } } });

        // What was read a moment ago is given once more.
        string text;
        var end = DateTime.UtcNow.AddSeconds(30);
        do
        {
            text = await client.GetStringAsync("/metrics");
        }
        while (Of(text, "faceweb_decisions_total", "said=\"confirmed\"") is null && DateTime.UtcNow < end);
        Assert.True(Of(text, "faceweb_photos_analysed_total", "outcome=\"done\"") == 1, text);
        Assert.Equal(1, Of(text, "faceweb_decisions_total", "said=\"confirmed\""));
        Assert.Equal(1, Of(text, "faceweb_uploads_total", "outcome=\"kept\""));
        Assert.Equal(1, Of(text, "faceweb_uploads_total", "outcome=\"duplicate\""));
        Assert.Equal(1, Of(text, "faceweb_uploads_total", "outcome=\"rejected\""));
        Assert.Equal(new FileInfo(sample).Length, Of(text, "faceweb_uploads_size_bytes_total", ""));
        Assert.Equal(1, Of(text, "faceweb_photos", "state=\"analysed\""));
        Assert.Equal(0, Of(text, "faceweb_photos", "state=\"queued\""));
        Assert.Equal(new FileInfo(sample).Length, Of(text, "faceweb_disk_originals_bytes", ""));
        Assert.True(Of(text, "faceweb_disk_free_bytes", "") > 0);
        Assert.True(Of(text, "faceweb_analysis_duration_seconds_sum", "") > 0);
        Assert.True(Of(text, "faceweb_model_runs_total", "role=\"detect\"") > 0, text);
        Assert.True(Of(text, "faceweb_model_time_seconds_total", "role=\"detect\"") > 0, text);
        Assert.Equal(0, Of(text, "faceweb_circuits", ""));
        Assert.NotNull(Of(text, "http_server_request_duration_seconds_count", ""));
        foreach (var secret in new[] { "Unmistakable", "wedding", "uncle-bob", "letter.jpg", RunningFaceWeb.Email, RunningFaceWeb.ApiKey })
            Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Where_it_is_not_wanted_it_is_not_there()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync("--FaceWeb:Telemetry:Prometheus=false");
        Assert.Equal(HttpStatusCode.NotFound, (await faceWeb.Client.GetAsync("/metrics")).StatusCode);
    }

    [Fact]
    public async Task A_collector_is_sent_figures_and_traces()
    {
        // Speaks enough of OTLP over HTTP to note what arrives.
        var arrived = new ConcurrentDictionary<string, string>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var collector = builder.Build();
        collector.MapPost("/v1/{what}", async (string what, HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            arrived.AddOrUpdate(what, _ => Encoding.Latin1.GetString(body.ToArray()), (_, before) => before + Encoding.Latin1.GetString(body.ToArray()));
            return Results.Ok();
        });
        await collector.StartAsync();
        await using (var faceWeb = await RunningFaceWeb.StartAsync($"--FaceWeb:Telemetry:Otlp={collector.Urls.First()}"))
        {
            await faceWeb.UploadAsync(await faceWeb.NewAlbumAsync("Secret wedding"), ("uncle-bob.jpg", Pictures.Jpeg(1)));
            await faceWeb.Client.AllDoneAsync();
        }
        // Ended, it sends what it still has.
        Assert.Contains("faceweb.photos.analysed", arrived["metrics"], StringComparison.Ordinal);
        Assert.Contains("analyse", arrived["traces"], StringComparison.Ordinal);
        foreach (var secret in new[] { "wedding", "uncle-bob" })
            Assert.DoesNotContain(secret, arrived["metrics"] + arrived["traces"], StringComparison.OrdinalIgnoreCase);
    }

    // The value of the first line of this name that has this tag.
    private static double? Of(string text, string name, string tag) => text.Split('\n')
        .Where(line => Regex.IsMatch(line, $"^{Regex.Escape(name)}[ {{]") && line.Contains(tag, StringComparison.Ordinal))
        .Select(line => (double?)double.Parse(Regex.Match(line, @"[}a-z] ([-+.0-9eE]+)").Groups[1].Value, CultureInfo.InvariantCulture)).FirstOrDefault();
}
