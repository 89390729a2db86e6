using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FaceWeb.Data;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Training;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FaceWeb.Tests.Analysis;

/// <summary>Boxes drawn, moved and taken back by hand, over HTTP, on a real photo.</summary>
public sealed class HandDrawnFacesTests
{
    [SkippableFact]
    public async Task A_moved_face_keeps_its_decision_is_measured_anew_and_its_old_box_comes_back_after_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("faceweb-moved-").FullName;
        try
        {
            JsonElement before, moved;
            string numbers;
            long id;
            await using (var faceWeb = await RunningFaceWeb.StartInAsync(folder))
            {
                var client = faceWeb.Client;
                var photo = await PhotoAsync(client);
                before = (await client.ReadAsync($"photos/{photo}")).GetProperty("faces")[0];
                id = before.GetProperty("id").GetInt64();
                await client.PostAsync("faces/decisions", new { items = new[] { new { faceId = id, decision = "confirmed", personName = "Ada" } } });
                numbers = await NumbersAsync(client, id);

                var (x, y, width, height) = BoxOf(before);
                moved = await MoveAsync(
                    client, id, new { box = new { x = x + (width * 0.2), y = y + (height * 0.1), width = width * 0.7, height = height * 0.8 } });
                Assert.Equal("Ada", moved.GetProperty("person").GetProperty("name").GetString());
                Assert.Equal(x + (width * 0.2), moved.GetProperty("box").GetProperty("x").GetDouble(), 9);
                Assert.NotEqual(before.GetProperty("landmarks").GetRawText(), moved.GetProperty("landmarks").GetRawText());
                Assert.NotEqual(numbers, await NumbersAsync(client, id));

                // The move is in the history; the same box once more is none.
                var box = moved.GetProperty("box");
                await MoveAsync(client, id, new { box });
                var history = (await client.ReadAsync($"faces/{id}/history")).GetProperty("items");
                Assert.Equal(2, history.GetArrayLength());
                Assert.Equal("Its box was moved or resized.", history[0].GetProperty("text").GetString());
                Assert.Equal("moveFace", history[0].GetProperty("kind").GetString());
                Assert.Equal(RunningFaceWeb.Email, history[0].GetProperty("user").GetString());
            }
            await using (var faceWeb = await RunningFaceWeb.StartInAsync(folder))
            {
                var client = faceWeb.Client;
                var undone = await client.PostAsync("decisions/undo");
                Assert.Equal("moveFace", undone.GetProperty("kind").GetString());
                var after = await client.ReadAsync($"faces/{id}");
                foreach (var same in new[] { "box", "landmarks", "detectorScore", "quality", })
                    Assert.Equal(before.GetProperty(same).GetRawText(), after.GetProperty(same).GetRawText());
                Assert.Equal(numbers, await NumbersAsync(client, id));
                Assert.Equal("Ada", after.GetProperty("person").GetProperty("name").GetString());
                var history = (await client.ReadAsync($"faces/{id}/history")).GetProperty("items");
                Assert.Equal("Its box was put back.", history[0].GetProperty("text").GetString());
                Assert.True(history[1].GetProperty("undone").GetBoolean());

                // The move is done again, measured as before, and taken back once more.
                var redone = await client.PostAsync("decisions/redo");
                Assert.Equal("moveFace", redone.GetProperty("kind").GetString());
                after = await client.ReadAsync($"faces/{id}");
                foreach (var same in new[] { "box", "landmarks", "detectorScore", "quality", })
                    Assert.Equal(moved.GetProperty(same).GetRawText(), after.GetProperty(same).GetRawText());
                Assert.Equal("Redone: Its box was moved or resized.", (await client.ReadAsync($"faces/{id}/history"))
                    .GetProperty("items")[0].GetProperty("text").GetString());
                await client.PostAsync("decisions/undo");
                Assert.Equal(before.GetProperty("box").GetRawText(), (await client.ReadAsync($"faces/{id}")).GetProperty("box").GetRawText());

                // Then the name goes, as it came before the move.
                await client.PostAsync("decisions/undo");
                Assert.Equal("undecided", (await client.ReadAsync($"faces/{id}")).GetProperty("decision").GetString());
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [SkippableFact]
    public async Task A_box_that_cannot_be_is_refused_with_a_sentence_and_changes_nothing()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var client = faceWeb.Client;
        var photo = await PhotoAsync(client);
        var before = (await client.ReadAsync($"photos/{photo}")).GetProperty("faces");
        var face = before[0];
        var id = face.GetProperty("id").GetInt64();
        var version = face.GetProperty("version").GetInt32();
        await RefusedAsync(client, id, 400, "lies outside the picture", new { box = new { x = 9000, y = 10, width = 50, height = 50 } });
        await RefusedAsync(client, id, 400, "too small", new { box = new { x = 10, y = 10, width = 3, height = 50 } });
        await RefusedAsync(client, id, 400, "needs a box", new { });
        await RefusedAsync(
            client, id, 409, "Somebody else decided or moved", new { box = new { x = 10, y = 10, width = 50, height = 50 }, version = version + 1 });
        await RefusedAsync(client, id, 409, "nearly this box already", new { box = before[1].GetProperty("box") });
        await RefusedAsync(client, 987654321, 404, "face 987654321", new { box = new { x = 10, y = 10, width = 50, height = 50 } });
        Assert.Equal(before.GetRawText(), (await client.ReadAsync($"photos/{photo}")).GetProperty("faces").GetRawText());
    }

    [SkippableFact]
    public async Task A_decision_after_a_move_keeps_the_move_from_being_undone()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var client = faceWeb.Client;
        var photo = await PhotoAsync(client);
        var id = (await client.ReadAsync($"photos/{photo}")).GetProperty("faces")[0].GetProperty("id").GetInt64();
        var moved = await MoveAsync(client, id, new { box = new { x = 20, y = 20, width = 60, height = 60 } });
        await using (var scope = faceWeb.App.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<FaceWeb.History.Decisions.DecisionService>()
                .DecideAsync([new(id, "ignored")], new FaceWeb.Access.Actor("somebody-else", "tests"));
        var answer = await client.PostAsync(new Uri("/api/v1/decisions/undo", UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("decided or moved by somebody else since", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var after = await client.ReadAsync($"faces/{id}");
        Assert.Equal(moved.GetProperty("box").GetRawText(), after.GetProperty("box").GetRawText());
        Assert.Equal("ignored", after.GetProperty("decision").GetString());
    }

    [SkippableFact]
    public async Task A_drawn_face_gets_points_numbers_and_a_name_like_any_other()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var client = faceWeb.Client;
        var photo = await PhotoAsync(client);
        var found = (await client.ReadAsync($"photos/{photo}")).GetProperty("faces").EnumerateArray().ToList();

        // The face that the detector found is taken away behind FaceWeb's back; a person draws it where it was.
        var (x, y, width, height) = BoxOf(found[0]);
        await using (var db = await faceWeb.App.Services.GetRequiredService<IDbContextFactory<FaceWebDb>>().CreateDbContextAsync())
            await db.Faces.Where(f => f.Id == found[0].GetProperty("id").GetInt64()).ExecuteDeleteAsync();
        var twin = (await client.UploadAsync(await client.NewAlbumAsync("Twin"), [("b.jpg", await File.ReadAllBytesAsync(Photo))])).Single();
        await client.AllDoneAsync();
        var known = (await client.ReadAsync($"photos/{twin}")).GetProperty("faces")[0].GetProperty("id").GetInt64();
        await client.PostAsync("faces/decisions", new { items = new[] { new { faceId = known, decision = "confirmed", personName = "Twin" } } });

        var drawn = await client.PostAsync($"photos/{photo}/faces", new { box = new { x = x - 2, y = y + 2, width, height = height + 2 } });
        Assert.Equal(68, drawn.GetProperty("landmarks").GetArrayLength());
        await client.AllDoneAsync();
        var named = await client.ReadAsync($"faces/{drawn.GetProperty("id").GetInt64()}");
        Assert.Equal("Twin", named.GetProperty("suggestions")[0].GetProperty("name").GetString());
    }

    [SkippableFact]
    public async Task A_drawn_face_that_was_undone_comes_back_with_its_history_and_then_its_name()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var client = faceWeb.Client;
        var photo = await PhotoAsync(client);
        var drawn = await client.PostAsync($"photos/{photo}/faces", new { box = new { x = 10, y = 10, width = 60, height = 70 } });
        var id = drawn.GetProperty("id").GetInt64();
        var numbers = await NumbersAsync(client, id);
        await client.PostAsync("faces/decisions", new { items = new[] { new { faceId = id, decision = "confirmed", personName = "Poster" } } });
        await client.PostAsync("decisions/undo");
        Assert.Equal("addFace", (await client.PostAsync("decisions/undo")).GetProperty("kind").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(new Uri($"/api/v1/faces/{id}", UriKind.Relative))).StatusCode);

        // The same face, not another one in its place: what is redone next still knows it.
        Assert.Equal("addFace", (await client.PostAsync("decisions/redo")).GetProperty("kind").GetString());
        var back = await client.ReadAsync($"faces/{id}");
        foreach (var same in new[] { "box", "landmarks", "detectorScore", "quality", "photoId" })
            Assert.Equal(drawn.GetProperty(same).GetRawText(), back.GetProperty(same).GetRawText());
        Assert.Equal(numbers, await NumbersAsync(client, id));
        await client.PostAsync("decisions/redo");
        Assert.Equal("Poster", (await client.ReadAsync($"faces/{id}")).GetProperty("person").GetProperty("name").GetString());
        Assert.Equal(
            ["Redone: Confirmed as Poster.", "Redone: Drawn by hand.", "No longer Poster.", "Confirmed as Poster.", "Drawn by hand."],
            (await client.ReadAsync($"faces/{id}/history")).GetProperty("items").EnumerateArray().Select(h => h.GetProperty("text").GetString()));
        await client.PostAsync("decisions/undo");
        await client.PostAsync("decisions/undo");
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(new Uri($"/api/v1/faces/{id}", UriKind.Relative))).StatusCode);

        // Where somebody else has drawn one meanwhile, or the photo is gone, a sentence says so.
        await using (var scope = faceWeb.App.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<FaceWeb.Analysis.Boxes.HandDrawnFaces>()
                .AddAsync(photo, new FaceWeb.Pipeline.FaceBox(12, 11, 60, 70), new FaceWeb.Access.Actor("somebody-else", "tests"));
        }
        await NotRedoneAsync(client, "There is a face with nearly this box already");
        await faceWeb.App.Services.GetRequiredService<FaceWeb.Trash.TrashService>()
            .PutPhotosAsync([photo], new FaceWeb.Access.Actor("somebody-else", "tests"));
        await NotRedoneAsync(client, "The photo is gone");
    }

    private static async Task NotRedoneAsync(HttpClient client, string sentence)
    {
        var answer = await client.PostAsync(new Uri("/api/v1/decisions/redo", UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains(sentence, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static string Photo => Repository.SharedOrSkip("data", "people", "knn", "test", "obama_and_biden.jpg");

    private static async Task<long> PhotoAsync(HttpClient client)
    {
        var photo = (await client.UploadAsync(await client.NewAlbumAsync("Drawn"), [("a.jpg", await File.ReadAllBytesAsync(Photo))])).Single();
        await client.AllDoneAsync();
        return photo;
    }

    private static (double X, double Y, double Width, double Height) BoxOf(JsonElement face)
    {
        var box = face.GetProperty("box");
        return (box.GetProperty("x").GetDouble(), box.GetProperty("y").GetDouble(), box.GetProperty("width").GetDouble(), box.GetProperty("height")
            .GetDouble());
    }

    private static async Task<string> NumbersAsync(HttpClient client, long face) =>
        (await client.ReadAsync($"faces/{face}/embedding")).GetProperty("values").GetRawText();

    private static async Task<JsonElement> MoveAsync(HttpClient client, long face, object body)
    {
        var answer = await client.PatchAsJsonAsync($"/api/v1/faces/{face}", body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static async Task RefusedAsync(HttpClient client, long face, int status, string sentence, object body)
    {
        var answer = await client.PatchAsJsonAsync($"/api/v1/faces/{face}", body);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Contains(
            sentence, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}
