using System.Net;
using System.Text.Json;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Training;

namespace FaceWeb.Tests.Explanation;

/// <summary>"Why this name?" over HTTP, for real faces: before anybody is confirmed, by nearest faces alone, and with a trained classifier.</summary>
public sealed class ExplanationTests
{
    private static readonly string[] Shares = ["eyeDistanceShare", "sharpnessShare", "yawShare", "pitchShare", "detectorScore"];

    [SkippableFact]
    public async Task A_face_is_explained_without_anybody_confirmed_by_nearest_faces_and_by_a_trained_classifier()
    {
        var people = Directory.GetDirectories(Repository.SharedOrSkip("data", "lfw-dev", "images")).Order(StringComparer.Ordinal)
            .Select(p => (Name: Path.GetFileName(p), Files: Directory.GetFiles(p, "*.jpg").Order(StringComparer.Ordinal).Take(6).ToList()))
            .Where(p => p.Files.Count == 6).Take(4).ToList();
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var client = faceWeb.Client;
        var album = await client.NewAlbumAsync("Explained");
        var faces = new List<(long Face, string Name)>();
        foreach (var (name, files) in people)
        {
            var photos = await client.UploadAsync(album, files.Select(f => (Path.GetFileName(f), File.ReadAllBytes(f))));
            await client.AllDoneAsync();
            foreach (var photo in photos)
            {
                var main = (await client.ReadAsync($"photos/{photo}")).GetProperty("faces").EnumerateArray()
                    .MaxBy(f => f.GetProperty("box").GetProperty("width").GetDouble());
                faces.Add((main.GetProperty("id").GetInt64(), name));
            }
        }
        var (unknown, unknownName) = faces[5];

        // Nobody is confirmed: the steps up to the numbers are there, and a sentence says why no name is.
        var nobody = await client.ReadAsync($"faces/{unknown}/explanation");
        Assert.Contains("Nobody else has been confirmed", nobody.GetProperty("summary").GetString(), StringComparison.Ordinal);
        Assert.Equal(512, nobody.GetProperty("embedding").GetProperty("values").GetArrayLength());
        Assert.Equal(68, nobody.GetProperty("face").GetProperty("landmarks").GetArrayLength());
        var gradients = nobody.GetProperty("gradients");
        Assert.Equal(gradients.GetProperty("columns").GetInt32() * gradients.GetProperty("rows").GetInt32() * 9, gradients.GetProperty("values")
            .GetArrayLength());
        Assert.Equal(0, nobody.GetProperty("people").GetArrayLength() + nobody.GetProperty("nearest").GetArrayLength());
        var quality = nobody.GetProperty("quality");
        // To three places, wherever the value lies: rounding both would part 0.56250 from 0.56255.
        Assert.Equal(nobody.GetProperty("face").GetProperty("quality").GetDouble(), quality.GetProperty("overall").GetDouble(), 0.0005);
        Assert.Equal(
            quality.GetProperty("overall").GetDouble(),
            Shares.Aggregate(1.0, (all, part) => all * quality.GetProperty(part).GetDouble()), 0.0005);
        using (var picture = await client.GetAsync(new Uri($"/api/v1/faces/{unknown}/gradients", UriKind.Relative)))
            Assert.Equal("image/png", picture.Content.Headers.ContentType!.MediaType);

        // Four faces of each person are named: the nearest of them decide.
        var named = faces.Where((_, i) => i % 6 < 4).ToList();
        await client.PostAsync(
            "faces/decisions", new { items = named.Select(f => new { faceId = f.Face, decision = "confirmed", personName = f.Name }) });
        await client.AllDoneAsync();
        var byNearest = await client.ReadAsync($"faces/{unknown}/explanation");
        Assert.Equal(JsonValueKind.Null, byNearest.GetProperty("classifier").GetProperty("id").ValueKind);
        Assert.All(byNearest.GetProperty("people").EnumerateArray(), p => Assert.Equal(JsonValueKind.Null, p.GetProperty("margin").ValueKind));
        await ExplainsItsSuggestionAsync(client, byNearest, unknownName);

        // Half of what this face and the other one are nearer to everybody than usual is taken off their cosine.
        var level = byNearest.GetProperty("level");
        Assert.InRange(level.GetProperty("level").GetDouble() - level.GetProperty("usual").GetDouble(), -0.1, 0.1);
        Assert.All(byNearest.GetProperty("nearest").EnumerateArray(), n => Assert.InRange(
            n.GetProperty("correctedCosine").GetDouble() - n.GetProperty("cosine").GetDouble(), -0.1, 0.1));
        Assert.Contains(byNearest.GetProperty("nearest").EnumerateArray(), n =>
            n.GetProperty("correctedCosine").GetDouble() != n.GetProperty("cosine").GetDouble());

        // Trained: margins, too.
        var job = (await client.PostAsync("classifier/train")).GetProperty("jobId").GetInt64();
        for (var end = DateTime.UtcNow.AddMinutes(3); (await client.ReadAsync($"jobs/{job}")).GetProperty("state")
            .GetString() is "queued" or "running" && DateTime.UtcNow < end;)
            await Task.Delay(200);
        await client.AllDoneAsync();
        var trained = await client.ReadAsync($"faces/{unknown}/explanation");
        Assert.True(trained.GetProperty("classifier").GetProperty("id").GetInt64() > 0);
        await ExplainsItsSuggestionAsync(client, trained, unknownName);
        var best = trained.GetProperty("people")[0];
        Assert.True(best.GetProperty("margin").GetDouble() > 0);
        Assert.Equal("margin", best.GetProperty("terms")[3].GetProperty("kind").GetString());

        // A confirmed face is compared without itself: the nearest is another one, and the person counts one face less.
        var (own, ownName) = named[0];
        var confirmed = await client.ReadAsync($"faces/{own}/explanation");
        Assert.StartsWith($"A person confirmed {ownName}. Without this face the classifier", confirmed.GetProperty("summary")
            .GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(confirmed.GetProperty("nearest").EnumerateArray(), n => n.GetProperty("faceId").GetInt64() == own);
        Assert.Equal(3, confirmed.GetProperty("people").EnumerateArray()
            .Single(p => p.GetProperty("person").GetProperty("name").GetString() == ownName).GetProperty("faces").GetInt32());

        // Rejected: named as such, and looked at no more.
        var person = best.GetProperty("person").GetProperty("id").GetInt64();
        await client.PostAsync("faces/decisions", new { items = new[] { new { faceId = unknown, decision = "rejected", personId = person } } });
        var rejected = await client.ReadAsync($"faces/{unknown}/explanation");
        Assert.Equal(person, rejected.GetProperty("rejected")[0].GetProperty("id").GetInt64());
        Assert.DoesNotContain(rejected.GetProperty("people").EnumerateArray(), p => p.GetProperty("person").GetProperty("id").GetInt64() == person);

        // Drawn by hand, in a corner where nothing is: explained like any other.
        var photoId = rejected.GetProperty("face").GetProperty("photoId").GetInt64();
        var drawn = (await client.PostAsync($"photos/{photoId}/faces", new { box = new { x = 2, y = 2, width = 30, height = 34 } })).GetProperty("id")
            .GetInt64();
        var byHand = await client.ReadAsync($"faces/{drawn}/explanation");
        Assert.True(byHand.GetProperty("byHand").GetBoolean());
        Assert.Equal(512, byHand.GetProperty("embedding").GetProperty("values").GetArrayLength());
        Assert.Contains("suggests", byHand.GetProperty("summary").GetString(), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(new Uri("/api/v1/faces/987654321/explanation", UriKind.Relative))).StatusCode);
    }

    // The first person explained is the one suggested, with the same probability, and the terms add up to it.
    private static async Task ExplainsItsSuggestionAsync(HttpClient client, JsonElement explanation, string name)
    {
        var face = await client.ReadAsync($"faces/{explanation.GetProperty("face").GetProperty("id").GetInt64()}");
        var suggested = face.GetProperty("suggestions")[0];
        var best = explanation.GetProperty("people")[0];
        Assert.Equal(name, best.GetProperty("person").GetProperty("name").GetString());
        Assert.Equal(suggested.GetProperty("personId").GetInt64(), best.GetProperty("person").GetProperty("id").GetInt64());
        Assert.Equal(suggested.GetProperty("probability").GetDouble(), best.GetProperty("probability").GetDouble(), 0.005);
        foreach (var person in explanation.GetProperty("people").EnumerateArray())
        {
            var sum = person.GetProperty("terms").EnumerateArray().Sum(t => t.GetProperty("value").GetDouble() * t.GetProperty("weight").GetDouble());
            Assert.Equal(sum, person.GetProperty("logit").GetDouble(), 0.01);
            Assert.Equal(1 / (1 + Math.Exp(-sum)), person.GetProperty("probability").GetDouble(), 0.005);
        }
        var nearest = explanation.GetProperty("nearest").EnumerateArray().Select(n => n.GetProperty("cosine").GetDouble()).ToList();
        Assert.Equal(nearest.OrderDescending(), nearest);
        Assert.Equal(name, explanation.GetProperty("nearest")[0].GetProperty("person").GetProperty("name").GetString());

        // The cosine is that of the two faces' numbers.
        var other = await client.ReadAsync($"faces/{explanation.GetProperty("nearest")[0].GetProperty("faceId").GetInt64()}/embedding");
        var dot = explanation.GetProperty("embedding").GetProperty("values").EnumerateArray()
            .Zip(other.GetProperty("values").EnumerateArray(), (a, b) => a.GetDouble() * b.GetDouble()).Sum();
        Assert.Equal(dot, nearest[0], 0.005);
        var classifier = explanation.GetProperty("classifier");
        Assert.InRange(classifier.GetProperty("suggestThreshold").GetDouble(), 0, classifier.GetProperty("sureThreshold").GetDouble());
    }
}
