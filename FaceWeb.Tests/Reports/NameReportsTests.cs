using System.Text.Json;
using FaceWeb.Data;
using FaceWeb.People;
using FaceWeb.Tests.History;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Training;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Tests.Reports;

/// <summary>
/// Reported of other products: a name that was removed comes back as a ghost or a double, a cover shows a face that is gone, and what was said to
/// be no face is found again.
/// </summary>
public sealed class NameReportsTests
{
    [Fact]
    public async Task A_name_removed_undone_used_again_and_renamed_is_one_person_each_time()
    {
        var house = new ReviewHouse();
        await house.InitializeAsync();
        try
        {
            var faces = await house.AddFacesAsync(3);
            await house.SayAsync(ReviewHouse.Anna, faces[0], "confirmed", name: "Zoe");
            // Removed from its only face by an undo, and used again for another one.
            await house.Steps.UndoAsync(ReviewHouse.Anna);
            Assert.Empty(await house.Search.SearchAsync("Zoe", 5));
            var again = (await house.SayAsync(ReviewHouse.Anna, faces[1], "confirmed", name: "Zoe")).Faces[0].Person!.Id;
            Assert.Equal(again, Assert.Single(await house.Search.SearchAsync("Zoe", 5)).Id);
            await house.Steps.UndoAsync(ReviewHouse.Anna);
            Assert.Empty(await house.Search.SearchAsync("Zoe", 5));
            await house.Steps.RedoAsync(ReviewHouse.Anna);
            Assert.Equal(again, Assert.Single(await house.Search.SearchAsync("Zoe", 5)).Id);

            // Taken off the face, the person stays and can be used.
            await house.SayAsync(ReviewHouse.Anna, faces[1], "undecided");
            Assert.Equal(again, (await house.SayAsync(ReviewHouse.Ben, faces[1], "confirmed", name: "zoe")).Faces[0].Person!.Id);

            // Renamed, the old name is free: it makes another person, who is not mixed up with the renamed one by an undo.
            await house.People.UpdateAsync(again, new PersonPatch { Name = "Zora" }, ReviewHouse.Anna);
            var other = (await house.SayAsync(ReviewHouse.Ben, faces[2], "confirmed", name: "Zoe")).Faces[0].Person!.Id;
            Assert.NotEqual(again, other);
            await house.Steps.UndoAsync(ReviewHouse.Anna);
            Assert.Equal([again, other], (await house.Search.SearchAsync("Zoe", 5)).Select(p => p.Id).Order());
            Assert.Equal((again, other), (await PersonOfAsync(house, faces[1]), await PersonOfAsync(house, faces[2])));

            // Deleted, and used again: the one brought back stands beside the new one, each with their own face.
            await house.Trash.PutPersonAsync(other, ReviewHouse.Anna);
            Assert.Null(await PersonOfAsync(house, faces[2]));
            var third = (await house.SayAsync(ReviewHouse.Ben, faces[0], "confirmed", name: "Zoe")).Faces[0].Person!.Id;
            Assert.Equal(again, third);
            await house.Steps.UndoAsync(ReviewHouse.Anna);
            Assert.Equal((again, other), (await PersonOfAsync(house, faces[0]), await PersonOfAsync(house, faces[2])));
        }
        finally
        {
            await house.DisposeAsync();
        }
    }

    [SkippableFact]
    public async Task A_cover_whose_face_is_deleted_and_drawn_again_is_never_an_empty_picture()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var client = faceWeb.Client;
        var photo = await UploadAsync(client, "cover.jpg");
        var found = FacesOf(await client.ReadAsync($"photos/{photo}"))[0];
        var person = (await ConfirmAsync(client, found, "Cover Story")).GetProperty("faces")[0].GetProperty("person").GetProperty("id").GetInt64();
        var drawn = (await client.PostAsync($"photos/{photo}/faces", new { box = new { x = 5, y = 5, width = 60, height = 60 } }))
            .GetProperty("id").GetInt64();
        await ConfirmAsync(client, drawn, "Cover Story");
        await PatchAsync(client, person, new { coverFaceId = drawn });
        Assert.Equal(drawn, await CoverAsync(client, person));

        // Cover, name and box taken back, one by one.
        for (var i = 0; i < 3; i++)
            await client.PostAsync("decisions/undo");
        Assert.Equal([found], FacesOf(await client.ReadAsync($"photos/{photo}")));
        Assert.Equal(found, await CoverAsync(client, person));
        await ShowsAsync(client, found);
        // And done again: the face has its key, the person their cover.
        for (var i = 0; i < 3; i++)
            await client.PostAsync("decisions/redo");
        Assert.Equal(drawn, await CoverAsync(client, person));
        await ShowsAsync(client, drawn);

        // Said to be no face, the chosen cover gives way, and drawn once more it is another face.
        await client.PostAsync("faces/decisions", new { items = new[] { new { faceId = drawn, decision = "notAFace" } } });
        Assert.Equal(found, await CoverAsync(client, person));
        var once = (await client.PostAsync($"photos/{photo}/faces", new { box = new { x = 5, y = 5, width = 60, height = 60 } }))
            .GetProperty("id").GetInt64();
        await ConfirmAsync(client, once, "Cover Story");
        await PatchAsync(client, person, new { coverFaceId = once });
        await ShowsAsync(client, (await CoverAsync(client, person))!.Value);

        // With its photo in the trash there is no cover; brought back, it is the chosen one.
        (await client.DeleteAsync(new Uri($"/api/v1/photos/{photo}", UriKind.Relative))).EnsureSuccessStatusCode();
        Assert.Null(await CoverAsync(client, person));
        await client.PostAsync("decisions/undo");
        Assert.Equal(once, await CoverAsync(client, person));
        await ShowsAsync(client, once);
    }

    [SkippableFact]
    public async Task Not_a_face_stays_so_through_a_new_analysis_and_a_restart_and_is_undone_after_it()
    {
        using var folder = new DataFolder();
        long photo, face;
        await using (var faceWeb = await RunningFaceWeb.StartInAsync(folder.Path))
        {
            photo = await UploadAsync(faceWeb.Client, "none.jpg");
            face = FacesOf(await faceWeb.Client.ReadAsync($"photos/{photo}"))[0];
            await faceWeb.Client.PostAsync("faces/decisions", new { items = new[] { new { faceId = face, decision = "notAFace" } } });
            await faceWeb.Client.PostAsync($"photos/{photo}/analyse");
            await faceWeb.Client.AllDoneAsync();
            Assert.Equal([face], FacesOf(await faceWeb.Client.ReadAsync($"photos/{photo}")));
        }
        await using (var faceWeb = await RunningFaceWeb.StartInAsync(folder.Path))
        {
            var client = faceWeb.Client;
            Assert.Equal("notAFace", (await client.ReadAsync($"faces/{face}")).GetProperty("decision").GetString());
            await client.PostAsync($"photos/{photo}/analyse");
            await client.AllDoneAsync();
            Assert.Equal([face], FacesOf(await client.ReadAsync($"photos/{photo}")));
            await client.PostAsync("decisions/undo");
            await client.AllDoneAsync();
            Assert.Equal("undecided", (await client.ReadAsync($"faces/{face}")).GetProperty("decision").GetString());
            await client.PostAsync("decisions/redo");
            Assert.Equal("notAFace", (await client.ReadAsync($"faces/{face}")).GetProperty("decision").GetString());
        }
    }

    [SkippableFact]
    public async Task On_a_collage_one_person_really_is_twice_and_both_faces_can_be_named()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var client = faceWeb.Client;
        byte[] collage;
        using (var one = OpenCvSharp.Cv2.ImRead(Repository.SharedOrSkip("data", "people", "single", "obama.jpg")))
        using (var other = OpenCvSharp.Cv2.ImRead(Repository.SharedOrSkip("data", "people", "single", "obama2.jpg")))
        using (var both = new OpenCvSharp.Mat())
        {
            using var fitted = new OpenCvSharp.Mat();
            OpenCvSharp.Cv2.Resize(other, fitted, one.Size());
            OpenCvSharp.Cv2.HConcat(one, fitted, both);
            collage = OpenCvSharp.Cv2.ImEncode(".jpg", both, out var file) ? file : [];
        }
        var album = await client.NewAlbumAsync("Collage");
        var known = File.ReadAllBytes(Repository.SharedOrSkip("data", "people", "single", "obama3.jpg"));
        var alone = (await client.UploadAsync(album, [("alone.jpg", known)])).Single();
        var photo = (await client.UploadAsync(album, [("collage.jpg", collage)])).Single();
        await client.AllDoneAsync();
        var faces = FacesOf(await client.ReadAsync($"photos/{photo}"));
        Assert.Equal(2, faces.Count);
        await ConfirmAsync(client, FacesOf(await client.ReadAsync($"photos/{alone}"))[0], "Twice");
        await client.AllDoneAsync();
        // Suggested once, since nobody usually is twice on a photo; but whoever says it is right.
        await ConfirmAsync(client, faces[0], "Twice");
        await client.AllDoneAsync();
        await ConfirmAsync(client, faces[1], "Twice");
        await client.AllDoneAsync();
        var person = (await client.ReadAsync($"faces/{faces[0]}")).GetProperty("person").GetProperty("id").GetInt64();
        Assert.Equal(person, (await client.ReadAsync($"faces/{faces[1]}")).GetProperty("person").GetProperty("id").GetInt64());
        var view = await client.ReadAsync($"people/{person}");
        Assert.Equal((3, 2), (view.GetProperty("faces").GetInt32(), view.GetProperty("photos").GetInt32()));
        // Analysed again and trained beside somebody else, both names stay.
        await client.PostAsync($"photos/{photo}/analyse");
        await client.AllDoneAsync();
        Assert.Equal(faces, FacesOf(await client.ReadAsync($"photos/{photo}")));
        Assert.Equal(3, (await client.ReadAsync($"people/{person}")).GetProperty("faces").GetInt32());
    }

    private static async Task<long?> PersonOfAsync(ReviewHouse house, long face)
    {
        await using var db = await house.OpenAsync();
        return await db.Faces.Where(f => f.Id == face).Select(f => f.PersonId).SingleAsync();
    }

    private static async Task<long> UploadAsync(HttpClient client, string name)
    {
        var file = File.ReadAllBytes(Repository.SharedOrSkip("data", "people", "single", "obama.jpg"));
        var photo = (await client.UploadAsync(await client.NewAlbumAsync(name), [(name, file)])).Single();
        await client.AllDoneAsync();
        return photo;
    }

    private static List<long> FacesOf(JsonElement photo) =>
        [.. photo.GetProperty("faces").EnumerateArray().Select(f => f.GetProperty("id").GetInt64())];

    private static Task<JsonElement> ConfirmAsync(HttpClient client, long face, string name) =>
        client.PostAsync("faces/decisions", new { items = new[] { new { faceId = face, decision = "confirmed", personName = name } } });

    private static async Task PatchAsync(HttpClient client, long person, object patch)
    {
        using var body = System.Net.Http.Json.JsonContent.Create(patch);
        var answer = await client.PatchAsync(new Uri($"/api/v1/people/{person}", UriKind.Relative), body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<long?> CoverAsync(HttpClient client, long person) =>
        (await client.ReadAsync($"people/{person}")).GetProperty("coverFaceId") is { ValueKind: JsonValueKind.Number } cover
            ? cover.GetInt64()
            : null;

    private static async Task ShowsAsync(HttpClient client, long face) =>
        Assert.NotEmpty(await client.GetByteArrayAsync(new Uri($"/api/v1/faces/{face}/crop", UriKind.Relative)));
}
