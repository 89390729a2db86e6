using System.Net;
using System.Net.Http.Json;
using System.Numerics.Tensors;
using System.Text.Json;
using FaceWeb.Data;
using FaceWeb.Models;
using FaceWeb.Tests.Albums;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Suggestions;
using FaceWeb.Tests.Training;
using FaceWeb.Work;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Tests.Videos;

/// <summary>Appearances cut and joined over HTTP on a small film of portraits, looked at again in every frame, and measured anew.</summary>
public sealed class TrackEditingTests
{
    private const long OneLook = 250;

    [SkippableFact]
    public async Task Appearances_are_cut_and_joined_undone_and_stay_so_when_every_frame_is_looked_at()
    {
        var film = PortraitFilm.Make();
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var client = faceWeb.Client;
        var video = (await client.UploadAsync(await client.NewAlbumAsync("Portraits"), [("film.avi", film)]))[0];
        await client.AllDoneAsync();
        var found = await TracksAsync(client, video);
        Assert.Equal(4, found.Count);
        var (one, other, left, right) = (found[0], found[1], found[2], found[3]);
        await using var db = await SeededAlbum.OpenAsync(faceWeb);
        var (mine, theirs) = (await VectorAsync(db, one.Id), await VectorAsync(db, other.Id));
        Assert.True(Cosine(mine, theirs) < 0.4);

        // Two pictures of one man at once are two people as far as anybody can know, however alike they are.
        Assert.True(Cosine(await VectorAsync(db, left.Id), await VectorAsync(db, right.Id)) > 0.5);
        var groups = await db.Faces.Where(f => f.Id == left.Id || f.Id == right.Id).Select(f => f.GroupId).ToListAsync();
        Assert.All(groups, group => Assert.NotNull(group));
        Assert.NotEqual(groups[0], groups[1]);
        await RefusedAsync(faceWeb, HttpStatusCode.Conflict, "seen at the same time", $"faces/{left.Id}/join", new { faceId = right.Id });
        await RefusedAsync(faceWeb, HttpStatusCode.BadRequest, "nothing to cut at", $"faces/{one.Id}/cut", new { at = other.Start });
        await RefusedAsync(faceWeb, HttpStatusCode.BadRequest, "needs a time", $"faces/{one.Id}/cut", new { });

        // Joined, the earlier one stands for both; taken back, the other one is there again under its key.
        var joined = await client.PostAsync($"faces/{other.Id}/join", new { faceId = one.Id });
        Assert.Equal(one.Id, joined.GetProperty("faceId").GetInt64());
        Assert.Equal((one.Start, other.End), TimesOf((await TracksAsync(client, video)).Single(t => t.Id == one.Id)));
        Assert.Equal(3, (await TracksAsync(client, video)).Count);
        Assert.Equal("joinTracks", (await client.PostAsync("decisions/undo")).GetProperty("kind").GetString());
        Assert.Equal(found, await TracksAsync(client, video));
        Assert.True(Cosine(theirs, await VectorAsync(db, other.Id)) > 0.95);
        await client.PostAsync("decisions/redo");
        Assert.Equal(3, (await TracksAsync(client, video)).Count);

        // Named, then cut: the part with the best picture keeps the name, the other one is nobody's, and both are measured by their own frames.
        await client.PostAsync("faces/decisions", new { items = new[] { new { faceId = one.Id, decision = "confirmed", personName = "Ada" } } });
        var cut = await client.PostAsync($"faces/{one.Id}/cut", new { at = other.Start });
        var off = cut.GetProperty("otherId").GetInt64();
        var after = await TracksAsync(client, video);
        Assert.Equal(found.Select(TimesOf), after.Select(TimesOf));
        Assert.Equal("confirmed", (await client.ReadAsync($"faces/{one.Id}")).GetProperty("decision").GetString());
        Assert.Equal("undecided", (await client.ReadAsync($"faces/{off}")).GetProperty("decision").GetString());
        var (first, second) = after[0].Id == one.Id ? (one.Id, off) : (off, one.Id);
        Assert.True(Cosine(mine, await VectorAsync(db, first)) > 0.95);
        Assert.True(Cosine(theirs, await VectorAsync(db, second)) > 0.95);
        var history = (await client.ReadAsync($"faces/{one.Id}/history")).GetProperty("items");
        Assert.Equal("The appearance was cut in two.", history[0].GetProperty("text").GetString());
        await client.PostAsync("decisions/undo");
        Assert.Equal(3, (await TracksAsync(client, video)).Count);
        await client.PostAsync("decisions/redo");
        Assert.Equal(after, await TracksAsync(client, video));

        // What is named otherwise is not joined.
        await client.PostAsync("faces/decisions", new { items = new[] { new { faceId = off, decision = "confirmed", personName = "Bob" } } });
        await RefusedAsync(faceWeb, HttpStatusCode.Conflict, "Something different was said", $"faces/{off}/join", new { faceId = one.Id });

        // Every frame: the same people at the same times, looked at more often; what was cut stays cut.
        var looks = await LooksAsync(client, video, left.Id);
        await client.PostAsync($"photos/{video}/every-frame");
        await client.AllDoneAsync();
        var full = await TracksAsync(client, video);
        Assert.Equal(after.Select(t => t.Id), full.Select(t => t.Id));
        Assert.All(after.Zip(full), pair => Assert.InRange(Math.Abs(pair.First.Start - pair.Second.Start), 0, OneLook));
        Assert.All(after.Zip(full), pair => Assert.InRange(Math.Abs(pair.First.End - pair.Second.End), 0, OneLook));
        Assert.True(await LooksAsync(client, video, left.Id) > 1.5 * looks);

        await AssertMeasuredAnewAsync(faceWeb, db, video);
    }

    // As after a change of the pack: nothing is measured, and the frames are read once more.
    private static async Task AssertMeasuredAnewAsync(RunningFaceWeb faceWeb, FaceWebDb db, long video)
    {
        var faces = await db.Faces.Where(f => f.PhotoId == video).Select(f => f.Id).ToListAsync();
        var before = new List<float[]>();
        foreach (var face in faces)
            before.Add(await VectorAsync(db, face));
        await db.TrackEmbeddings.ExecuteDeleteAsync();
        await db.Embeddings.ExecuteDeleteAsync();
        var job = await faceWeb.UseAsync<EmbeddingService, JobView?>(s => s.StartAsync());
        var message = (await faceWeb.Client.EndedAsync(job!.Id)).GetProperty("message").GetString();
        Assert.Contains("all can be compared", message, StringComparison.Ordinal);
        for (var i = 0; i < faces.Count; i++)
            Assert.True(Cosine(before[i], await VectorAsync(db, faces[i])) > 0.95, $"face {faces[i]}");
        Assert.Equal(await db.TrackImages.CountAsync(), await db.TrackEmbeddings.CountAsync());
    }

    private static async Task<List<Track>> TracksAsync(HttpClient client, long video) =>
        [.. (await client.ReadAsync($"photos/{video}/tracks")).GetProperty("tracks").EnumerateArray()
            .Select(t => new Track(t.GetProperty("faceId").GetInt64(), t.GetProperty("start").GetInt64(), t.GetProperty("end").GetInt64()))];

    private static async Task<int> LooksAsync(HttpClient client, long video, long face) =>
        (await client.ReadAsync($"photos/{video}/tracks")).GetProperty("tracks").EnumerateArray()
            .Single(t => t.GetProperty("faceId").GetInt64() == face).GetProperty("sightings").GetArrayLength();

    private static (long Start, long End) TimesOf(Track track) => (track.Start, track.End);

    private static async Task<float[]> VectorAsync(FaceWebDb db, long face) =>
        HalfVector.Unpack(await db.Embeddings.AsNoTracking().Where(e => e.FaceId == face).Select(e => e.Vector).SingleAsync());

    private static float Cosine(float[] one, float[] other) => TensorPrimitives.Dot<float>(one, other);

    private static Task RefusedAsync(RunningFaceWeb faceWeb, HttpStatusCode status, string sentence, string path, object body) =>
        faceWeb.RefusesAsync(status, sentence, c => c.PostAsJsonAsync($"/api/v1/{path}", body));

    private sealed record Track(long Id, long Start, long End);
}
