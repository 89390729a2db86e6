using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FaceWeb.Suggestions;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Training;
using Microsoft.Extensions.DependencyInjection;

namespace FaceWeb.Tests.Suggestions;

/// <summary>What is suggested and what is not, through the HTTP API.</summary>
public sealed class OpenSetTests(Xunit.Abstractions.ITestOutputHelper output)
{
    [Fact]
    public async Task Suggestions_are_the_people_above_the_threshold_that_the_chosen_rate_gives()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var client = faceWeb.Client;
        var album = await SeededAlbum.MakeAsync(faceWeb);

        // Blurred people, so that some faces lie between.
        await album.AddPeopleAsync(40, 8, spread: 1.3f);
        Assert.Equal(0.01, (await client.ReadAsync("classifier/settings")).GetProperty("falseSuggestionRate").GetDouble());
        foreach (var wrong in new[] { 0, 0.0009, 0.11, 5 })
        {
            var refused = await client.PutAsJsonAsync("/api/v1/classifier/settings", new { falseSuggestionRate = wrong });
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Contains("must lie between 0.001 (1 in 1,000) and 0.1 (1 in 10)", (await refused.Content.ReadFromJsonAsync<JsonElement>())
                .GetProperty("detail").GetString(), StringComparison.Ordinal);
        }

        var named = new List<int>();
        foreach (var rate in new[] { 0.001, 0.1 })
        {
            (await client.PutAsJsonAsync("/api/v1/classifier/settings", new { falseSuggestionRate = rate })).EnsureSuccessStatusCode();
            Assert.Equal("done", (await client.TrainAsync()).GetProperty("state").GetString());

            // Strangers whom the training has not had among its negatives.
            var strangers = await album.AddAsync(Enumerable.Range(0, 300).Select(_ => album.Vectors.Anyone()));
            faceWeb.App.Services.GetRequiredService<SuggestService>().RequestAll();
            await client.AllDoneAsync();
            var report = (await client.ReadAsync("classifier")).GetProperty("report");
            Assert.Equal(rate, report.GetProperty("falseSuggestionRate").GetDouble());
            var suggested = await SuggestionsAsync(client, strangers);
            Assert.All(suggested.SelectMany(face => face), p => Assert.True(p >= report.GetProperty("suggestThreshold").GetDouble() - 1e-6));
            Assert.All(suggested, face => Assert.InRange(face.Count, 0, 3));
            named.Add(suggested.Count(face => face.Count > 0));
        }
        output.WriteLine($"Of 300 strangers {named[0]} are named at a rate of 0.001, {named[1]} at 0.1.");
        Assert.InRange(named[0], 0, 4);
        Assert.InRange(named[1], named[0] + 1, 60);
    }

    [Fact]
    public async Task Two_faces_of_one_photo_never_get_the_same_person()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var client = faceWeb.Client;
        var album = await SeededAlbum.MakeAsync(faceWeb);
        var centre = album.Vectors.Anyone();
        var own = await album.AddAsync(Enumerable.Range(0, 8).Select(_ => album.Vectors.Near(centre, 0.6f)));
        await album.ConfirmAsync("Ada", own);
        await album.AddPeopleAsync(5, 8);
        var twins = await album.AddAsync(
            [album.Vectors.Near(centre, 0.3f), album.Vectors.Near(centre, 0.5f), album.Vectors.Near(centre, 0.7f)], onOnePhoto: true);
        await client.TrainAsync();
        await client.AllDoneAsync();
        Assert.Equal(1, await NamedAdaAsync());

        // Once one of them is confirmed, nobody else there can be her.
        await album.ConfirmAsync("Ada", twins[1]);
        await client.AllDoneAsync();
        Assert.Equal(0, await NamedAdaAsync());

        async Task<int> NamedAdaAsync()
        {
            var named = 0;
            foreach (var face in twins)
                named += (await client.ReadAsync($"faces/{face}")).GetProperty("suggestions").EnumerateArray()
                    .Count(s => s.GetProperty("name").GetString() == "Ada");
            return named;
        }
    }

    [Fact]
    public async Task A_rejected_face_lowers_its_persons_score_for_faces_like_it_at_the_next_training()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var client = faceWeb.Client;
        var album = await SeededAlbum.MakeAsync(faceWeb);
        var centre = album.Vectors.Anyone();
        var own = await album.AddAsync(Enumerable.Range(0, 8).Select(_ => album.Vectors.Near(centre)));
        var ada = (await album.ConfirmAsync("Ada", own)).GetProperty("faces")[0].GetProperty("person").GetProperty("id").GetInt64();
        await album.AddPeopleAsync(12, 6);
        var sister = album.Vectors.Near(centre, 1.0f);
        var faces = await album.AddAsync(Enumerable.Range(0, 12).Select(_ => album.Vectors.Near(sister, 0.4f)));
        await client.TrainAsync();
        await client.AllDoneAsync();
        var before = await ScoreAsync(faces[1..]);
        Assert.True(before > 0.3, $"{before}");

        // Said of one face only; without a training the others keep their score.
        await client.PostAsync("faces/decisions", new { items = new[] { new { faceId = faces[0], decision = "rejected", personId = ada } } });
        await client.AllDoneAsync();
        Assert.Equal(before, await ScoreAsync(faces[1..]), 2);
        Assert.DoesNotContain((await client.ReadAsync($"faces/{faces[0]}")).GetProperty("suggestions").EnumerateArray(), s =>
            s.GetProperty("personId").GetInt64() == ada);
        await client.TrainAsync();
        await client.AllDoneAsync();
        var after = await ScoreAsync(faces[1..]);
        Assert.True(after < before - 0.02, $"{before:F3} before, {after:F3} after the training");

        async Task<double> ScoreAsync(long[] ids)
        {
            var sum = 0d;
            foreach (var face in ids)
            {
                sum += (await client.ReadAsync($"faces/{face}")).GetProperty("suggestions").EnumerateArray()
                    .Where(s => s.GetProperty("personId").GetInt64() == ada).Sum(s => s.GetProperty("probability").GetDouble());
            }
            return sum / ids.Length;
        }
    }

    private static async Task<List<List<double>>> SuggestionsAsync(HttpClient client, long[] faces)
    {
        var all = new List<List<double>>();
        foreach (var face in faces)
            all.Add([.. (await client.ReadAsync($"faces/{face}")).GetProperty("suggestions").EnumerateArray()
                .Select(s => s.GetProperty("probability").GetDouble())]);
        return all;
    }
}
