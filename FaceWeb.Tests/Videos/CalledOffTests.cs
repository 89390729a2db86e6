using System.Net;
using System.Text.Json;
using FaceWeb.Access;
using FaceWeb.Analysis.Videos;
using FaceWeb.Tests.Albums;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Training;

namespace FaceWeb.Tests.Videos;

/// <summary>Copies of videos and films of them take long: how far they are is shown, and whoever asked for one calls it off.</summary>
public sealed class CalledOffTests
{
    private const string Password = "a sentence nobody guesses";

    [SkippableFact]
    public async Task A_copy_for_reading_says_how_far_it_is_and_an_editor_calls_it_off()
    {
        var film = LongFilm.MakeAv1(40);
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        using var editor = await ClientAsync(faceWeb, "editor", Roles.Editor);
        var id = Assert.Single(await editor.UploadAsync(await editor.NewAlbumAsync("Packed"), [("film.mp4", film)]));
        var shares = new List<double>();
        await Eventually.IsAsync(async () =>
        {
            var copying = (await editor.ReadAsync($"photos/{id}/tracks")).GetProperty("copying");
            if (copying.ValueKind == JsonValueKind.Number)
                shares.Add(copying.GetDouble());
            return shares.Exists(s => s is > 0 and < 1);
        });
        var running = Assert.Single(await faceWeb.UseAsync<RunningVideos, IReadOnlyList<RunningVideo>>(videos => videos.ListAsync()));
        Assert.Equal((id, "film.mp4"), (running.Id, running.FileName));
        Assert.InRange(running.Copying ?? -1, 0, 1);

        await editor.PostAsync($"photos/{id}/cancel");
        await editor.AllDoneAsync();
        Assert.Equal("failed", (await editor.ReadAsync($"photos/{id}")).GetProperty("state").GetString());
        Assert.Equal(JsonValueKind.Null, (await editor.ReadAsync($"photos/{id}/tracks")).GetProperty("copying").ValueKind);
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(faceWeb.DataDir, "tmp")));
        Assert.Empty(Directory.GetFiles(Path.Combine(faceWeb.DataDir, "thumbs"), "*-readable.mp4", SearchOption.AllDirectories));
    }

    [SkippableFact]
    public async Task A_film_is_called_off_by_whoever_asked_for_it_and_by_editors()
    {
        var film = LongFilm.Make(60);
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        using var editor = await ClientAsync(faceWeb, "editor", Roles.Editor);
        using var asker = await ClientAsync(faceWeb, "asker", Roles.Viewer);
        using var other = await ClientAsync(faceWeb, "other", Roles.Viewer);
        var id = Assert.Single(await editor.UploadAsync(await editor.NewAlbumAsync("Films"), [("film.mp4", film)]));
        await editor.PostAsync($"photos/{id}/cancel");

        await CalledOffAsync("film", asker, asker, refused: other);
        await CalledOffAsync("film", other, editor, refused: asker);
        await CalledOffAsync("named-film", editor, editor, refused: asker);
        Assert.Equal(HttpStatusCode.Conflict, await CancelAsync(editor, "named-film"));
        Assert.Empty(Directory.GetFiles(faceWeb.DataDir, "*.mp4", SearchOption.AllDirectories));

        async Task CalledOffAsync(string kind, HttpClient by, HttpClient off, HttpClient refused)
        {
            var job = (await by.PostAsync($"photos/{id}/{kind}")).GetProperty("id").GetInt64();
            Assert.Equal(HttpStatusCode.Forbidden, await CancelAsync(refused, kind));
            Assert.Equal(HttpStatusCode.NoContent, await CancelAsync(off, kind));
            var ended = await faceWeb.Client.EndedAsync(job);
            Assert.Equal("cancelled", ended.GetProperty("state").GetString());
        }

        async Task<HttpStatusCode> CancelAsync(HttpClient client, string kind)
        {
            using var answer = await client.PostAsync($"/api/v1/photos/{id}/{kind}/cancel", null);
            return answer.StatusCode;
        }
    }

    private static async Task<HttpClient> ClientAsync(RunningFaceWeb faceWeb, string name, string role)
    {
        var key = $"fw_{name}_{Guid.NewGuid():n}";
        await faceWeb.AddKeyAsync(await faceWeb.AddUserAsync($"{name}@example.org", Password, role), key);
        return faceWeb.NewClient(key);
    }
}
