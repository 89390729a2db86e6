using FaceWeb.Access;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Data.Deleted;
using FaceWeb.Data.Tracks;
using FaceWeb.Tests.History;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Tests.Trash;

/// <summary>What is deleted is in no list, and comes back as it was.</summary>
public sealed class TrashTests : IAsyncLifetime
{
    private readonly ReviewHouse house = new();

    public Task InitializeAsync() => house.InitializeAsync();

    public Task DisposeAsync() => house.DisposeAsync();

    [Fact]
    public async Task A_photo_comes_back_row_by_row_by_undo_and_goes_again_by_redo()
    {
        var photo = await FurnishAsync();
        var before = await RowsAsync();
        await house.Trash.PutPhotosAsync([photo], ReviewHouse.Anna);
        await GoneAsync(photo);
        var entry = Assert.Single((await house.Trash.ListAsync(0, 10)).Items);
        Assert.Equal(
            (TrashKind.Photo, photo, "a.jpg", "Summer", 1, 5),
            (entry.Kind, entry.Key, entry.Name, entry.AlbumName, entry.Photos, entry.Faces));
        Assert.Equal("anna@example.org", entry.DeletedBy);
        Assert.Equal(entry.DeletedAt.AddDays(30), entry.GoesAt);

        Assert.Equal("Deleted a photo.", (await house.Steps.UndoAsync(ReviewHouse.Anna)).Description);
        Assert.Equal(before, await RowsAsync());
        Assert.Equal(0, (await house.Trash.ListAsync(0, 10)).Total);

        await house.Steps.RedoAsync(ReviewHouse.Anna);
        await GoneAsync(photo);
        await house.Steps.UndoAsync(ReviewHouse.Anna);
        Assert.Equal(before, await RowsAsync());

        // What was done before the deletion can still be taken back.
        Assert.Equal(ActionKind.Decide, (await house.Steps.UndoAsync(ReviewHouse.Anna)).Kind);
    }

    [Fact]
    public async Task An_album_comes_back_from_the_page_and_its_deletion_is_undone_with_that()
    {
        var photo = await FurnishAsync();
        var before = await RowsAsync();
        var album = await AlbumOfAsync(photo);
        Assert.True(await house.Trash.PutAlbumAsync(album, ReviewHouse.Anna));
        await GoneAsync(photo);
        var entry = Assert.Single((await house.Trash.ListAsync(0, 10)).Items);
        Assert.Equal((TrashKind.Album, "Summer", 1, 5), (entry.Kind, entry.Name, entry.Photos, entry.Faces));
        Assert.Equal(1, await house.Trash.BringBackAsync([entry.Id], ReviewHouse.Ben));
        Assert.Equal(before, await RowsAsync());
        Assert.NotEqual(ActionKind.DeleteAlbum, (await house.Steps.NextStepsAsync(ReviewHouse.Anna)).Undo!.Kind);
        Assert.False(await house.Trash.PutAlbumAsync(album + 99, ReviewHouse.Anna));
    }

    [Fact]
    public async Task A_person_comes_back_with_every_decision_but_those_made_otherwise_since()
    {
        var faces = await house.AddFacesAsync(5);
        var ada = (await house.SayAsync(ReviewHouse.Anna, faces[0], "confirmed", name: "Ada")).NewPeople[0].Id;
        await house.SayAsync(ReviewHouse.Anna, faces[1], "confirmed", ada);
        await house.SayAsync(ReviewHouse.Anna, faces[2], "rejected", ada);
        await house.SayAsync(ReviewHouse.Anna, faces[3], "confirmed", ada);
        var eve = await house.NameAsync("Eve");
        await house.Same.TellApartAsync(ada, eve, ReviewHouse.Ben);
        await house.Trash.PutPersonAsync(ada, ReviewHouse.Ben);
        await Assert.ThrowsAsync<RefusedException>(() => house.People.FindAsync(ada));
        Assert.Empty(await house.Search.SearchAsync("Ada", 5));
        Assert.Equal(FaceDecision.Undecided, (await house.Faces.FindAsync(faces[0])).Decision);
        await house.SayAsync(ReviewHouse.Anna, faces[3], "confirmed", eve);

        await house.Steps.UndoAsync(ReviewHouse.Ben);
        Assert.Equal(2, (await house.People.FindAsync(ada)).Faces);
        Assert.Equal("Eve", (await house.Faces.FindAsync(faces[3])).Person!.Name);
        await using (var db = await house.OpenAsync())
        {
            Assert.Equal(faces[2], await db.Rejections.Where(r => r.PersonId == ada).Select(r => r.FaceId).SingleAsync());
            Assert.Equal(1, await db.DifferentPeople.CountAsync());
        }
        await house.Steps.RedoAsync(ReviewHouse.Ben);
        Assert.Equal(FaceDecision.Undecided, (await house.Faces.FindAsync(faces[1])).Decision);
        var entry = Assert.Single((await house.Trash.ListAsync(0, 10)).Items);
        await house.Trash.BringBackAsync([entry.Id], ReviewHouse.Anna);
        Assert.Equal(2, (await house.People.FindAsync(ada)).Faces);
    }

    [Fact]
    public async Task Whoever_was_merged_or_deleted_meanwhile_is_respected()
    {
        var faces = await house.AddFacesAsync(3);
        var ada = (await house.SayAsync(ReviewHouse.Anna, faces[0], "confirmed", name: "Ada")).NewPeople[0].Id;
        var bea = (await house.SayAsync(ReviewHouse.Anna, faces[1], "confirmed", name: "Bea")).NewPeople[0].Id;
        var cora = await house.NameAsync("Cora");
        var photo = await PhotoOfAsync(faces[0]);
        await house.Trash.PutPhotosAsync([photo], ReviewHouse.Anna);
        await house.People.MergeAsync(cora, [ada], ReviewHouse.Ben);
        await house.Trash.PutPersonAsync(bea, ReviewHouse.Ben);

        await house.Steps.UndoAsync(ReviewHouse.Anna);
        Assert.Equal("Cora", (await house.Faces.FindAsync(faces[0])).Person!.Name);
        Assert.Equal(FaceDecision.Undecided, (await house.Faces.FindAsync(faces[1])).Decision);
        await ChecksAsync();

        // Bea takes her face along, back again; the merge gives Ada's back.
        await house.Steps.UndoAsync(ReviewHouse.Ben);
        Assert.Equal("Bea", (await house.Faces.FindAsync(faces[1])).Person!.Name);
        await house.Steps.UndoAsync(ReviewHouse.Ben);
        Assert.Equal("Ada", (await house.Faces.FindAsync(faces[0])).Person!.Name);
        await ChecksAsync();
    }

    [Fact]
    public async Task A_photo_of_a_deleted_album_comes_back_with_the_album_alone()
    {
        var photo = await FurnishAsync();
        var album = await AlbumOfAsync(photo);
        await using (var db = await house.OpenAsync())
        {
            db.Photos.Add(new Photo { AlbumId = album, FileName = "b.jpg", Sha256 = new string('b', 64), MimeType = "image/jpeg" });
            await db.SaveChangesAsync();
        }
        await house.Trash.PutPhotosAsync([photo], ReviewHouse.Anna);
        await house.Trash.PutAlbumAsync(album, ReviewHouse.Anna);
        var items = (await house.Trash.ListAsync(0, 10)).Items;
        await house.Trash.BringBackAsync([items.Single(i => i.Kind == TrashKind.Photo).Id], ReviewHouse.Anna);
        await using (var db = await house.OpenAsync())
            Assert.Equal(["a.jpg"], await db.Photos.Where(p => p.Album!.Name == "Summer").Select(p => p.FileName).ToListAsync());
        await house.Trash.BringBackAsync([items.Single(i => i.Kind == TrashKind.Album).Id], ReviewHouse.Anna);
        await using (var db = await house.OpenAsync())
            Assert.Equal(2, await db.Photos.CountAsync(p => p.AlbumId == album));
    }

    [Fact]
    public async Task What_goes_for_good_leaves_no_row_and_nothing_to_undo()
    {
        var photo = await FurnishAsync();
        await house.Trash.PutPhotosAsync([photo], new Actor("anna", "tests"));
        Assert.Equal(0, await house.Emptying.DeleteOldAsync());
        await using (var db = await house.OpenAsync())
            await db.TrashItems.ExecuteUpdateAsync(set => set.SetProperty(i => i.DeletedAt, i => i.DeletedAt.AddDays(-31)));
        Assert.Equal(1, await house.Emptying.DeleteOldAsync());
        await using (var db = await house.OpenAsync())
        {
            foreach (var type in TrashedTables.Types)
                Assert.Equal(0, await db.Set<Dictionary<string, object>>(TrashedTables.NameOf(type)).CountAsync());
        }
        Assert.Null((await house.Steps.NextStepsAsync(ReviewHouse.Anna)).Undo);
    }

    [Fact]
    public async Task Faces_of_a_person_deleted_for_good_are_undecided_in_the_history_too()
    {
        await FurnishAsync();
        long ada;
        await using (var db = await house.OpenAsync())
            ada = (await db.People.SingleAsync(p => p.Name == "Ada")).Id;
        await house.Trash.PutPersonAsync(ada, ReviewHouse.Anna);
        Assert.Equal(1, await house.Emptying.EmptyAsync());
        await using (var db = await house.OpenAsync())
        {
            var faces = await db.FaceEvents.Where(e => e.AfterPersonId == ada).Select(e => e.FaceId).Distinct().ToListAsync();
            var face = await db.Faces.SingleAsync(f => f.Id == Assert.Single(faces));
            Assert.Equal(FaceDecision.Undecided, face.Decision);
            var last = await db.FaceEvents.Include(e => e.Action).Where(e => e.FaceId == face.Id).OrderBy(e => e.Id).LastAsync();
            Assert.Equal((FaceDecision.Undecided, null), (last.AfterDecision, last.AfterPersonId));
            Assert.Equal((ActionKind.Forget, null), (last.Action!.Kind, last.Action.Payload));
        }

        // It cannot be taken back, and keeps nothing else from being.
        Assert.Equal(ActionKind.Decide, (await house.Steps.UndoAsync(ReviewHouse.Anna)).Kind);
    }

    // Faces decided in every way, rejected, told apart; by one user.
    private async Task<long> FurnishAsync()
    {
        var faces = await house.AddFacesAsync(6);
        await house.SayAsync(ReviewHouse.Anna, faces[0], "confirmed", name: "Ada");
        await house.SayAsync(ReviewHouse.Anna, faces[1], "ignored");
        await house.SayAsync(ReviewHouse.Anna, faces[2], "notAFace");
        var bea = await house.NameAsync("Bea");
        await house.SayAsync(ReviewHouse.Anna, faces[3], "rejected", bea);
        await house.SuggestAsync(faces[4], bea);
        await house.SayAsync(ReviewHouse.Anna, faces[4], "rejected", bea);
        await using var db = await house.OpenAsync();
        db.VideoTracks.Add(new VideoTrack
        {
            FaceId = faces[5],
            Start = 1,
            End = 2,
            Sightings = [1, 2, 3],
            Images = { new TrackImage { At = 1, Crop = [9, 9] } },
        });
        await db.SaveChangesAsync();
        return await PhotoOfAsync(faces[0]);
    }

    private async Task GoneAsync(long photo)
    {
        await using var db = await house.OpenAsync();
        Assert.Equal(0, await db.Photos.CountAsync(p => p.Id == photo));
        Assert.Equal(
            (0, 0, 0, 0, 0),
            (await db.Faces.CountAsync(), await db.Embeddings.CountAsync(), await db.FaceImages.CountAsync(), await db.Rejections.CountAsync(),
                await db.FaceEvents.CountAsync()));
    }

    // Everything of photos and faces but their versions, for comparing.
    private async Task<string> RowsAsync()
    {
        await using var db = await house.OpenAsync();
        var said = new List<string>();
        string[] tables = ["Albums", "Photos", "Faces", "Embeddings", "FaceImages", "VideoTracks", "TrackImages", "Rejections", "FaceEvents"];
        foreach (var table in tables)
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            await db.Database.OpenConnectionAsync();
            command.CommandText = $"SELECT * FROM \"{table}\" ORDER BY 1, 2";
            await using var rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
            {
                said.Add(table + " " + string.Join('|', Enumerable.Range(0, rows.FieldCount).Where(i => rows.GetName(i) != "Version")
                    .Select(i => rows.GetValue(i) is byte[] bytes ? Convert.ToHexString(bytes) : rows.GetValue(i).ToString())));
            }
        }
        return string.Join('\n', said);
    }

    private async Task ChecksAsync()
    {
        await using var db = await house.OpenAsync();
        Assert.Empty(await db.Database.SqlQueryRaw<long>("""
            SELECT f."Id" AS "Value" FROM "Faces" f JOIN "FaceEvents" e ON e."Id" = (SELECT MAX(l."Id") FROM "FaceEvents" l WHERE l."FaceId" = f."Id")
            WHERE f."Decision" <> e."AfterDecision" OR f."PersonId" IS NOT e."AfterPersonId"
            """).ToListAsync());
        Assert.Empty(await db.Database.SqlQueryRaw<string>("SELECT \"table\" AS Value FROM pragma_foreign_key_check").ToListAsync());
    }

    private async Task<long> PhotoOfAsync(long face)
    {
        await using var db = await house.OpenAsync();
        return await db.Faces.Where(f => f.Id == face).Select(f => f.PhotoId).SingleAsync();
    }

    private async Task<long> AlbumOfAsync(long photo)
    {
        await using var db = await house.OpenAsync();
        return await db.Photos.Where(p => p.Id == photo).Select(p => p.AlbumId).SingleAsync();
    }
}
