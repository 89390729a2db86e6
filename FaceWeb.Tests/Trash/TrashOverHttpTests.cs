using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FaceWeb.Tests.Albums;
using FaceWeb.Tests.Running;

namespace FaceWeb.Tests.Trash;

/// <summary>The trash over HTTP, what an upload of a deleted photo does, and exports.</summary>
public sealed class TrashOverHttpTests : IAsyncLifetime
{
    private RunningFaceWeb faceWeb = null!;

    public async Task InitializeAsync() => faceWeb = await RunningFaceWeb.StartAsync();

    public async Task DisposeAsync() => await faceWeb.DisposeAsync();

    [Fact]
    public async Task A_deleted_photo_is_nowhere_but_in_the_trash_and_uploading_it_again_brings_it_back()
    {
        var album = await faceWeb.NewAlbumAsync();
        var content = Pictures.Jpeg(401);
        var photo = Assert.Single((await faceWeb.UploadAsync(album, ("a.jpg", content))).Accepted).PhotoId;
        Assert.Equal(HttpStatusCode.NoContent, (await faceWeb.Client.DeleteAsync($"/api/v1/photos/{photo}")).StatusCode);
        foreach (var path in new[] { $"photos/{photo}", $"photos/{photo}/image", $"photos/{photo}/image?size=original" })
            Assert.Equal(HttpStatusCode.NotFound, (await faceWeb.Client.GetAsync($"/api/v1/{path}")).StatusCode);
        Assert.Equal(0, await faceWeb.PhotosOfAsync(album));

        var entry = (await GetAsync("trash")).GetProperty("items")[0];
        Assert.Equal(("photo", "a.jpg", RunningFaceWeb.Email), (
            entry.GetProperty("kind").GetString(), entry.GetProperty("name").GetString(), entry.GetProperty("deletedBy").GetString()));
        var summary = await GetAsync("trash/summary");
        Assert.Equal((1, content.LongLength, 30), (
            summary.GetProperty("photos").GetInt32(), summary.GetProperty("bytes").GetInt64(), summary.GetProperty("days").GetInt32()));
        var picture = await faceWeb.Client.GetAsync($"/api/v1/trash/{entry.GetProperty("id").GetInt64()}/picture");
        Assert.Equal("image/jpeg", picture.Content.Headers.ContentType?.MediaType);

        var back = Assert.Single((await faceWeb.UploadAsync(album, ("again.jpg", content))).Accepted);
        Assert.Equal((photo, false, true), (back.PhotoId, back.Duplicate, back.BroughtBack));
        Assert.Equal(HttpStatusCode.OK, (await faceWeb.Client.GetAsync($"/api/v1/photos/{photo}/image")).StatusCode);
        Assert.Equal(0, (await GetAsync("trash")).GetProperty("total").GetInt32());

        // Another album has nothing to do with what lies in the trash of this one.
        await faceWeb.Client.DeleteAsync($"/api/v1/photos/{photo}");
        var other = Assert.Single((await faceWeb.UploadAsync(await faceWeb.NewAlbumAsync("Other"), ("b.jpg", content))).Accepted);
        Assert.NotEqual(photo, other.PhotoId);
        Assert.Equal(0, (await GetAsync("trash/summary")).GetProperty("bytes").GetInt64());
        var id = (await GetAsync("trash")).GetProperty("items")[0].GetProperty("id").GetInt64();
        Assert.Equal(HttpStatusCode.NoContent, (await faceWeb.Client.PostAsync($"/api/v1/trash/{id}/bring-back", null)).StatusCode);
        Assert.Equal(1, await faceWeb.PhotosOfAsync(album));
        await faceWeb.RefusesAsync(HttpStatusCode.NotFound, $"There is no thing {id} in the trash", c => c.DeleteAsync($"/api/v1/trash/{id}"));
    }

    [Fact]
    public async Task A_person_and_an_account_are_exported_as_readable_files()
    {
        var answer = await faceWeb.Client.PostAsJsonAsync("/api/v1/people", new { name = "Zoë, \"die\" Ältere" });
        var made = await answer.Content.ReadFromJsonAsync<JsonElement>();
        var id = made.GetProperty("id").GetInt64();
        using (var zip = new ZipArchive(new MemoryStream(await faceWeb.Client.GetByteArrayAsync($"/api/v1/people/{id}/export?photos=true"))))
        {
            using var about = await JsonDocument.ParseAsync(zip.GetEntry("person.json")!.Open());
            Assert.Equal("Zoë, \"die\" Ältere", about.RootElement.GetProperty("name").GetString());
            foreach (var file in new[] { "faces.csv", "measurements.csv", "appearances.csv", "suggestions.csv", "history.csv" })
                Assert.NotNull(zip.GetEntry(file));
        }
        using (var zip = new ZipArchive(new MemoryStream(await faceWeb.Client.GetByteArrayAsync("/api/v1/account/export"))))
        {
            using var about = await JsonDocument.ParseAsync(zip.GetEntry("account.json")!.Open());
            Assert.Equal(RunningFaceWeb.Email, about.RootElement.GetProperty("email").GetString());
            Assert.NotNull(zip.GetEntry("actions.csv"));
        }
        await faceWeb.RefusesAsync(HttpStatusCode.NotFound, "There is no person", c => c.GetAsync("/api/v1/people/987654321/export"));
    }

    private Task<JsonElement> GetAsync(string path) => faceWeb.Client.GetFromJsonAsync<JsonElement>($"/api/v1/{path}");
}
