using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FaceWeb.Tests.Running;

namespace FaceWeb.Tests.Training;

public sealed class TrainingTests
{
    [SkippableFact]
    public async Task Confirmed_faces_train_a_classifier_that_names_the_others_and_can_be_gone_back_to()
    {
        var people = Directory.GetDirectories(Repository.SharedOrSkip("data", "lfw-dev", "images")).Order(StringComparer.Ordinal)
            .Select(p => (Name: Path.GetFileName(p), Files: Directory.GetFiles(p, "*.jpg").Order(StringComparer.Ordinal).Take(8).ToList()))
            .Where(p => p.Files.Count == 8).Take(5).ToList();
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var client = faceWeb.Client;
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(new Uri("/api/v1/classifier", UriKind.Relative))).StatusCode);

        // With no name given there is nothing to learn: the job says so.
        var empty = await client.TrainAsync();
        Assert.Equal("failed", empty.GetProperty("state").GetString());
        Assert.Contains("name at least one face", empty.GetProperty("message").GetString(), StringComparison.Ordinal);

        var album = await client.NewAlbumAsync("Known");
        var expected = new Dictionary<long, string>();
        foreach (var (name, files) in people)
        {
            foreach (var id in await client.UploadAsync(album, files.Select(f => (Path.GetFileName(f), File.ReadAllBytes(f)))))
                expected[id] = name;
        }
        await client.AllDoneAsync();
        var seen = new Dictionary<string, int>();
        var decisions = new List<object>();
        foreach (var (photo, name) in expected)
        {
            if (await MainFaceAsync(client, photo) is { } face && (seen[name] = seen.GetValueOrDefault(name) + 1) <= 4)
                decisions.Add(new { faceId = face.GetProperty("id").GetInt64(), decision = "confirmed", personName = name });
        }
        await client.PostAsync("faces/decisions", new { items = decisions });

        var first = await client.TrainAsync();
        Assert.Equal("done", first.GetProperty("state").GetString());
        await client.AllDoneAsync();
        var active = await client.ReadAsync("classifier");
        Assert.Equal(5, active.GetProperty("people").GetInt32());
        var (right, all) = (0, 0);
        foreach (var (photo, name) in expected)
        {
            if (await MainFaceAsync(client, photo) is { } face && face.GetProperty("decision").GetString() == "undecided")
            {
                all++;
                var names = face.GetProperty("suggestions").EnumerateArray().Select(s => s.GetProperty("name").GetString()).ToList();
                right += names.Count > 0 && names[0] == name ? 1 : 0;
            }
        }
        Assert.True(all >= 15 && right >= all - 1, $"{right} of {all} faces are suggested rightly.");

        var second = await client.TrainAsync();
        Assert.Equal("done", second.GetProperty("state").GetString());
        await client.PostAsync($"classifiers/{active.GetProperty("id").GetInt64()}/activate");
        Assert.Equal(active.GetProperty("id").GetInt64(), (await client.ReadAsync("classifier")).GetProperty("id").GetInt64());
        Assert.Equal(2, (await client.ReadAsync("classifiers")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Health_answers_anybody_and_the_dashboard_only_admins()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        using var nobody = faceWeb.NewClient(null);
        Assert.Equal(HttpStatusCode.OK, (await nobody.GetAsync(new Uri("/health/live", UriKind.Relative))).StatusCode);
        HttpResponseMessage ready;
        var end = DateTime.UtcNow.AddMinutes(2);
        do
        {
            await Task.Delay(200);
            ready = await nobody.GetAsync(new Uri("/health/ready", UriKind.Relative));
        }
        while (ready.StatusCode != HttpStatusCode.OK && DateTime.UtcNow < end);
        Assert.Equal("ready", (await ready.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").GetString());
        Assert.NotEqual(HttpStatusCode.OK, (await nobody.GetAsync(new Uri("/hangfire", UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await faceWeb.Client.GetAsync(new Uri("/hangfire", UriKind.Relative))).StatusCode);
    }

    // LFW's person is the face in the middle of the picture (250 x 250).
    private static async Task<JsonElement?> MainFaceAsync(HttpClient client, long photo)
    {
        var faces = (await client.ReadAsync($"photos/{photo}")).GetProperty("faces").EnumerateArray().Where(f =>
        {
            var box = f.GetProperty("box");
            return Math.Abs(box.GetProperty("x").GetDouble() + (box.GetProperty("width").GetDouble() / 2) - 125) < 40;
        }).OrderByDescending(f => f.GetProperty("box").GetProperty("width").GetDouble()).ToList();
        return faces.Count > 0 ? faces[0] : null;
    }
}
