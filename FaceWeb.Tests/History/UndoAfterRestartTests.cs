using System.Net.Http.Json;
using System.Text.Json;
using FaceWeb.Data;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Training;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FaceWeb.Tests.History;

/// <summary>What was done before FaceWeb was stopped is undone after it was started again, step by step, and the history says both.</summary>
public sealed class UndoAfterRestartTests
{
    [Fact]
    public async Task Single_and_bulk_decisions_a_merge_and_a_split_are_undone_across_restarts()
    {
        var folder = Directory.CreateTempSubdirectory("faceweb-restart-").FullName;
        try
        {
            var states = new Stack<string>();
            long[] faces;
            await using (var faceWeb = await RunningFaceWeb.StartInAsync(folder))
            {
                faces = await FacesAsync(faceWeb);
                var client = faceWeb.Client;
                async Task DoAsync(Func<Task> act)
                {
                    states.Push(await StateAsync(client, faces));
                    await act();
                }
                await DoAsync(() => client.PostAsync(
                    "faces/decisions", new { items = new[] { new { faceId = faces[0], decision = "confirmed", personName = "Ada" } } }));
                await DoAsync(() => client.PostAsync(
                    "faces/decisions", new { items = faces[1..4].Select(f => new { faceId = f, decision = "confirmed", personName = "Bea" }) }));
                var (ada, bea) = (await PersonOfAsync(client, faces[0]), await PersonOfAsync(client, faces[1]));
                await DoAsync(() => client.PostAsync($"people/{ada}/merge", new { from = new[] { bea } }));
                await DoAsync(() => client.PostAsync($"people/{ada}/split", new { faceIds = faces[2..4], name = "Cat" }));
                await DoAsync(() =>
                    client.PostAsync("faces/decisions", new { items = new[] { new { faceId = faces[4], decision = "rejected", personId = ada } } }));
                await DoAsync(() => client.PostAsync("faces/decisions", new { items = new[] { new { faceId = faces[5], decision = "notAFace" } } }));
            }
            string[] kinds = ["decide", "decide", "split", "merge", "decide", "decide"];
            foreach (var half in kinds.Chunk(3))
            {
                await using var faceWeb = await RunningFaceWeb.StartInAsync(folder);
                foreach (var kind in half)
                {
                    var undone = await faceWeb.Client.PostAsync("decisions/undo");
                    Assert.Equal(kind, undone.GetProperty("kind").GetString());
                    Assert.Equal(states.Pop(), await StateAsync(faceWeb.Client, faces));
                }
            }
            await using var last = await RunningFaceWeb.StartInAsync(folder);
            Assert.Equal(409, (int)(await last.Client.PostAsync(new Uri("/api/v1/decisions/undo", UriKind.Relative), null)).StatusCode);

            // Who, when, what, from where; all that was undone is marked so.
            var history = (await last.Client.ReadAsync($"faces/{faces[2]}/history")).GetProperty("items").EnumerateArray().ToList();
            Assert.Equal(["undo", "undo", "undo", "split", "merge", "decide"], history.Select(h => h.GetProperty("kind").GetString()));
            Assert.All(history.Skip(3), h => Assert.True(h.GetProperty("undone").GetBoolean()));
            Assert.All(history, h =>
                Assert.Equal((RunningFaceWeb.Email, "api"), (h.GetProperty("user").GetString(), h.GetProperty("source").GetString())));
            Assert.All(history, h => Assert.InRange(h.GetProperty("at").GetDateTime(), DateTime.UtcNow.AddHours(-1), DateTime.UtcNow));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<long[]> FacesAsync(RunningFaceWeb faceWeb)
    {
        await using var db = await faceWeb.App.Services.GetRequiredService<IDbContextFactory<FaceWebDb>>().CreateDbContextAsync();
        var photo = new Photo
        {
            Album = new Album { Name = "A" },
            FileName = "a.jpg",
            Sha256 = new string('b', 64),
            MimeType = "image/jpeg",
            Width = 1000,
            Height = 800,
            State = PhotoState.Analysed,
            Pack = "test"
        };
        db.Photos.Add(photo);
        await db.SaveChangesAsync();
        var faces = Enumerable.Range(0, 6).Select(i => ReviewHouse.NewFace(photo.Id, i, "test")).ToList();
        db.Faces.AddRange(faces);
        await db.SaveChangesAsync();
        return [.. faces.Select(f => f.Id)];
    }

    private static async Task<long> PersonOfAsync(HttpClient client, long face) =>
        (await client.ReadAsync($"faces/{face}")).GetProperty("person").GetProperty("id").GetInt64();

    // Decision, person and rejections of each face.
    private static async Task<string> StateAsync(HttpClient client, long[] faces)
    {
        var states = new List<string>();
        foreach (var face in faces)
        {
            var said = await client.GetFromJsonAsync<JsonElement>($"/api/v1/faces/{face}/explanation");
            states.Add($"{said.GetProperty("face").GetProperty("decision")} {said.GetProperty("face").GetProperty("person")} "
                + $"{said.GetProperty("rejected")}");
        }
        return string.Join('\n', states);
    }
}
