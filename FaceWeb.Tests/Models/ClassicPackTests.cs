using System.Net;
using System.Text.Json;
using FaceWeb.Tests.Embedding;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Training;

namespace FaceWeb.Tests.Models;

/// <summary>The classic recipe chosen as the model pack: the whole way of a photo over HTTP.</summary>
public sealed class ClassicPackTests
{
    [SkippableFact]
    public async Task A_photo_goes_the_classic_way_and_its_face_shows_window_and_template()
    {
        RecognitionModelTests.SkipWithoutSecondPack();
        var photo = Repository.SamplePhotosOrSkip()[0];
        await using var faceWeb = await RunningFaceWeb.StartAsync("--FaceWeb:Models:Pack=classic", "--FaceWeb:Models:SmallestFace=60");
        var face = await FirstFaceAsync(faceWeb.Client, photo);
        var why = await faceWeb.Client.ReadAsync($"faces/{face}/explanation");
        Assert.Equal("classic", why.GetProperty("embedding").GetProperty("model").GetString());
        Assert.Equal(128, why.GetProperty("embedding").GetProperty("values").GetArrayLength());
        var seen = why.GetProperty("detection");
        Assert.Equal(5, seen.GetProperty("poses").GetInt32());
        Assert.True(seen.GetProperty("score").GetDouble() >= seen.GetProperty("leastScore").GetDouble());
        Assert.Equal(
            seen.GetProperty("margin").GetDouble(),
            seen.GetProperty("constant").GetDouble() + seen.GetProperty("cellMargins").EnumerateArray().Sum(m => m.GetDouble()), 0.02);
        foreach (var picture in new[] { "hog-window", "hog-template" })
        {
            using var response = await faceWeb.Client.GetAsync(new Uri($"/api/v1/faces/{face}/{picture}", UriKind.Relative));
            Assert.Equal((HttpStatusCode.OK, "image/png"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        }
    }

    [SkippableFact]
    public async Task A_face_that_a_network_found_has_no_window()
    {
        var photo = Repository.SamplePhotosOrSkip()[0];
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var face = await FirstFaceAsync(faceWeb.Client, photo);
        Assert.Equal(JsonValueKind.Null, (await faceWeb.Client.ReadAsync($"faces/{face}/explanation")).GetProperty("detection").ValueKind);
        using var response = await faceWeb.Client.GetAsync(new Uri($"/api/v1/faces/{face}/hog-window", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private static async Task<long> FirstFaceAsync(HttpClient client, string path)
    {
        var album = await client.NewAlbumAsync("Classic");
        var photos = await client.UploadAsync(album, [(Path.GetFileName(path), File.ReadAllBytes(path))]);
        await client.AllDoneAsync();
        return (await client.ReadAsync($"photos/{photos[0]}")).GetProperty("faces").EnumerateArray()
            .MaxBy(f => f.GetProperty("detectorScore").GetDouble()).GetProperty("id").GetInt64();
    }
}
