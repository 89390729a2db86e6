using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FaceWeb.Albums.Uploading;
using FaceWeb.Tests.Running;

namespace FaceWeb.Tests.Albums;

/// <summary>The calls that the tests of this room make again and again.</summary>
internal static class AlbumCalls
{
    /// <summary>Makes an album and returns its key.</summary>
    public static async Task<long> NewAlbumAsync(this RunningFaceWeb faceWeb, string name = "Summer")
    {
        var made = await faceWeb.Client.PostAsJsonAsync("/api/v1/albums", new { name });
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        return (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetInt64();
    }

    /// <summary>Uploads files in one request, which must be answered with 200.</summary>
    public static async Task<UploadResult> UploadAsync(this RunningFaceWeb faceWeb, long album, params (string Name, byte[] Content)[] files)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, content) in files)
            form.Add(new ByteArrayContent(content), "files", name);
        return await ResultAsync(await faceWeb.Client.PostAsync($"/api/v1/albums/{album}/photos", form));
    }

    /// <summary>Deletes for good what is in the trash.</summary>
    public static async Task EmptyTrashAsync(this RunningFaceWeb faceWeb) =>
        Assert.Equal(HttpStatusCode.NoContent, (await faceWeb.Client.DeleteAsync("/api/v1/trash")).StatusCode);

    /// <summary>Reads the answer to an upload, which must be 200.</summary>
    public static async Task<UploadResult> ResultAsync(HttpResponseMessage answer)
    {
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<UploadResult>())!;
    }

    /// <summary>How many photos an album lists.</summary>
    public static async Task<int> PhotosOfAsync(this RunningFaceWeb faceWeb, long album) =>
        (await faceWeb.Client.GetFromJsonAsync<JsonElement>($"/api/v1/albums/{album}/photos?pageSize=1")).GetProperty("total").GetInt32();

    /// <summary>Checks that nothing half received is left; small pictures may be on their way through the same folder for a moment.</summary>
    public static async Task InboxGetsEmptyAsync(this RunningFaceWeb faceWeb)
    {
        var inbox = Path.Combine(faceWeb.DataDir, "tmp");
        for (var i = 0; i < 100 && Directory.EnumerateFiles(inbox).Any(); i++)
            await Task.Delay(100);
        Assert.Empty(Directory.EnumerateFiles(inbox));
    }

    /// <summary>Checks that a call is refused with this status and a sentence that contains this.</summary>
    public static async Task RefusesAsync(
        this RunningFaceWeb faceWeb, HttpStatusCode status, string sentence, Func<HttpClient, Task<HttpResponseMessage>> call)
    {
        var answer = await call(faceWeb.Client);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains(
            sentence, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}
