using System.Net;
using System.Text.Json;
using FaceWeb.Suggestions;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Training;
using FaceWeb.Tests.Work;

namespace FaceWeb.Tests.Suggestions;

/// <summary>The pass that suggests names as a job: its row, its progress, cancelled and killed half-way, and what comes in between.</summary>
public sealed class SuggestJobTests
{
    private const string HalfWay = "Suggesting names: 1,000 of 2,100 faces";

    [Fact]
    public async Task It_shows_its_progress_is_cancelled_half_way_says_what_is_left_and_goes_on_when_asked()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync(HeldJob.Setting);
        var client = faceWeb.Client;
        var album = await AlbumOfTwoClassifiers.MakeAsync(faceWeb);
        var named = await AlbumOfTwoClassifiers.NamedByAsync(faceWeb, album.Second);
        Assert.InRange(named, 2000, AlbumOfTwoClassifiers.Undecided);
        var after = await LastAsync(client);
        Assert.Equal(("suggest", "done"), (after.GetProperty("kind").GetString(), after.GetProperty("state").GetString()));
        Assert.StartsWith("Names for 2,100 faces looked at again: ", after.GetProperty("message").GetString(), StringComparison.Ordinal);

        using var held = HeldJob.At(faceWeb, HalfWay);
        await client.PostAsync($"classifiers/{album.First}/activate");
        var job = await held.ReachedAsync();
        Assert.Equal(job, (await LastAsync(client)).GetProperty("id").GetInt64());
        var shown = await ShownAsync(client, job, HalfWay);
        Assert.Equal("running", shown.GetProperty("state").GetString());
        Assert.Equal(1000 / 2100d, shown.GetProperty("progress").GetDouble(), 6);
        Assert.Equal(1, (await client.ReadAsync("jobs/summary")).GetProperty("running").GetInt32());

        // Another one waits behind it, once, and is cancelled before it begins.
        var waiting = await AskAsync(client);
        Assert.NotEqual(job, waiting);
        Assert.Equal(waiting, await AskAsync(client));
        await client.PostAsync($"jobs/{waiting}/cancel");
        var left = $"{await AlbumOfTwoClassifiers.NamedByAsync(faceWeb, album.Second):N0} faces still have names by the classifier before: suggest "
            + $"names again to replace them.";
        Assert.Equal(
            $"Suggesting names was cancelled before it began. {left}", (await client.EndedAsync(waiting)).GetProperty("message").GetString());

        await client.PostAsync($"jobs/{job}/cancel");
        await held.StopsAsync();
        var ended = await client.EndedAsync(job);
        Assert.Equal("cancelled", ended.GetProperty("state").GetString());
        Assert.Matches(
            $"^Suggesting names was cancelled after 1,000 of 2,100 faces: [0-9a-z]+ changed\\. {left}$", ended.GetProperty("message").GetString());
        await client.AllDoneAsync();
        Assert.InRange(await AlbumOfTwoClassifiers.NamedByAsync(faceWeb, album.First), 900, 1000);
        Assert.InRange(await AlbumOfTwoClassifiers.NamedByAsync(faceWeb, album.Second), 1000, 1100);
        Assert.Equal(HttpStatusCode.Conflict, (await client.PostAsync(new Uri($"/api/v1/jobs/{job}/cancel", UriKind.Relative), null)).StatusCode);

        var rest = await client.EndedAsync(await AskAsync(client));
        Assert.Equal("done", rest.GetProperty("state").GetString());
        Assert.StartsWith("Names for 2,100 faces looked at again: ", rest.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, await AlbumOfTwoClassifiers.NamedByAsync(faceWeb, album.Second));
    }

    [Fact]
    public async Task A_classifier_activated_while_a_pass_runs_names_all_faces_after_it()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync(HeldJob.Setting);
        var album = await AlbumOfTwoClassifiers.MakeAsync(faceWeb);
        using var held = HeldJob.At(faceWeb, HalfWay);
        await faceWeb.Client.PostAsync($"classifiers/{album.First}/activate");
        var first = await held.ReachedAsync();
        await faceWeb.Client.PostAsync($"classifiers/{album.Second}/activate");
        var second = (await LastAsync(faceWeb.Client)).GetProperty("id").GetInt64();
        Assert.NotEqual(first, second);
        held.GoOn();
        Assert.Equal("done", (await faceWeb.Client.EndedAsync(first)).GetProperty("state").GetString());
        Assert.Equal("done", (await faceWeb.Client.EndedAsync(second)).GetProperty("state").GetString());
        Assert.Equal(0, await AlbumOfTwoClassifiers.NamedByAsync(faceWeb, album.First));
        Assert.NotEqual(0, await AlbumOfTwoClassifiers.NamedByAsync(faceWeb, album.Second));
    }

    [Fact]
    public async Task Killed_half_way_it_is_taken_up_again_by_the_next_start()
    {
        using var folder = new DataFolder();
        AlbumOfTwoClassifiers album;
        await using (var faceWeb = await RunningFaceWeb.StartInAsync(folder.Path))
            album = await AlbumOfTwoClassifiers.MakeAsync(faceWeb);
        var byFirst = $"SELECT COUNT(*) FROM Suggestions WHERE Rank = 0 AND ClassifierId = {album.First}";
        Assert.Equal(0, folder.Number(byFirst));

        // The second thousand is begun and never ends.
        using (DatabaseHold.Hang(folder.Path, $"UPDATE OF BestPersonId ON Faces WHEN NEW.Id > {album.Faces[1500]}"))
        {
            await FaceWebProcess.KilledAsync(folder.Path, async process =>
            {
                await process.Client.AllDoneAsync();
                await process.Client.PostAsync($"classifiers/{album.First}/activate");
                await folder.ReachesAsync(byFirst, 1);
            });
        }
        Assert.InRange(folder.Number(byFirst), 900, 1000);
        var job = folder.Number("SELECT MAX(Id) FROM Jobs");
        Assert.Equal(["1|1"], folder.Rows($"SELECT Kind, State FROM Jobs WHERE Id = {job}"));

        await using (var again = await FaceWebProcess.StartAsync(folder.Path))
        {
            Assert.Equal("done", (await again.Client.EndedAsync(job)).GetProperty("state").GetString());
            await again.Client.AllDoneAsync();
        }
        Assert.Equal(0, folder.Number($"SELECT COUNT(*) FROM Suggestions WHERE ClassifierId <> {album.First}"));
        Assert.Equal(job, folder.Number("SELECT MAX(Id) FROM Jobs"));
    }

    [Fact]
    public async Task Passes_that_decisions_ask_for_leave_no_rows_and_long_ones_show_one_while_they_run()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync(HeldJob.Setting);
        var client = faceWeb.Client;
        var album = await SeededAlbum.MakeAsync(faceWeb);
        await album.AddPeopleAsync(3, 5);
        await client.AllDoneAsync();
        Assert.Equal(0, (await client.ReadAsync("jobs")).GetProperty("total").GetInt32());

        var faces = await album.AddAsync(Enumerable.Range(0, SuggestJob.LeastFacesOfARow + 1).Select(_ => album.Vectors.Anyone()));
        using var held = HeldJob.At(faceWeb, "Suggesting names: 5,000 of 5,000 faces");
        await album.ConfirmAsync("Person 1", faces[0]);
        var job = await held.ReachedAsync();
        Assert.Equal("running", (await ShownAsync(client, job, "Suggesting names: 5,000 of 5,000 faces")).GetProperty("state").GetString());
        held.GoOn();
        await client.AllDoneAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(new Uri($"/api/v1/jobs/{job}", UriKind.Relative))).StatusCode);
        Assert.Equal(0, (await client.ReadAsync("jobs")).GetProperty("total").GetInt32());
    }

    private static async Task<long> AskAsync(HttpClient client) => (await client.PostAsync("classifier/suggest")).GetProperty("jobId").GetInt64();

    private static async Task<JsonElement> LastAsync(HttpClient client) => (await client.ReadAsync("jobs?pageSize=1")).GetProperty("items")[0];

    /// <summary>Waits until the job's row says this step, which is written twice a second.</summary>
    private static async Task<JsonElement> ShownAsync(HttpClient client, long job, string step)
    {
        for (var end = DateTime.UtcNow.AddMinutes(2); DateTime.UtcNow < end; await Task.Delay(50))
        {
            var view = await client.ReadAsync($"jobs/{job}");
            if (view.GetProperty("step").GetString() == step)
                return view;
        }
        throw new TimeoutException($"The job does not say {step}.");
    }
}
