using System.Text.Json;
using FaceWeb.Data;
using FaceWeb.Tests.Browser;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Training;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FaceWeb.Tests.Videos;

/// <summary>A real clip of nine seconds over HTTP: found, suggested from a portrait, named, taken along, looked at again, resumed.</summary>
public sealed class NamedClipTests
{
    private static readonly string[] PortraitFiles = ["lin-manuel-miranda.png", "alex-lacamoire.png"];

    private const string Singer = "Lin-Manuel Miranda";

    // By eye, in seconds of a player; one look and one frame.
    private const double NearFrom = 3.7;
    private const double NearTo = 7.85;
    private const double OneLook = 0.35;

    [SkippableFact]
    public async Task A_clip_is_suggested_named_exported_and_looked_at_again()
    {
        var clip = Clip();
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var client = faceWeb.Client;
        var album = await client.NewAlbumAsync("Musical");
        var portraits = await client.UploadAsync(album, Portraits());
        await client.AllDoneAsync();
        await LfwPeople.NameAsync(client, Singer, [portraits[0]]);
        await LfwPeople.NameAsync(client, "Alex Lacamoire", [portraits[1]]);
        var id = (await client.UploadAsync(album, [("clip.mp4", await File.ReadAllBytesAsync(clip))]))[0];
        await client.AllDoneAsync();

        var tracks = await TracksAsync(client, id);
        var near = NearOf(tracks);
        Assert.Equal(Singer, near.GetProperty("suggestions")[0].GetProperty("name").GetString());
        Assert.InRange(Seconds(near, "start"), NearFrom - OneLook, NearFrom + OneLook);
        Assert.InRange(Seconds(near, "end"), NearTo - OneLook, NearTo + OneLook);
        var listeners = tracks.Where(t => Seconds(t, "start") > NearTo).ToList();
        Assert.InRange(listeners.Count, 3, 6);
        // Nobody who listens is taken for the singer.
        Assert.All(listeners, t => Assert.DoesNotContain(t.GetProperty("suggestions").EnumerateArray(), s => s.GetProperty("name").GetString() == Singer));
        foreach (var track in tracks)
        {
            var times = track.GetProperty("sightings").EnumerateArray().Select(s => s[0].GetDouble()).ToList();
            Assert.Equal(times.Order(), times);
            Assert.Equal(track.GetProperty("start").GetDouble(), times[0]);
            Assert.Equal(track.GetProperty("end").GetDouble(), times[^1]);
        }

        // Those of a part of it are those that are seen in it.
        var part = (await client.ReadAsync($"photos/{id}/tracks?from=0&to=5000")).GetProperty("tracks").EnumerateArray().ToList();
        Assert.Equal(
            tracks.Where(t => Seconds(t, "start") <= 5).Select(t => t.GetProperty("faceId").GetInt64()), part.Select(t => t.GetProperty("faceId").GetInt64()));
        Assert.InRange(part.Count, 1, tracks.Count - 3);

        // What is only suggested is not taken along; what is confirmed is, once for the whole appearance.
        Assert.Equal(0, (await client.ReadAsync($"photos/{id}/appearances")).GetArrayLength());
        var face = near.GetProperty("faceId").GetInt64();
        await client.PostAsync("faces/decisions", new { items = new[] { new { faceId = face, decision = "confirmed", personName = Singer } } });
        await client.AllDoneAsync();
        var appearance = Assert.Single((await client.ReadAsync($"photos/{id}/appearances")).EnumerateArray());
        Assert.Equal(Singer, appearance.GetProperty("person").GetProperty("name").GetString());
        Assert.InRange(appearance.GetProperty("start").GetDouble(), NearFrom - OneLook, NearFrom + OneLook);
        using var vtt = await client.GetAsync($"/api/v1/photos/{id}/appearances?format=vtt");
        Assert.Equal(("text/vtt", "clip-people.vtt"), (vtt.Content.Headers.ContentType?.MediaType, vtt.Content.Headers.ContentDisposition?.FileNameStar));
        Assert.Matches($"^WEBVTT\n\n00:00:0[34]\\.[0-9]{{3}} --> 00:00:0[78]\\.[0-9]{{3}}\n{Singer}\n$", await vtt.Content.ReadAsStringAsync());
        var csv = await client.GetStringAsync($"/api/v1/photos/{id}/appearances?format=csv");
        Assert.StartsWith($"person,start,end,face\r\n\"{Singer}\",", csv, StringComparison.Ordinal);

        // Looked at again, the named appearance stays what it was, and nothing is there twice.
        await client.PostAsync($"photos/{id}/analyse");
        await client.AllDoneAsync();
        var again = await TracksAsync(client, id);
        Assert.Equal(tracks.Count, again.Count);
        Assert.Equal("confirmed", again.Single(t => t.GetProperty("faceId").GetInt64() == face).GetProperty("decision").GetString());

        // The person's faces have it among them, and deleting the video takes all of it away.
        using var deleted = await client.DeleteAsync($"/api/v1/photos/{id}");
        Assert.True(deleted.IsSuccessStatusCode);
        Assert.Equal(0, await CountTracksAsync(faceWeb));
    }

    [SkippableFact]
    public async Task A_clip_whose_server_stops_is_looked_at_from_where_it_was()
    {
        var clip = await File.ReadAllBytesAsync(Clip());
        var folder = Directory.CreateTempSubdirectory("faceweb-resumed-").FullName;
        try
        {
            long id;
            long upTo;
            await using (var faceWeb = await RunningFaceWeb.StartInAsync(folder))
            {
                id = (await faceWeb.Client.UploadAsync(await faceWeb.Client.NewAlbumAsync("Stopped"), [("clip.mp4", clip)]))[0];
                upTo = await PartlyLookedAtAsync(faceWeb, id);
            }
            await using (var faceWeb = await RunningFaceWeb.StartInAsync(folder))
            {
                await faceWeb.Client.AllDoneAsync();
                var tracks = await TracksAsync(faceWeb.Client, id);
                // Those from before are there once, those from after as in one go.
                Assert.Contains(tracks, t => t.GetProperty("end").GetDouble() <= upTo);
                var near = NearOf(tracks);
                Assert.InRange(Seconds(near, "start"), NearFrom - OneLook, NearFrom + OneLook);
                Assert.InRange(Seconds(near, "end"), NearTo - OneLook, NearTo + OneLook);
                Assert.InRange(tracks.Count(t => Seconds(t, "start") > NearTo), 3, 6);
                Assert.Equal(tracks.Count, tracks.DistinctBy(t => (t.GetProperty("start").GetDouble(), t.GetProperty("sightings")[0][1].GetDouble())).Count());
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Clip() => Repository.SharedOrSkip("data", "video", "short_hamilton_clip.mp4");

    private static IEnumerable<(string Name, byte[] Content)> Portraits() =>
        PortraitFiles.Select(name => (name, File.ReadAllBytes(Repository.SharedOrSkip("data", "people", "single", name))));

    private static async Task<List<JsonElement>> TracksAsync(HttpClient client, long id) =>
        [.. (await client.ReadAsync($"photos/{id}/tracks")).GetProperty("tracks").EnumerateArray()];

    // The longest that is over before the listeners are shown and lasts into the near shot.
    private static JsonElement NearOf(IEnumerable<JsonElement> tracks) =>
        tracks.Where(t => Seconds(t, "end") is > 5 and < NearTo + OneLook).MaxBy(t => Seconds(t, "end") - Seconds(t, "start"));

    private static double Seconds(JsonElement track, string which) => track.GetProperty(which).GetDouble() / 1000;

    private static async Task<long> PartlyLookedAtAsync(RunningFaceWeb faceWeb, long id)
    {
        for (var end = DateTime.UtcNow.AddMinutes(5); DateTime.UtcNow < end; await Task.Delay(10))
        {
            await using var db = await faceWeb.App.Services.GetRequiredService<IDbContextFactory<FaceWebDb>>().CreateDbContextAsync();
            var photo = await db.Photos.AsNoTracking().SingleAsync(p => p.Id == id);
            Assert.NotEqual(PhotoState.Analysed, photo.State);
            if (photo.LookedUpTo is { } upTo and > 0)
                return upTo;
        }
        throw new TimeoutException("No part of the clip was looked at.");
    }

    private static async Task<int> CountTracksAsync(RunningFaceWeb faceWeb)
    {
        await using var db = await faceWeb.App.Services.GetRequiredService<IDbContextFactory<FaceWebDb>>().CreateDbContextAsync();
        return await db.VideoTracks.CountAsync() + await db.TrackImages.CountAsync();
    }
}
