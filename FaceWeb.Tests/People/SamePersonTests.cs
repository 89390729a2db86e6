using System.Net.Http.Json;
using System.Numerics.Tensors;
using System.Text.Json;
using FaceWeb.Tests.Groups;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Training;

namespace FaceWeb.Tests.People;

/// <summary>"Is this the same person?", and a person's faces by how unusual they are, on a running FaceWeb.</summary>
public sealed class SamePersonTests
{
    [Fact]
    public async Task Two_names_for_one_face_are_proposed_until_they_are_merged_or_told_apart_for_good()
    {
        var folder = Directory.CreateTempSubdirectory("faceweb-same-").FullName;
        long ann, anne, zoe, zoey;
        await using (var faceWeb = await RunningFaceWeb.StartInAsync(folder))
        {
            var album = new SyntheticAlbum(faceWeb, 21);
            var (one, other) = (album.Faces.Anyone(), album.Faces.Anyone());
            ann = await album.NameAsync("Ann", await album.AddPhotosAsync(4, one));
            anne = await album.NameAsync("Anne", await album.AddPhotosAsync(3, one));
            zoe = await album.NameAsync("Zoe", await album.AddPhotosAsync(3, other));
            zoey = await album.NameAsync("Zoey", await album.AddPhotosAsync(3, other));
            await album.NameAsync("Somebody", await album.AddPhotosAsync(3, album.Faces.Anyone()));
            Assert.Equal([(ann, anne), (zoe, zoey)], (await ProposalsAsync(faceWeb, 2)).Order());

            await faceWeb.Client.PostAsync("people/different", new { personId = zoey, otherPersonId = zoe });
            Assert.Equal([(ann, anne)], await ProposalsAsync(faceWeb, 1));
            await faceWeb.Client.PostAsync($"people/{ann}/merge", new { from = new[] { anne } });
            Assert.Empty(await ProposalsAsync(faceWeb, 0));
            await faceWeb.Client.AllDoneAsync();
        }
        await using (var faceWeb = await RunningFaceWeb.StartInAsync(folder))
        {
            // Another session undoes the merge, then what was told apart.
            Assert.Empty(await ProposalsAsync(faceWeb, 0));
            Assert.Equal("merge", (await faceWeb.Client.PostAsync("decisions/undo")).GetProperty("kind").GetString());
            Assert.Equal(3, (await faceWeb.Client.ReadAsync($"people/{anne}")).GetProperty("faces").GetInt32());
            Assert.Equal([(ann, anne)], await ProposalsAsync(faceWeb, 1));
            Assert.Equal("tellApart", (await faceWeb.Client.PostAsync("decisions/undo")).GetProperty("kind").GetString());
            Assert.Equal(2, (await ProposalsAsync(faceWeb, 2)).Count);
            Assert.Equal("Zoe", (await faceWeb.Client.ReadAsync($"people/{zoe}")).GetProperty("name").GetString());
            await GroupsTests.ProblemAsync(await faceWeb.Client.PostAsJsonAsync(
                "/api/v1/people/different", new { personId = zoe, otherPersonId = zoe }), 400, "name two people");
            await GroupsTests.ProblemAsync(await faceWeb.Client.PostAsJsonAsync(
                "/api/v1/people/different", new { personId = zoe, otherPersonId = 987654 }), 404, "person 987654");
        }
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_group_that_looks_like_a_person_is_proposed_until_it_is_named_or_said_to_be_somebody_else()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var album = new SyntheticAlbum(faceWeb, 25);
        // Too unlike for a name to be suggested face by face (from about 0.37 on), and alike enough when the faces of the group speak
        // together (from 0.34 on).
        var centre = album.Faces.Anyone();
        var known = await album.NameAsync("Known", await album.AddPhotosAsync(4, centre, 0.05f));
        var alike = Enumerable.Range(0, 10_000).Select(_ => album.Faces.Near(centre, 2f))
            .First(v => TensorPrimitives.Dot<float>(v, centre) is > 0.35f and < 0.356f);
        var faces = await album.AddPhotosAsync(6, alike, 0.05f);
        await album.NameAsync("Somebody", await album.AddPhotosAsync(3, album.Faces.Anyone()));
        await album.AddPhotosAsync(3, album.Faces.Anyone());
        var group = (await album.GroupsOfAsync(faces)).Distinct().Single()!.Value;
        Assert.Equal([(known, group)], await WithGroupsAsync(faceWeb, 1));
        var proposal = (await faceWeb.Client.ReadAsync("people/proposals")).GetProperty("items")[0];
        Assert.Equal(6, proposal.GetProperty("group").GetProperty("size").GetInt32());
        Assert.Equal(faces.Order(), proposal.GetProperty("otherFaceIds").EnumerateArray().Select(f => f.GetInt64()).Order());
        Assert.InRange(proposal.GetProperty("cosine").GetDouble(), 0.34, 0.6);

        // "Different": none of the faces is the person; what ignored faces are said not to be counts for no group.
        await faceWeb.Client.PostAsync(
            "faces/decisions", new { items = faces.Select(f => new { faceId = f, decision = "rejected", personId = known }) });
        Assert.Empty(await WithGroupsAsync(faceWeb, 0));
        await faceWeb.Client.PostAsync("decisions/undo");
        Assert.Equal([(known, group)], await WithGroupsAsync(faceWeb, 1));

        // "Same": the group gets the name; undone, it is proposed again under its number.
        Assert.Equal(6, (await faceWeb.Client.PostAsync($"groups/{group}/name", new { personId = known })).GetProperty("faces").GetArrayLength());
        Assert.Empty(await WithGroupsAsync(faceWeb, 0));
        Assert.Equal(10, (await faceWeb.Client.ReadAsync($"people/{known}")).GetProperty("faces").GetInt32());
        await faceWeb.Client.PostAsync("decisions/undo");
        Assert.Equal([(known, group)], await WithGroupsAsync(faceWeb, 1));

        // Somebody who is hidden is proposed for nothing.
        (await faceWeb.Client.PatchAsJsonAsync($"/api/v1/people/{known}", new { hidden = true })).EnsureSuccessStatusCode();
        Assert.Empty(await WithGroupsAsync(faceWeb, 0));
    }

    [Fact]
    public async Task Two_on_one_photo_a_split_and_a_correction_are_no_proposals()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var album = new SyntheticAlbum(faceWeb, 22);
        var (twins, mixed) = (album.Faces.Anyone(), album.Faces.Anyone());
        var photo = await album.AddPhotoAsync(album.Faces.Near(twins, 0.3f), album.Faces.Near(twins, 0.3f));
        await album.NameAsync("Twin One", photo[0]);
        await album.NameAsync("Twin Two", photo[1]);
        var faces = await album.AddPhotosAsync(6, mixed, 0.4f);
        var person = await album.NameAsync("Mixed", faces);
        await faceWeb.Client.PostAsync($"people/{person}/split", new { faceIds = faces[..2], name = "Split Off" });
        await album.SuggestAllAsync();
        Assert.Empty(await ProposalsAsync(faceWeb, 0));
        await faceWeb.Client.PostAsync("decisions/undo");
        Assert.Equal(6, (await faceWeb.Client.ReadAsync($"people/{person}")).GetProperty("faces").GetInt32());
    }

    [Fact]
    public async Task A_merge_and_a_split_are_undone_by_a_later_session()
    {
        var folder = Directory.CreateTempSubdirectory("faceweb-undo-").FullName;
        long one, other, made;
        long[] faces;
        await using (var faceWeb = await RunningFaceWeb.StartInAsync(folder))
        {
            var album = new SyntheticAlbum(faceWeb, 23);
            faces = await album.AddPhotosAsync(4, album.Faces.Anyone());
            one = await album.NameAsync("One", faces);
            other = await album.NameAsync("Other", await album.AddPhotosAsync(2, album.Faces.Anyone()));
            made = (await faceWeb.Client.PostAsync($"people/{one}/split", new { faceIds = faces[..1], name = "Made" })).GetProperty("id").GetInt64();
            await faceWeb.Client.PostAsync($"people/{one}/merge", new { from = new[] { other, made } });
            Assert.Equal(6, (await faceWeb.Client.ReadAsync($"people/{one}")).GetProperty("faces").GetInt32());
        }
        await using (var faceWeb = await RunningFaceWeb.StartInAsync(folder))
        {
            await faceWeb.Client.PostAsync("decisions/undo");
            Assert.Equal([3, 2, 1], await CountsAsync(faceWeb.Client, one, other, made));
        }
        await using (var faceWeb = await RunningFaceWeb.StartInAsync(folder))
        {
            await faceWeb.Client.PostAsync("decisions/undo");
            Assert.Equal([4, 2], await CountsAsync(faceWeb.Client, one, other));
            await GroupsTests.ProblemAsync(await faceWeb.Client.GetAsync($"/api/v1/people/{made}"), 404, $"person {made}");
            var history = (await faceWeb.Client.ReadAsync($"people/{one}/history")).GetProperty("items").EnumerateArray().ToList();
            Assert.Equal([true, true], history.Where(h => h.GetProperty("kind").GetString() is "merge" or "split")
                .Select(h => h.GetProperty("undone").GetBoolean()));
            Assert.All(history, h =>
                Assert.Equal((RunningFaceWeb.Email, "api"), (h.GetProperty("user").GetString()!, h.GetProperty("source").GetString()!)));
        }
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_wrong_face_stands_first_and_its_part_is_named()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var album = new SyntheticAlbum(faceWeb, 24);
        var own = await album.AddPhotosAsync(10, album.Faces.Anyone(), takenAt: new DateTime(2010, 6, 1, 12, 0, 0, DateTimeKind.Utc));
        var wrong = await album.AddPhotosAsync(2, album.Faces.Anyone());
        var person = await album.NameAsync("Mostly Me", [.. own, .. wrong]);
        (await faceWeb.Client.PatchAsJsonAsync($"/api/v1/people/{person}", new { birthDate = "2000-06-02" })).EnsureSuccessStatusCode();

        var unusual = (await faceWeb.Client.ReadAsync($"people/{person}/faces?order=leastFittingFirst&pageSize=3")).GetProperty("items")
            .EnumerateArray().ToList();
        Assert.Equal(wrong.Order(), unusual.Take(2).Select(f => f.GetProperty("faceId").GetInt64()).Order());
        Assert.True(unusual[1].GetProperty("fit").GetDouble() < unusual[2].GetProperty("fit").GetDouble());
        var second = (await faceWeb.Client.ReadAsync($"people/{person}/faces?order=leastFittingFirst&pageSize=3&page=2")).GetProperty("items")
            .EnumerateArray().ToList();
        Assert.True(unusual[2].GetProperty("fit").GetDouble() <= second[0].GetProperty("fit").GetDouble());

        var newest = (await faceWeb.Client.ReadAsync($"people/{person}/faces?order=newestFirst")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(own.Reverse(), newest.Take(10).Select(f => f.GetProperty("faceId").GetInt64()));
        Assert.Equal("10 years", newest[0].GetProperty("age").GetString());
        Assert.Equal("9 years", newest[9].GetProperty("age").GetString());
        Assert.Equal(JsonValueKind.Null, newest[11].GetProperty("age").ValueKind);

        var parts = (await faceWeb.Client.ReadAsync($"people/{person}/parts")).EnumerateArray()
            .Select(p => p.EnumerateArray().Select(f => f.GetInt64()).Order().ToArray()).ToList();
        Assert.Equal(own.Order(), parts[0]);
        Assert.Equal(wrong.Order(), parts[1]);
        await GroupsTests.ProblemAsync(await faceWeb.Client.GetAsync("/api/v1/people/987654/faces"), 404, "person 987654");
        await GroupsTests.ProblemAsync(await faceWeb.Client.GetAsync("/api/v1/people/987654/parts"), 404, "person 987654");
        await GroupsTests.ProblemAsync(await faceWeb.Client.GetAsync($"/api/v1/people/{person}/faces?order=sideways"), 400, "order must be");
    }

    private static async Task<List<int>> CountsAsync(HttpClient client, params long[] people)
    {
        var counts = new List<int>();
        foreach (var person in people)
            counts.Add((await client.ReadAsync($"people/{person}")).GetProperty("faces").GetInt32());
        return counts;
    }

    /// <summary>The people who are proposed for groups, as soon as there are as many as expected.</summary>
    private static async Task<List<(long Person, long Group)>> WithGroupsAsync(RunningFaceWeb faceWeb, int expected)
    {
        await faceWeb.Client.AllDoneAsync();
        List<(long, long)> pairs = [];
        for (var end = DateTime.UtcNow.AddSeconds(20); DateTime.UtcNow < end; await Task.Delay(100))
        {
            pairs = [.. (await faceWeb.Client.ReadAsync("people/proposals")).GetProperty("items").EnumerateArray()
                .Where(p => p.GetProperty("group").ValueKind == JsonValueKind.Object)
                .Select(p => (p.GetProperty("person").GetProperty("id").GetInt64(), p.GetProperty("group").GetProperty("id").GetInt64()))];
            if (pairs.Count == expected)
                break;
        }
        return pairs;
    }

    // The page learns of changes with the change feed's delay: wait until there are as many as expected, and then look what they are.
    private static async Task<List<(long, long)>> ProposalsAsync(RunningFaceWeb faceWeb, int expected)
    {
        List<(long, long)> pairs = [];
        for (var end = DateTime.UtcNow.AddSeconds(20); DateTime.UtcNow < end; await Task.Delay(100))
        {
            pairs = [.. (await faceWeb.Client.ReadAsync("people/proposals")).GetProperty("items").EnumerateArray()
                .Select(p => (Key(p.GetProperty("person")), Key(p.GetProperty("other"))))
                    .Select(p => (Math.Min(p.Item1, p.Item2), Math.Max(p.Item1, p.Item2)))];
            if (pairs.Count == expected)
                break;
        }
        return pairs;

        static long Key(JsonElement person) => person.ValueKind == JsonValueKind.Null ? 0 : person.GetProperty("id").GetInt64();
    }
}
