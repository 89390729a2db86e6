using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Groups;
using FaceWeb.Live;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Suggestions;
using FaceWeb.Tests.Training;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FaceWeb.Tests.Groups;

/// <summary>Groups of unknown faces as the jobs make them and the API changes them.</summary>
public sealed class GroupsTests
{
    [Fact]
    public async Task A_new_photo_joins_its_groups_without_the_others_being_touched_and_two_faces_of_a_photo_stay_apart()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var album = new SyntheticAlbum(faceWeb, 1);
        var (one, other) = (album.Faces.Anyone(), album.Faces.Anyone());
        var ones = await album.AddPhotosAsync(6, one);
        var others = await album.AddPhotosAsync(4, other);
        var before = await album.GroupsOfAsync([.. ones, .. others]);
        Assert.Equal([before[0]], before[..6].Distinct());
        Assert.Equal([before[6]], before[6..].Distinct());

        var photo = await album.AddPhotoAsync(album.Faces.Near(one, 0.5f), album.Faces.Near(other, 0.5f), album.Faces.Near(one, 0.5f));
        var joined = await album.GroupsOfAsync(photo);
        Assert.Equal(before[6], joined[1]);
        Assert.Single(new[] { joined[0], joined[2] }, group => group == before[0]);
        Assert.NotEqual(joined[0], joined[2]);
        Assert.Equal(before, await album.GroupsOfAsync([.. ones, .. others]));
        var listed = await faceWeb.Client.ReadAsync("groups");
        Assert.Equal([7, 5], listed.GetProperty("items").EnumerateArray().Select(g => g.GetProperty("size").GetInt32()));
    }

    [Fact]
    public async Task Pages_that_show_none_of_the_faces_of_a_new_photo_are_not_told_of_its_names_and_menus_count_groups_once()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var album = new SyntheticAlbum(faceWeb, 1);
        var (one, other) = (album.Faces.Anyone(), album.Faces.Anyone());
        var ones = await album.AddPhotosAsync(3, one);
        var others = await album.AddPhotosAsync(3, other);
        await album.GroupsOfAsync([.. ones, .. others]);
        var count = faceWeb.App.Services.GetRequiredService<GroupsCount>();
        Assert.Equal(2, await count.GetAsync());

        // What the first photos changed is told of a little later than it is done: before this mark, which is no job's.
        var (mark, begun) = (new Change(ChangeKind.Step, JobId: -1), new TaskCompletionSource());
        var told = new ConcurrentBag<Change>();
        var feed = faceWeb.App.Services.GetRequiredService<ChangeFeed>();
        using (feed.Listen(batch =>
        {
            if (!begun.Task.IsCompleted)
            {
                if (batch.Contains(mark))
                    begun.SetResult();
                return Task.CompletedTask;
            }
            foreach (var change in batch.Where(c => c.Kind == ChangeKind.Suggestions))
                told.Add(change);
            return Task.CompletedTask;
        }))
        {
            feed.Announce(mark);
            await begun.Task.WaitAsync(TimeSpan.FromSeconds(30));
            await album.GroupsOfAsync(await album.AddPhotoAsync(album.Faces.Near(one, 0.5f)));
            await Eventually.IsAsync(() => Task.FromResult(!told.IsEmpty));
        }
        await using var db = await SeededAlbum.OpenAsync(faceWeb);
        var photos = await db.Faces.ToDictionaryAsync(f => f.Id, f => f.PhotoId);
        Assert.DoesNotContain(told, change => others.Any(face => change.ConcernsPhoto(photos[face])));
        Assert.Contains(told, change => ones.Any(face => change.ConcernsPhoto(photos[face])));
        Assert.DoesNotContain(told, change => change.ConcernsPerson(1));

        // Counted anew only when something has changed.
        await count.GetAsync();
        Assert.Same(count.GetAsync(), count.GetAsync());
        await album.AddPhotosAsync(2, album.Faces.Anyone());
        await album.SuggestAllAsync();
        await Eventually.IsAsync(async () => await count.GetAsync() == 3);
    }

    [Fact]
    public async Task What_was_taken_out_stays_out_through_new_photos_and_a_restart_until_it_is_undone()
    {
        var folder = Directory.CreateTempSubdirectory("faceweb-groups-").FullName;
        long[] faces;
        float[] centre;
        long group;
        await using (var faceWeb = await RunningFaceWeb.StartInAsync(folder))
        {
            var album = new SyntheticAlbum(faceWeb, 2);
            centre = album.Faces.Anyone();
            faces = await album.AddPhotosAsync(8, centre);
            group = (await album.GroupsOfAsync(faces)).Distinct().Single()!.Value;
            var left = await faceWeb.Client.PostAsync($"groups/{group}/take-out", new { faceIds = faces[..2] });
            Assert.Equal(6, left.GetProperty("size").GetInt32());
            await album.GroupsOfAsync(faces);
            await album.SuggestAllAsync();
            await album.AddPhotosAsync(4, centre);
            await ApartAsync(album, faces);
        }
        await using (var faceWeb = await RunningFaceWeb.StartInAsync(folder))
        {
            var album = new SyntheticAlbum(faceWeb, 3);
            await faceWeb.Client.AllDoneAsync();
            await album.SuggestAllAsync();
            await ApartAsync(album, faces);

            await album.AddPhotosAsync(3, centre);
            await ApartAsync(album, faces);
            Assert.Contains("Taken out of a group", (await faceWeb.Client.ReadAsync($"faces/{faces[0]}/history"))
                .GetProperty("items")[0].GetProperty("text").GetString(), StringComparison.Ordinal);

            var undone = await faceWeb.Client.PostAsync("decisions/undo");
            Assert.Equal("separate", undone.GetProperty("kind").GetString());
            Assert.Single((await album.GroupsOfAsync(faces)).Distinct());
            Assert.True((await faceWeb.Client.ReadAsync($"faces/{faces[0]}/history")).GetProperty("items")[0].GetProperty("undone").GetBoolean());
        }
        Directory.Delete(folder, recursive: true);

        async Task ApartAsync(SyntheticAlbum album, long[] all)
        {
            var now = await album.GroupsOfAsync(all);
            Assert.Equal([group], now[2..].Distinct().Select(g => g!.Value));
            Assert.DoesNotContain(group, now[..2].Select(g => g ?? 0));
        }
    }

    [Fact]
    public async Task An_undone_decision_brings_the_group_back_under_its_number_also_after_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("faceweb-back-").FullName;
        long[] faces;
        float[] centre;
        long group;
        await using (var faceWeb = await RunningFaceWeb.StartInAsync(folder))
        {
            var album = new SyntheticAlbum(faceWeb, 7);
            centre = album.Faces.Anyone();
            faces = await album.AddPhotosAsync(5, centre);
            group = (await album.GroupsOfAsync(faces)).Distinct().Single()!.Value;

            // Ignored and undone at once, and with other groups made in between.
            await faceWeb.Client.PostAsync($"groups/{group}/ignore", new { });
            await faceWeb.Client.PostAsync("decisions/undo");
            Assert.Equal([group], await DistinctAsync(album));
            await faceWeb.Client.PostAsync($"groups/{group}/ignore", new { });
            await album.SuggestAllAsync();
            Assert.Equal(0, (await faceWeb.Client.ReadAsync("groups")).GetProperty("total").GetInt32());
            Assert.Equal(0, (await faceWeb.Client.ReadAsync($"faces?group={group}")).GetProperty("total").GetInt32());
            var others = await album.AddPhotosAsync(3, album.Faces.Anyone());
            Assert.True((await album.GroupsOfAsync(others)).Distinct().Single() > group);
            await faceWeb.Client.PostAsync("decisions/undo");
            Assert.Equal([group], await DistinctAsync(album));

            // A named group too; while it is gone a photo of the same person comes.
            await faceWeb.Client.PostAsync($"groups/{group}/name", new { personName = "Somebody" });
            await faceWeb.Client.AllDoneAsync();
            await faceWeb.Client.PostAsync("decisions/undo");
            Assert.Equal([group], await DistinctAsync(album));
            await faceWeb.Client.PostAsync($"groups/{group}/ignore", new { });
        }
        await using (var faceWeb = await RunningFaceWeb.StartInAsync(folder))
        {
            var album = new SyntheticAlbum(faceWeb, 8);
            await faceWeb.Client.AllDoneAsync();
            var late = await album.AddPhotosAsync(1, centre);
            Assert.NotEqual(group, Assert.Single(await album.GroupsOfAsync(late)));
            await faceWeb.Client.PostAsync("decisions/undo");
            Assert.Equal([group], await DistinctAsync(album));
            Assert.Equal([group], await album.GroupsOfAsync(late));
        }
        Directory.Delete(folder, recursive: true);

        async Task<IEnumerable<long>> DistinctAsync(SyntheticAlbum album) => (await album.GroupsOfAsync(faces)).Distinct().Select(g => g ?? 0);
    }

    [Fact]
    public async Task A_wrong_group_is_shown_in_its_people_and_split_for_good()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var album = new SyntheticAlbum(faceWeb, 4);
        var one = album.Faces.Anyone();
        // Two who look so much alike that grouping takes them for one.
        var other = album.Faces.Near(one, 0.75f);
        var faces = (long[])[.. await album.AddPhotosAsync(6, one, 0.3f), .. await album.AddPhotosAsync(6, other, 0.3f)];
        var group = (await album.GroupsOfAsync(faces)).Distinct().Single()!.Value;
        var parts = (await faceWeb.Client.ReadAsync($"groups/{group}/sub-groups")).EnumerateArray()
            .Select(p => p.GetProperty("faceIds").EnumerateArray().Select(f => f.GetInt64()).Order().ToArray()).ToList();
        Assert.Equal(2, parts.Count);
        Assert.Contains(parts, p => p.SequenceEqual(faces.Take(6)));

        await faceWeb.Client.PostAsync($"groups/{group}/split", new { parts });
        await album.SuggestAllAsync();
        var now = await album.GroupsOfAsync(faces);
        Assert.Single(now[..6].Distinct());
        Assert.Single(now[6..].Distinct());
        Assert.NotEqual(now[0], now[6]);
        Assert.Contains(group, now.Select(g => g!.Value));

        // A sub-group is named or ignored alone.
        var half = faces[..6];
        await faceWeb.Client.PostAsync($"groups/{now[0]}/name", new { personName = "Half", faceIds = half[..5] });
        await faceWeb.Client.PostAsync($"groups/{now[6]}/ignore", new { faceIds = (long[]?)null });
        await using var db = await album.OpenAsync();
        Assert.Equal(5, await db.Faces.CountAsync(f => f.Person!.Name == "Half"));
        Assert.Equal(6, await db.Faces.CountAsync(f => f.Decision == FaceDecision.Ignored));
    }

    [Fact]
    public async Task Naming_a_group_leaves_out_the_faces_that_are_said_not_to_be_that_person()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var album = new SyntheticAlbum(faceWeb, 5);
        var known = await album.NameAsync("Known", await album.AddPhotosAsync(2, album.Faces.Anyone()));
        var faces = await album.AddPhotosAsync(5, album.Faces.Anyone());
        var group = (await album.GroupsOfAsync(faces)).Distinct().Single();
        await faceWeb.Client.PostAsync(
            "faces/decisions", new { items = new[] { new { faceId = faces[1], decision = "rejected", personId = known } } });

        var outcome = await faceWeb.Client.PostAsync($"groups/{group}/name", new { personName = "known" });
        Assert.Equal(4, outcome.GetProperty("faces").GetArrayLength());
        var left = await faceWeb.Client.ReadAsync($"faces/{faces[1]}");
        Assert.Equal("undecided", left.GetProperty("decision").GetString());
        await ProblemAsync(await faceWeb.Client.PostAsJsonAsync($"/api/v1/groups/{group}/name", new { personId = known }), 409, "not this person");
        Assert.Equal(4, (await faceWeb.Client.PostAsync("decisions/undo")).GetProperty("faces").GetArrayLength());
    }

    [Fact]
    public async Task Wrong_calls_are_problems_with_a_sentence_and_change_nothing()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var album = new SyntheticAlbum(faceWeb, 6);
        var faces = await album.AddPhotosAsync(4, album.Faces.Anyone());
        var group = (await album.GroupsOfAsync(faces)).Distinct().Single();
        var client = faceWeb.Client;
        await ProblemAsync(await client.GetAsync("/api/v1/groups/987654"), 404, "group 987654");
        await ProblemAsync(await client.GetAsync($"/api/v1/groups/{group}/sub-groups?parts=1"), 400, "sub-groups");
        await ProblemAsync(
            await client.PostAsJsonAsync($"/api/v1/groups/{group}/take-out", new { faceIds = faces }), 400, "nothing would be told apart");
        await ProblemAsync(
            await client.PostAsJsonAsync($"/api/v1/groups/{group}/take-out", new { faceIds = Array.Empty<long>() }), 400, "at least one");
        await ProblemAsync(await client.PostAsJsonAsync($"/api/v1/groups/{group}/take-out", new { }), 400, "at least one");
        await ProblemAsync(
            await client.PostAsJsonAsync($"/api/v1/groups/{group}/take-out", new { faceIds = Enumerable.Repeat(987654L, 1) }), 409, "not in group");
        await ProblemAsync(
            await client.PostAsJsonAsync($"/api/v1/groups/{group}/split", new { parts = Enumerable.Repeat(faces.Take(1), 2) }), 400, "twice");
        await ProblemAsync(await client.PostAsJsonAsync($"/api/v1/groups/{group}/name", new { personName = " " }), 400, "empty");
        await ProblemAsync(await client.PostAsJsonAsync($"/api/v1/groups/{group}/name", new { personName = "A", personId = 1 }), 400, "not both");
        await ProblemAsync(await client.PostAsJsonAsync("/api/v1/groups/987654/ignore", new { }), 404, "group 987654");
        Assert.Equal(4, (await client.ReadAsync($"groups/{group}")).GetProperty("size").GetInt32());
        await using var db = await album.OpenAsync();
        Assert.False(await db.ReviewActions.AnyAsync());

        var api = await client.GetFromJsonAsync<JsonElement>("/openapi/v1.json");
        var names = api.GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject())
            .Select(o => o.Value.TryGetProperty("operationId", out var id) ? id.GetString() : null);
        Assert.Superset(
            new HashSet<string?> { "GetGroup", "ListSubGroups", "IgnoreGroup", "TakeOutOfGroup", "SplitGroup", "ListSamePersonProposals",
                "TellPeopleApart", "ListPersonFaces", "ListPersonParts" },
            names.ToHashSet());
    }

    internal static async Task ProblemAsync(HttpResponseMessage answer, int status, string sentence)
    {
        using (answer)
        {
            var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
            Assert.Equal(status, (int)answer.StatusCode);
            Assert.Contains(sentence, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
    }
}
