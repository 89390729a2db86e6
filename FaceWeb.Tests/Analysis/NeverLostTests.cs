using System.Net.Http.Json;
using System.Text.Json;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Training;
using Xunit.Abstractions;

namespace FaceWeb.Tests.Analysis;

/// <summary>What people said of real faces stays, though the photos are analysed again with other settings and other models.</summary>
public sealed class NeverLostTests(ITestOutputHelper output)
{
    [SkippableTheory]
    [InlineData("the same settings")]
    [InlineData("faces of 70 pixels and more only", "--FaceWeb:Models:SmallestFace=70")]
    [InlineData("smaller faces too", "--FaceWeb:Models:SmallestFace=14")]
    [InlineData("another pack", "--FaceWeb:Models:Pack=classic128")]
    public async Task Everything_analysed_again_with_other_settings_keeps_every_decision(string what, params string[] settings)
    {
        var models = Path.Combine(Repository.Root, "models");
        Skip.If(what == "another pack" && !File.Exists(Path.Combine(models, "classic128", "face_recognition_model.bin")),
            "models/classic128 is not restored: build with -p:ModelPacks=compact+classic128.");
        string[] photos = [Repository.SharedOrSkip("data", "group", "crowd-1.jpg"),
            Repository.SharedOrSkip("data", "people", "knn", "test", "obama_and_biden.jpg")];
        var folder = Directory.CreateTempSubdirectory("faceweb-never-lost-").FullName;
        try
        {
            Dictionary<long, string> said;
            long drawn;
            var boxes = 0;
            await using (var faceWeb = await RunningFaceWeb.StartInAsync(folder))
            {
                var client = faceWeb.Client;
                var ids = await client.UploadAsync(
                    await client.NewAlbumAsync("Never lost"), photos.Select(p => (Path.GetFileName(p), File.ReadAllBytes(p))));
                await client.AllDoneAsync();
                drawn = (await client.PostAsync($"photos/{ids[0]}/faces", new { box = new { x = 3, y = 3, width = 33, height = 37 } }))
                    .GetProperty("id").GetInt64();
                var faces = await FacesAsync(client);
                boxes = faces.Count;
                await DecideAsync(client, faces.Keys.Where(f => f != drawn).ToList());
                said = await SaidAsync(client, (await FacesAsync(client)).Keys);
                Assert.Contains(said.Values, s => s.StartsWith("confirmed", StringComparison.Ordinal));
                Assert.Contains(said.Values, s => s.Contains("not Nobody", StringComparison.Ordinal));
            }
            await using (var faceWeb = await RunningFaceWeb.StartInAsync(folder, [$"--FaceWeb:Models:Folder={models}", .. settings]))
            {
                var client = faceWeb.Client;
                Assert.Equal(2, (await client.PostAsync("photos/analyse")).GetProperty("photos").GetInt32());
                Assert.Equal(0, (await client.AllDoneAsync()).GetProperty("failed").GetInt32());
                var after = await FacesAsync(client);
                output.WriteLine($"{what}: {boxes} faces before, {after.Count} after; {said.Count} decided or drawn.");
                var now = await SaidAsync(client, said.Keys.Where(after.ContainsKey));
                foreach (var (face, before) in said)
                    Assert.True(now.TryGetValue(face, out var still) && still == before, $"Face {face} was {before}, is {(still ?? "lost")}.");
                Assert.Equal([3, 3, 33, 37], after[drawn]);

                // No decided face has a twin: each found face was recognised as the one that is there.
                var decided = said.Keys.Where(f => f != drawn).Select(f => after[f]).ToList();
                var twins = after.Where(a => !said.ContainsKey(a.Key) && decided.Exists(d => Overlap(a.Value, d) > 0.5)).Select(a => a.Key);
                Assert.Empty(twins);

                // Names go on being suggested by the models in use: each decided face has their numbers.
                var pack = (await client.ReadAsync($"faces/{said.Keys.First()}/embedding")).GetProperty("model").GetString();
                foreach (var face in said.Keys)
                    Assert.Equal(pack, (await client.ReadAsync($"faces/{face}/embedding")).GetProperty("model").GetString());
                Assert.Equal(what == "another pack" ? "classic128" : "compact", pack);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [SkippableFact]
    public async Task An_album_is_analysed_again_and_the_rest_of_it_called_off()
    {
        var files = Directory.GetFiles(Repository.SharedOrSkip("data", "lfw-dev", "images"), "*.jpg", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).Take(40);
        await using var faceWeb = await RunningFaceWeb.StartAsync("--FaceWeb:Models:Workers=1");
        var client = faceWeb.Client;
        var album = await client.NewAlbumAsync("Again");
        await client.UploadAsync(album, files.Select(f => (Path.GetFileName(f), File.ReadAllBytes(f))));
        await client.AllDoneAsync();
        var before = await FacesAsync(client);
        using (DatabaseHold.AnalyseAtMost(faceWeb.DataDir, 10))
        {
            Assert.Equal(40, (await client.PostAsync($"albums/{album}/analyse")).GetProperty("photos").GetInt32());
            var stopped = (await client.PostAsync("photos/cancel")).GetProperty("cancelled").GetInt32();
            Assert.InRange(stopped, 30, 40);
        }
        var summary = await client.AllDoneAsync();
        Assert.Equal(40, summary.GetProperty("done").GetInt32());
        Assert.Equal(0, summary.GetProperty("failed").GetInt32());
        Assert.Equal(before.Keys.Order(), (await FacesAsync(client)).Keys.Order());
    }

    // All faces of all photos with their boxes.
    private static async Task<Dictionary<long, double[]>> FacesAsync(HttpClient client)
    {
        var faces = new Dictionary<long, double[]>();
        for (var page = 1; ; page++)
        {
            var found = (await client.ReadAsync($"faces?page={page}&pageSize=100")).GetProperty("items");
            foreach (var face in found.EnumerateArray())
                faces.Add(face.GetProperty("id").GetInt64(), [.. face.GetProperty("box").EnumerateObject().Select(n => n.Value.GetDouble())]);
            if (found.GetArrayLength() < 100)
                return faces;
        }
    }

    // Each face gets another kind of decision in turn; every seventh is left alone.
    private static async Task DecideAsync(HttpClient client, List<long> faces)
    {
        var nobody = (await client.PostAsync("people", new { name = "Nobody" })).GetProperty("id").GetInt64();
        var items = faces.Order().Select((face, i) => (i % 7) switch
        {
            0 or 4 => (object)new { faceId = face, decision = "confirmed", personName = $"Person {i}" },
            1 => new { faceId = face, decision = "rejected", personId = nobody },
            2 or 5 => new { faceId = face, decision = "ignored" },
            3 => new { faceId = face, decision = "notAFace" },
            _ => null!,
        }).Where(item => item is not null);
        await client.PostAsync("faces/decisions", new { items });
    }

    // What has been said of each face, in words; faces of which nothing has are left out.
    private static async Task<Dictionary<long, string>> SaidAsync(HttpClient client, IEnumerable<long> faces)
    {
        var said = new Dictionary<long, string>();
        foreach (var id in faces)
        {
            var history = (await client.ReadAsync($"faces/{id}/history")).GetProperty("items");
            if (history.GetArrayLength() == 0)
                continue;
            var face = await client.ReadAsync($"faces/{id}");
            var rejected = (await client.ReadAsync($"faces/{id}/explanation")).GetProperty("rejected").EnumerateArray()
                .Select(p => p.GetProperty("name").GetString());
            var person = face.GetProperty("person") is { ValueKind: JsonValueKind.Object } p ? p.GetProperty("name").GetString() : "";
            said.Add(id, $"{face.GetProperty("decision").GetString()} {person} {string.Join(' ', rejected.Select(r => $"not {r}"))} "
                + $"{history.GetRawText()}");
        }
        return said;
    }

    private static double Overlap(double[] a, double[] b) =>
        new FaceWeb.Pipeline.FaceBox(a[0], a[1], a[2], a[3]).IntersectionOverUnion(new FaceWeb.Pipeline.FaceBox(b[0], b[1], b[2], b[3]));
}
