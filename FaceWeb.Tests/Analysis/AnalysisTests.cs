using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FaceWeb.Analysis;
using FaceWeb.Data;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Training;
using Hangfire;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FaceWeb.Tests.Analysis;

public sealed class AnalysisTests
{
    [SkippableFact]
    public async Task A_photo_that_cannot_be_read_fails_after_three_tries_and_can_be_retried()
    {
        var file = File.ReadAllBytes(Photos(1)[0]);
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var album = await faceWeb.Client.NewAlbumAsync("Broken");
        var photo = (await faceWeb.Client.UploadAsync(album, [("a.jpg", file)])).Single();
        await faceWeb.Client.AllDoneAsync();

        // The file in the store is damaged behind FaceWeb's back.
        var stored = Directory.GetFiles(Path.Combine(faceWeb.DataDir, "photos"), "*", SearchOption.AllDirectories).Single();
        File.WriteAllText(stored, "no picture");
        await faceWeb.Client.PostAsync($"photos/{photo}/analyse");
        var summary = await faceWeb.Client.AllDoneAsync();
        Assert.Equal(1, summary.GetProperty("failed").GetInt32());
        var failed = await faceWeb.Client.ReadAsync($"photos/{photo}");
        Assert.Equal("failed", failed.GetProperty("state").GetString());
        Assert.False(string.IsNullOrWhiteSpace(failed.GetProperty("error").GetString()));
        Assert.Equal(PhotoStates.MostAttempts, (await RowAsync(faceWeb, photo)).Attempts);

        File.WriteAllBytes(stored, file);
        await faceWeb.Client.PostAsync($"photos/{photo}/retry");
        await faceWeb.Client.AllDoneAsync();
        Assert.Equal("analysed", (await faceWeb.Client.ReadAsync($"photos/{photo}")).GetProperty("state").GetString());
    }

    [SkippableFact]
    public async Task Analysing_again_keeps_faces_decisions_and_boxes_drawn_by_hand()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var client = faceWeb.Client;
        var photo = (await client.UploadAsync(await client.NewAlbumAsync("Again"), [("a.jpg", File.ReadAllBytes(Photos(1)[0]))])).Single();
        await client.AllDoneAsync();
        var face = (await client.ReadAsync($"photos/{photo}")).GetProperty("faces")[0].GetProperty("id").GetInt64();
        var confirmed = await client.PutAsJsonAsync($"/api/v1/faces/{face}/decision", new { decision = "confirmed", personName = "Ada" });
        Assert.True(confirmed.IsSuccessStatusCode, await confirmed.Content.ReadAsStringAsync());
        var drawn = (await client.PostAsync($"photos/{photo}/faces", new { box = new { x = 2, y = 2, width = 40, height = 40 } })).GetProperty("id")
            .GetInt64();
        var outside = await client.PostAsJsonAsync($"/api/v1/photos/{photo}/faces", new { box = new { x = 900, y = 2, width = 40, height = 40 } });
        Assert.Equal(HttpStatusCode.BadRequest, outside.StatusCode);

        var before = (await client.ReadAsync($"photos/{photo}")).GetProperty("faces").EnumerateArray().Select(f => f.GetProperty("id").GetInt64())
            .Order().ToList();
        await client.PostAsync($"photos/{photo}/analyse");
        await client.AllDoneAsync();
        var after = (await client.ReadAsync($"photos/{photo}")).GetProperty("faces").EnumerateArray().ToList();
        Assert.Equal(before, after.Select(f => f.GetProperty("id").GetInt64()).Order());
        Assert.Contains(drawn, before);
        Assert.Equal("Ada", after.Single(f => f.GetProperty("id").GetInt64() == face).GetProperty("person").GetProperty("name").GetString());
    }

    [SkippableFact]
    public async Task An_album_deleted_while_it_is_analysed_leaves_nothing_behind()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var album = await faceWeb.Client.NewAlbumAsync("Gone");
        await faceWeb.Client.UploadAsync(album, Photos(40).Select(f => (Path.GetFileName(f), File.ReadAllBytes(f))));
        Assert.Equal(HttpStatusCode.NoContent, (await faceWeb.Client.DeleteAsync(new Uri($"/api/v1/albums/{album}", UriKind.Relative))).StatusCode);
        var summary = await faceWeb.Client.AllDoneAsync();
        Assert.Equal(0, summary.GetProperty("failed").GetInt32());
        Assert.Equal(0, summary.GetProperty("done").GetInt32());
        await using var db = await faceWeb.App.Services.GetRequiredService<IDbContextFactory<FaceWebDb>>().CreateDbContextAsync();
        Assert.Equal(0, await db.Faces.CountAsync());
    }

    [SkippableFact]
    public async Task An_analysis_that_is_cancelled_stops_and_can_be_retried()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var client = faceWeb.Client;
        var album = await client.NewAlbumAsync("Called off");
        var first = (await client.UploadAsync(album, [("first.jpg", File.ReadAllBytes(Photos(61)[60]))])).Single();
        await client.AllDoneAsync();
        JsonElement summary;
        int failed;
        using (DatabaseHold.AnalyseAtMost(faceWeb.DataDir, 20))
        {
            await client.UploadAsync(album, Photos(60).Select(f => (Path.GetFileName(f), File.ReadAllBytes(f))));
            await client.PostAsync($"photos/{first}/analyse");
            Assert.InRange((await client.PostAsync($"albums/{album}/cancel")).GetProperty("cancelled").GetInt32(), 41, 61);
            summary = await client.AllDoneAsync();
            failed = summary.GetProperty("failed").GetInt32();
            Assert.InRange(failed, 40, 60);
        }
        Assert.Equal(61, failed + summary.GetProperty("done").GetInt32());

        // The one that had been analysed before keeps its faces.
        Assert.Equal("analysed", (await client.ReadAsync($"photos/{first}")).GetProperty("state").GetString());
        Assert.NotEqual(0, (await client.ReadAsync($"photos/{first}")).GetProperty("faces").GetArrayLength());
        var aside = (await client.ReadAsync($"albums/{album}/photos?state=failed&pageSize=1")).GetProperty("items")[0];
        Assert.Equal(PhotoStates.CalledOff, aside.GetProperty("error").GetString());
        Assert.Equal(HttpStatusCode.Conflict, (await client.PostAsync(new Uri($"/api/v1/albums/{album}/cancel", UriKind.Relative), null)).StatusCode);

        await client.PostAsync($"albums/{album}/retry");
        summary = await client.AllDoneAsync();
        Assert.Equal(61, summary.GetProperty("done").GetInt32());
    }

    [SkippableFact]
    public async Task A_photo_at_which_the_process_dies_three_times_is_given_up()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var services = faceWeb.App.Services;
        var photo = (await faceWeb.Client.UploadAsync(await faceWeb.Client.NewAlbumAsync("Deadly"), [("a.jpg", File.ReadAllBytes(Photos(1)[0]))]))
            .Single();
        await faceWeb.Client.AllDoneAsync();

        // The sweep that runs every three minutes would have the photo analysed between two deaths.
        services.GetRequiredService<IRecurringJobManager>().RemoveIfExists("analysis-recovery");
        for (var death = 1; death <= PhotoStates.MostInterruptions; death++)
        {
            await using var db = await services.GetRequiredService<IDbContextFactory<FaceWebDb>>().CreateDbContextAsync();
            await db.Photos.Where(p => p.Id == photo).ExecuteUpdateAsync(set => set
                .SetProperty(p => p.State, PhotoState.Running).SetProperty(p => p.ClaimedBy, Guid.NewGuid())
                    .SetProperty(p => p.ClaimedAt, DateTime.UtcNow));
            await services.GetRequiredService<PhotoClaims>().TakeBackAsync();
            var row = await RowAsync(faceWeb, photo);
            Assert.Equal(death < PhotoStates.MostInterruptions ? PhotoState.Queued : PhotoState.Failed, row.State);
            Assert.Equal(0, row.Attempts);
        }
        Assert.Contains("stopped three times", (await RowAsync(faceWeb, photo)).Error, StringComparison.Ordinal);
    }

    private static List<string> Photos(int count) =>
        [.. Directory.GetFiles(Repository.SharedOrSkip("data", "lfw-dev", "images"), "*.jpg", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).Take(count)];

    private static async Task<Photo> RowAsync(RunningFaceWeb faceWeb, long id)
    {
        await using var db = await faceWeb.App.Services.GetRequiredService<IDbContextFactory<FaceWebDb>>().CreateDbContextAsync();
        return await db.Photos.AsNoTracking().SingleAsync(p => p.Id == id);
    }
}
