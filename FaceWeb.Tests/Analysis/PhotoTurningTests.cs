using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FaceWeb.Access;
using FaceWeb.Analysis.Boxes;
using FaceWeb.Analysis.Turning;
using FaceWeb.Data;
using FaceWeb.Pipeline;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Training;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static FaceWeb.Tests.Analysis.LyingPhotoTests;

namespace FaceWeb.Tests.Analysis;

/// <summary>Photos turned by hand, over HTTP, with what was said of their faces.</summary>
public sealed class PhotoTurningTests
{
    [SkippableFact]
    public async Task A_turned_photo_keeps_its_faces_their_names_and_their_numbers_and_is_turned_back_and_again()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var client = faceWeb.Client;
        var photo = await PhotoAsync(client, PhotoTurn.None);
        var before = await client.ReadAsync($"photos/{photo}");
        var face = before.GetProperty("faces")[0];
        var id = face.GetProperty("id").GetInt64();
        await client.PostAsync("faces/decisions", new { items = new[] { new { faceId = id, decision = "confirmed", personName = "Ada" } } });
        var numbers = await NumbersAsync(client, face);
        using var picture = await PictureAsync(client, before, "preview");

        // At once: the picture, its size and the boxes.
        var turned = await client.PostAsync($"photos/{photo}/turn", new { degrees = 90 });
        AssertTurned(before, turned, PhotoTurn.Right);
        using (var shown = await PictureAsync(client, turned, "preview"))
        {
            OpenCvSharp.Cv2.Rotate(shown, shown, OpenCvSharp.RotateFlags.Rotate90Counterclockwise);
            Assert.True(Difference(picture, shown) < 3);
        }
        using (var crop = await CropAsync(client, face))
            Assert.Equal(BoxOf(Face(turned, id)).Width > BoxOf(Face(turned, id)).Height, crop.Cols > crop.Rows);

        // And once it is analysed again, as it was turned: its faces are measured the way up they stand.
        await client.AllDoneAsync();
        var analysed = await client.ReadAsync($"photos/{photo}");
        Assert.Equal("analysed", analysed.GetProperty("state").GetString());
        AssertTurned(before, analysed, PhotoTurn.Right);
        await AssertSameAsync();

        var undone = await client.PostAsync("decisions/undo");
        Assert.Equal(("turnPhoto", "Turned a photo to the right."), (undone.GetProperty("kind").GetString(), undone.GetProperty("description").GetString()));
        await client.AllDoneAsync();
        analysed = await client.ReadAsync($"photos/{photo}");
        Assert.False(analysed.GetProperty("turnedByHand").GetBoolean());
        AssertTurned(before, analysed, PhotoTurn.None);
        await AssertSameAsync();

        Assert.Equal("turnPhoto", (await client.PostAsync("decisions/redo")).GetProperty("kind").GetString());
        await client.AllDoneAsync();
        AssertTurned(before, await client.ReadAsync($"photos/{photo}"), PhotoTurn.Right);
        await AssertSameAsync();

        async Task AssertSameAsync()
        {
            var now = await client.ReadAsync($"faces/{id}");
            Assert.Equal("Ada", now.GetProperty("person").GetProperty("name").GetString());
            Assert.True((await NumbersAsync(client, now)).Zip(numbers, (x, y) => (double)x * y).Sum() >= 0.98);
        }
    }

    [SkippableFact]
    public async Task What_a_person_turned_stays_and_faces_that_were_not_found_before_are_added()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var client = faceWeb.Client;
        var photo = await PhotoAsync(client, PhotoTurn.Right);
        var found = await client.ReadAsync($"photos/{photo}");
        Assert.Equal((270, false), (found.GetProperty("turn").GetInt32(), found.GetProperty("turnedByHand").GetBoolean()));
        var faces = found.GetProperty("faces").GetArrayLength();
        await using (var db = await faceWeb.App.Services.GetRequiredService<IDbContextFactory<FaceWebDb>>().CreateDbContextAsync())
            await db.Faces.Where(f => f.PhotoId == photo).ExecuteDeleteAsync();

        // Turned back on its side: so it stays, however often it is analysed, and the faces are found nevertheless.
        await client.PostAsync($"photos/{photo}/turn", new { degrees = 90 });
        await client.AllDoneAsync();
        await client.PostAsync($"photos/{photo}/analyse");
        await client.AllDoneAsync();
        var lying = await client.ReadAsync($"photos/{photo}");
        Assert.Equal((0, true), (lying.GetProperty("turn").GetInt32(), lying.GetProperty("turnedByHand").GetBoolean()));
        AssertTurned(found, lying, PhotoTurn.Right, sameKeys: false);
        Assert.Equal(faces, lying.GetProperty("faces").GetArrayLength());

        // A face drawn on the picture as it lies is measured the way up it stands, too.
        var first = lying.GetProperty("faces")[0];
        await using (var db = await faceWeb.App.Services.GetRequiredService<IDbContextFactory<FaceWebDb>>().CreateDbContextAsync())
            await db.Faces.Where(f => f.Id == first.GetProperty("id").GetInt64()).ExecuteDeleteAsync();
        var drawn = await client.PostAsync($"photos/{photo}/faces", new { box = first.GetProperty("box"), turn = 0 });
        Assert.Equal(BoxOf(first), BoxOf(drawn));
        await client.AllDoneAsync();
        var upright = await PhotoAsync(client, PhotoTurn.None);
        var best = double.MinValue;
        foreach (var face in (await client.ReadAsync($"photos/{upright}")).GetProperty("faces").EnumerateArray())
            best = Math.Max(best, await CosineAsync(client, drawn, face));
        Assert.True(best >= 0.98, $"{best}");
    }

    [SkippableFact]
    public async Task Turning_three_times_while_the_photo_is_analysed_turns_it_three_times()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var client = faceWeb.Client;
        var file = TurnedPicture.Png(TurnedPicture.People, PhotoTurn.None);
        var photo = (await client.UploadAsync(await client.NewAlbumAsync("Fast"), [("a.png", file)])).Single();
        var before = await client.ReadAsync($"photos/{photo}");
        for (var i = 0; i < 3; i++)
        {
            await client.PostAsync($"photos/{photo}/turn", new { degrees = -90 });
            await Task.Delay(150);
        }
        await client.AllDoneAsync();
        var after = await client.ReadAsync($"photos/{photo}");
        Assert.Equal(("analysed", 90, true), (after.GetProperty("state").GetString(), after.GetProperty("turn").GetInt32(), after.GetProperty("turnedByHand").GetBoolean()));
        Assert.Equal((before.GetProperty("height").GetInt32(), before.GetProperty("width").GetInt32()),
            (after.GetProperty("width").GetInt32(), after.GetProperty("height").GetInt32()));
        Assert.Equal(3, after.GetProperty("faces").GetArrayLength());
    }

    [SkippableFact]
    public async Task A_box_moved_before_somebody_else_turned_the_photo_goes_back_to_where_it_was_on_the_picture()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var client = faceWeb.Client;
        var photo = await PhotoAsync(client, PhotoTurn.None);
        var before = await client.ReadAsync($"photos/{photo}");
        var (face, box) = (before.GetProperty("faces")[0].GetProperty("id").GetInt64(), BoxOf(before.GetProperty("faces")[0]));
        var moved = await client.PatchAsJsonAsync(
            $"/api/v1/faces/{face}", new { box = new { x = box.X + 9, y = box.Y + 4, width = box.Width, height = box.Height }, turn = 0 });
        Assert.True(moved.IsSuccessStatusCode);
        var turning = faceWeb.App.Services.GetRequiredService<PhotoTurning>();
        await turning.TurnAsync(photo, PhotoTurn.Right, new Actor("somebody-else", "tests"));

        // Whoever still looks at the picture as it was is told so.
        var stale = await client.PatchAsJsonAsync($"/api/v1/faces/{face}", new { box = new { x = 1, y = 2, width = 50, height = 60 }, turn = 0 });
        Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);
        Assert.Contains("turned meanwhile", await stale.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        await client.AllDoneAsync();
        Assert.Equal("moveFace", (await client.PostAsync("decisions/undo")).GetProperty("kind").GetString());
        var (width, height) = (before.GetProperty("width").GetInt32(), before.GetProperty("height").GetInt32());
        AssertClose(PhotoTurn.Right.Of(box, width, height), BoxOf(await client.ReadAsync($"faces/{face}")));
        Assert.Equal("moveFace", (await client.PostAsync("decisions/redo")).GetProperty("kind").GetString());
        AssertClose(PhotoTurn.Right.Of(box with { X = box.X + 9, Y = box.Y + 4 }, width, height), BoxOf(await client.ReadAsync($"faces/{face}")));
    }

    [SkippableFact]
    public async Task A_turn_that_somebody_else_has_turned_further_is_not_undone_and_one_of_a_deleted_photo_is_passed_over()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var client = faceWeb.Client;
        var photo = await PhotoAsync(client, PhotoTurn.None);
        var face = (await client.ReadAsync($"photos/{photo}")).GetProperty("faces")[0].GetProperty("id").GetInt64();
        var other = await PhotoAsync(client, PhotoTurn.Around);
        await client.PostAsync("faces/decisions", new { items = new[] { new { faceId = face, decision = "confirmed", personName = "Bea" } } });
        await client.PostAsync($"photos/{other}/turn", new { degrees = 180 });
        await faceWeb.App.Services.GetRequiredService<PhotoTurning>().TurnAsync(other, PhotoTurn.Left, new Actor("somebody-else", "tests"));
        var refused = await client.PostAsync(new Uri("/api/v1/decisions/undo", UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("turned this photo since", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        await faceWeb.App.Services.GetRequiredService<FaceWeb.Trash.TrashService>().PutPhotosAsync([other], new Actor("somebody-else", "tests"));
        Assert.Equal("decide", (await client.PostAsync("decisions/undo")).GetProperty("kind").GetString());

        foreach (var body in new object[] { new { }, new { degrees = 45 }, new { degrees = 360 } })
        {
            var answer = await client.PostAsJsonAsync($"/api/v1/photos/{photo}/turn", body);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains("degrees", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        Assert.Equal(HttpStatusCode.NotFound, (await client.PostAsJsonAsync("/api/v1/photos/987654321/turn", new { degrees = 90 })).StatusCode);
    }

    private static async Task<long> PhotoAsync(HttpClient client, PhotoTurn turn)
    {
        var file = TurnedPicture.Png(TurnedPicture.People, turn);
        var photo = (await client.UploadAsync(await client.NewAlbumAsync("Turned"), [("a.png", file)])).Single();
        await client.AllDoneAsync();
        return photo;
    }

    private static JsonElement Face(JsonElement photo, long id) =>
        photo.GetProperty("faces").EnumerateArray().Single(f => f.GetProperty("id").GetInt64() == id);

    // The photo as it was before, turned: its size, and each box and each point of a face.
    private static void AssertTurned(JsonElement before, JsonElement after, PhotoTurn by, bool sameKeys = true)
    {
        var (width, height) = (before.GetProperty("width").GetInt32(), before.GetProperty("height").GetInt32());
        Assert.Equal(PhotoTurn.OfDegrees(before.GetProperty("turn").GetInt32()).Then(by).Degrees, after.GetProperty("turn").GetInt32());
        Assert.Equal(by.OnItsSide ? (height, width) : (width, height), (after.GetProperty("width").GetInt32(), after.GetProperty("height").GetInt32()));
        Assert.Equal(before.GetProperty("faces").GetArrayLength(), after.GetProperty("faces").GetArrayLength());
        foreach (var face in before.GetProperty("faces").EnumerateArray())
        {
            var box = by.Of(BoxOf(face), width, height);
            var same = sameKeys ? Face(after, face.GetProperty("id").GetInt64())
                : after.GetProperty("faces").EnumerateArray().MaxBy(f => BoxOf(f).IntersectionOverUnion(box));
            AssertClose(box, BoxOf(same));
            var (corner, cornerSame) = (face.GetProperty("landmarks")[8], same.GetProperty("landmarks")[8]);
            var chin = by.Of(new FaceBox(corner[0].GetDouble(), corner[1].GetDouble(), 0, 0), width, height);
            Assert.True(Math.Abs(chin.X - cornerSame[0].GetDouble()) + Math.Abs(chin.Y - cornerSame[1].GetDouble()) < 0.1);
        }
    }

    private static void AssertClose(FaceBox expected, FaceBox actual) =>
        Assert.True(expected.IntersectionOverUnion(actual) > 0.999, $"{expected} expected, {actual} found");
}
