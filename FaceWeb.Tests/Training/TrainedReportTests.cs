using System.Net;
using System.Text.Json;
using FaceWeb.Pipeline.Classification;
using FaceWeb.Pipeline.Classification.Report;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Suggestions;

namespace FaceWeb.Tests.Training;

/// <summary>The stored report, second looks at doubted faces, the comparison with the one before and the way back, through the HTTP API.</summary>
public sealed class TrainedReportTests
{
    [Fact]
    public async Task A_doubted_face_found_right_is_not_named_again_until_that_is_undone()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var client = faceWeb.Client;
        var album = await SeededAlbum.MakeAsync(faceWeb);
        var faces = await album.AddPeopleAsync(6, 12);

        // One of the first person's faces is confirmed as the second.
        var wrong = faces[0][0];
        await album.ConfirmAsync("Person 2", wrong);
        await client.TrainAsync();
        var suspect = Assert.Single((await SuspectsAsync(client)));
        Assert.Equal(wrong, suspect.GetProperty("faceId").GetInt64());
        Assert.All(suspect.GetProperty("likelyFaceIds").EnumerateArray(), face => Assert.Contains(face.GetInt64(), faces[0]));

        var right = await client.PostAsync($"faces/{wrong}/reaffirm");
        Assert.Equal("Person 2", right.GetProperty("person").GetProperty("name").GetString());
        var history = (await client.ReadAsync($"faces/{wrong}/history")).GetProperty("items")[0];
        Assert.Equal("Looked at again: it is Person 2.", history.GetProperty("text").GetString());
        await client.TrainAsync();
        Assert.Empty(await SuspectsAsync(client));

        await client.PostAsync("decisions/undo");
        Assert.True((await client.ReadAsync($"faces/{wrong}/history")).GetProperty("items").EnumerateArray()
            .First(h => h.GetProperty("kind").GetString() == "reaffirm").GetProperty("undone").GetBoolean());
        await client.TrainAsync();
        Assert.Single(await SuspectsAsync(client));

        // Found right as one person, it is doubted again as another.
        await client.PostAsync($"faces/{wrong}/reaffirm");
        await album.ConfirmAsync("Person 3", wrong);
        await client.TrainAsync();
        Assert.Equal(wrong, Assert.Single(await SuspectsAsync(client)).GetProperty("faceId").GetInt64());

        await album.UndecideAsync(wrong);
        var refused = await client.PostAsync(new Uri($"/api/v1/faces/{wrong}/reaffirm", UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("not confirmed as anybody", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worse_classifier_is_not_activated_says_why_and_can_be_activated_by_hand_and_gone_back_from()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var client = faceWeb.Client;
        var album = await SeededAlbum.MakeAsync(faceWeb);
        var faces = await album.AddPeopleAsync(12, 10);
        var nothing = await client.PostAsync(new Uri("/api/v1/classifier/back", UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.Conflict, nothing.StatusCode);
        await client.TrainAsync();
        var first = await client.ReadAsync("classifier");
        Assert.Equal("first", Comparison(first).GetProperty("verdict").GetString());
        Assert.Equal(JsonValueKind.Null, Comparison(first).GetProperty("beforeId").ValueKind);

        // Faces whose names are drawn by chance come along: nothing can be learnt from them.
        var chance = new Random(5);
        var noise = await album.AddAsync(Enumerable.Range(0, 120).Select(_ => album.Vectors.Near(album.Vectors.Anyone())));
        foreach (var person in noise.GroupBy(_ => chance.Next(12)))
            await album.ConfirmAsync($"Person {person.Key + 1}", [.. person]);
        foreach (var person in Enumerable.Range(0, 12))
            await album.ConfirmAsync($"Person {((person + 1) % 12) + 1}", faces[person][..5]);
        var job = await client.TrainAsync();
        var newest = (await client.ReadAsync("classifiers")).GetProperty("items")[0];
        var detail = await client.ReadAsync($"classifiers/{newest.GetProperty("id").GetInt64()}");
        Assert.Equal(first.GetProperty("id").GetInt64(), Comparison(detail).GetProperty("beforeId").GetInt64());
        Assert.Equal("namedSince", Comparison(detail).GetProperty("on").GetString());

        // What was learnt since is judged on what was named since: both verdicts are possible here, but one has to follow from the numbers.
        var (onlyNow, onlyBefore) = (Comparison(detail).GetProperty("onlyNow").GetInt32(), Comparison(detail).GetProperty("onlyBefore").GetInt32());
        var worse = ClassifierComparison.ByChance(onlyNow, onlyBefore) < 0.1;
        Assert.Equal(worse, Comparison(detail).GetProperty("verdict").GetString() == "worse");
        Assert.Equal(!worse, newest.GetProperty("active").GetBoolean());
        Assert.Contains(worse ? "Not activated, because it is worse: on "
            : "Activated: it is ", job.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Contains(newest.GetProperty("note").GetString()!, job.GetProperty("message").GetString(), StringComparison.Ordinal);

        await client.PostAsync($"classifiers/{newest.GetProperty("id").GetInt64()}/activate");
        var back = await client.PostAsync("classifier/back");
        Assert.Equal(first.GetProperty("id").GetInt64(), back.GetProperty("id").GetInt64());
        Assert.True(back.GetProperty("active").GetBoolean());
        Assert.Contains("Activated by hand on ", back.GetProperty("note").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("Activated: it is the first of this model pack.", back.GetProperty("note").GetString(), StringComparison.Ordinal);
    }

    private static JsonElement Comparison(JsonElement classifier) => classifier.GetProperty("report").GetProperty("comparison");

    private static async Task<List<JsonElement>> SuspectsAsync(HttpClient client) =>
        [.. (await client.ReadAsync("classifier")).GetProperty("report").GetProperty("suspectFaces").EnumerateArray()];
}
