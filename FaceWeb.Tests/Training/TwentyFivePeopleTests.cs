using System.Text.Json;
using FaceWeb.Tests.Running;

namespace FaceWeb.Tests.Training;

/// <summary>
/// An album as families have them, through the HTTP API: 25 people with 20 photos or more, five of each confirmed; every other photo of
/// them is a probe, and 300 people who are nobody's are impostors. All of that in a long run; in every run ten probes of each, and 60 impostors.
/// </summary>
public sealed class TwentyFivePeopleTests(Xunit.Abstractions.ITestOutputHelper output)
{
    private const int Confirmed = 5;

    [SkippableFact]
    public async Task Others_of_the_same_people_get_the_right_name_first_and_strangers_get_none()
    {
        var folders = Directory.GetDirectories(Repository.SharedOrSkip("data", "lfw-dev", "images")).Order(StringComparer.Ordinal)
            .Select(f => (Name: Path.GetFileName(f), Files: Directory.GetFiles(f, "*.jpg").Order(StringComparer.Ordinal).ToArray())).ToList();
        var chance = new Random(1);
        var known = Drawn(folders.Where(p => p.Files.Length >= 20), 25, chance);
        var strangers = Drawn(folders.Where(p => p.Files.Length < 20), LongRun.Or(60, 300), chance);

        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var client = faceWeb.Client;
        var named = await client.NewAlbumAsync("Known");
        var photos = new List<(string Person, long Photo)>();
        foreach (var (name, files) in known)
        {
            chance.Shuffle(files);
            photos.AddRange((await client.UploadAsync(named, Read(files.Take(LongRun.Or(Confirmed + 10, files.Length))))).Select(photo => (name, photo)));
        }
        var unknown = await client.NewAlbumAsync("Strangers");
        var impostors = await client.UploadAsync(unknown, Read(strangers.Select(s => s.Files[0])));
        await client.AllDoneAsync();

        var taught = photos.GroupBy(p => p.Person).SelectMany(g => g.Take(Confirmed)).ToList();
        var items = new List<object>();
        foreach (var (person, photo) in taught)
            items.Add(new
            {
                faceId = (await MiddleFaceAsync(client, photo))!.Value.GetProperty("id")
                .GetInt64(),
                decision = "confirmed",
                personName = person
            });
        await client.PostAsync("faces/decisions", new { items });
        var job = (await client.PostAsync("classifier/train")).GetProperty("jobId").GetInt64();
        await client.AllDoneAsync();
        Assert.Equal("done", (await client.ReadAsync($"jobs/{job}")).GetProperty("state").GetString());

        int right = 0, probes = 0;
        foreach (var (person, photo) in photos.Except(taught))
        {
            probes++;
            if (await FirstNameAsync(client, photo) == person)
                right++;
        }
        var falselyNamed = 0;
        foreach (var photo in impostors)
        {
            if (await FirstNameAsync(client, photo) is not null)
                falselyNamed++;
        }
        output.WriteLine($"{right} of {probes} right ({100.0 * right / probes:F2} %), {falselyNamed} of {impostors.Count} strangers named.");
        Assert.True(right >= 0.99 * probes, $"Only {right} of {probes} got the right name first.");
        Assert.True(falselyNamed <= impostors.Count / 50, $"{falselyNamed} of {impostors.Count} strangers got a name.");
    }

    private static List<(string Name, string[] Files)> Drawn(IEnumerable<(string Name, string[] Files)> people, int count, Random chance)
    {
        var all = people.ToArray();
        chance.Shuffle(all);
        return [.. all.Take(count)];
    }

    private static IEnumerable<(string Name, byte[] Content)> Read(IEnumerable<string> files) =>
        files.Select(f => (Path.GetFileName(f), File.ReadAllBytes(f)));

    // LFW photos are centred on the person they are named after; others may stand beside.
    private static async Task<JsonElement?> MiddleFaceAsync(HttpClient client, long photo)
    {
        var view = await client.ReadAsync($"photos/{photo}");
        double x = view.GetProperty("width").GetInt32() / 2.0, y = view.GetProperty("height").GetInt32() / 2.0;
        return view.GetProperty("faces").EnumerateArray().OrderBy(face =>
        {
            var box = face.GetProperty("box");
            return Math.Abs(box.GetProperty("x").GetDouble() + (box.GetProperty("width").GetDouble() / 2) - x)
                + Math.Abs(box.GetProperty("y").GetDouble() + (box.GetProperty("height").GetDouble() / 2) - y);
        }).Select(face => (JsonElement?)face).FirstOrDefault();
    }

    private static async Task<string?> FirstNameAsync(HttpClient client, long photo)
    {
        var suggestions = (await MiddleFaceAsync(client, photo))?.GetProperty("suggestions").EnumerateArray().ToList();
        return suggestions is { Count: > 0 } ? suggestions[0].GetProperty("name").GetString() : null;
    }
}
