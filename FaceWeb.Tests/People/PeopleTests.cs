using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.People;
using FaceWeb.Tests.History;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Tests.People;

/// <summary>Finding, changing, merging, splitting and forgetting people.</summary>
public sealed class PeopleTests(ReviewHouse house) : IClassFixture<ReviewHouse>
{
    [Fact]
    public async Task A_change_of_a_person_is_in_their_history_and_undone_and_forgetting_leaves_no_name_behind()
    {
        var face = (await house.AddFacesAsync(1))[0];
        var person = await house.NameAsync("Ada");
        await house.SayAsync(ReviewHouse.Ben, face, "confirmed", person);
        await house.People.UpdateAsync(person, new PersonPatch { Name = "Adele Unique" }, ReviewHouse.Anna);
        await house.People.UpdateAsync(person, new PersonPatch { Hidden = true, BirthDate = new DateOnly(2001, 2, 3) }, ReviewHouse.Anna);
        await house.People.UpdateAsync(person, new PersonPatch { Hidden = true }, ReviewHouse.Anna);
        Assert.Equal(["Changed Adele Unique.", "Renamed Ada to Adele Unique.", "1 face confirmed."],
            (await house.History.OfPersonAsync(person, 0, 10)).Items.Select(h => h.Text));

        var undone = await house.Steps.UndoAsync(ReviewHouse.Anna);
        Assert.Equal((ActionKind.EditPerson, "Changed Adele Unique."), (undone.Kind, undone.Description));
        var view = await house.People.FindAsync(person);
        Assert.Equal(("Adele Unique", false, (DateOnly?)null), (view.Name, view.Hidden, view.BirthDate));

        // Ben has renamed them since: Anna's renaming is not taken back over that.
        await house.People.UpdateAsync(person, new PersonPatch { Name = "Addie" }, ReviewHouse.Ben);
        Assert.Equal(409, (await Assert.ThrowsAsync<RefusedException>(() => house.Steps.UndoAsync(ReviewHouse.Anna))).Status);
        await house.Steps.UndoAsync(ReviewHouse.Ben);
        await house.Steps.UndoAsync(ReviewHouse.Anna);
        Assert.Equal("Ada", (await house.People.FindAsync(person)).Name);

        await house.People.DeleteAsync(person, true, ReviewHouse.Anna);
        await using var db = await house.OpenAsync();
        Assert.Equal(0, await db.ReviewActions.CountAsync(a => a.Description.Contains("Adele") || a.Payload!.Contains("Adele")));
    }

    [Fact]
    public async Task Two_people_told_apart_have_it_in_both_histories()
    {
        var (one, other) = (await house.NameAsync("Told One"), await house.NameAsync("Told Other"));
        await house.Same.TellApartAsync(other, one, ReviewHouse.Anna);
        await house.Steps.UndoAsync(ReviewHouse.Anna);
        await house.Steps.RedoAsync(ReviewHouse.Anna);
        Assert.Equal(
            [("Redone: Said to be somebody else than Told Other.", false), ("Said to be somebody else than Told Other.", true)],
            (await house.History.OfPersonAsync(one, 0, 10)).Items.Select(h => (h.Text, h.Undone)));
        Assert.Equal("Redone: Said to be somebody else than Told One.", (await house.History.OfPersonAsync(other, 0, 10)).Items[0].Text);
        await house.People.DeleteAsync(other, false, ReviewHouse.Anna);
        Assert.Equal(
            "Redone: Said to be somebody else than somebody who has been forgotten.", (await house.History.OfPersonAsync(one, 0, 10)).Items[0].Text);
    }

    [Fact]
    public async Task Search_puts_beginnings_first_and_overlooks_accents_and_case()
    {
        foreach (var name in new[] { "Bjorn Zoë", "Zoé Lang", "Azoer", "Someone" })
            await house.NameAsync(name);
        Assert.Equal(["Zoé Lang", "Bjorn Zoë", "Azoer"], (await house.Search.SearchAsync("ZOE", 10)).Select(p => p.Name));
    }

    [Fact]
    public async Task A_patch_changes_what_it_sets_and_refuses_a_cover_of_somebody_else()
    {
        var faces = await house.AddFacesAsync(3);
        var id = (await house.SayAsync(ReviewHouse.Anna, faces[0], "confirmed", name: "Cover Girl")).Faces[0].Person!.Id;
        await house.SayAsync(ReviewHouse.Anna, faces[1], "confirmed", id);
        Assert.Equal(faces[1], (await house.People.FindAsync(id)).CoverFaceId);

        var view = await house.People.UpdateAsync(id, new PersonPatch { CoverFaceId = faces[0], BirthDate = new DateOnly(2001, 2, 3) });
        Assert.Equal((faces[0], "Cover Girl", new DateOnly(2001, 2, 3)), (view.CoverFaceId, view.Name, view.BirthDate));
        await Assert.ThrowsAsync<RefusedException>(() => house.People.UpdateAsync(id, new PersonPatch { Name = "Other", CoverFaceId = faces[2] }));
        view = await house.People.UpdateAsync(id, new PersonPatch { Hidden = true });
        Assert.Equal(("Cover Girl", true, faces[0]), (view.Name, view.Hidden, view.CoverFaceId));
        Assert.DoesNotContain((await house.People.ListAsync(new PeopleFilter(), 0, 500)).Items, p => p.Id == id);
    }

    [Fact]
    public async Task A_merge_moves_faces_rejections_and_suggestions_and_undo_brings_all_back()
    {
        var faces = await house.AddFacesAsync(3);
        var (ann, anne) = (await house.NameAsync("Ann"), await house.NameAsync("Anne"));
        await house.SayAsync(ReviewHouse.Ben, faces[0], "confirmed", ann);
        await house.SayAsync(ReviewHouse.Ben, faces[1], "rejected", ann);
        await house.SuggestAsync(faces[2], ann, anne);

        var merged = await house.People.MergeAsync(anne, [ann], ReviewHouse.Ben);
        Assert.Equal((1, 1), (merged.Faces, merged.Suggested));
        Assert.Equal([anne], (await house.Faces.FindAsync(faces[2])).Suggestions.Select(s => s.PersonId));
        var gone = await Assert.ThrowsAsync<RefusedException>(() => house.People.FindAsync(ann));
        Assert.Equal(404, gone.Status);
        Assert.Contains($"merged into Anne: look at person {anne}", gone.Message, StringComparison.Ordinal);
        Assert.DoesNotContain((await house.People.ListAsync(new PeopleFilter(null), 0, 500)).Items, p => p.Id == ann);
        await using (var db = await house.OpenAsync())
            Assert.Equal(anne, (await db.Rejections.SingleAsync(r => r.FaceId == faces[1])).PersonId);

        Assert.Equal(ActionKind.Merge, (await house.Steps.UndoAsync(ReviewHouse.Ben)).Kind);
        Assert.Equal((1, 0), ((await house.People.FindAsync(ann)).Faces, (await house.People.FindAsync(anne)).Faces));
        await using (var db = await house.OpenAsync())
            Assert.Equal(ann, (await db.Rejections.SingleAsync(r => r.FaceId == faces[1])).PersonId);
    }

    [Fact]
    public async Task A_split_takes_only_the_persons_own_faces()
    {
        var faces = await house.AddFacesAsync(3);
        var id = (await house.SayAsync(ReviewHouse.Anna, faces[0], "confirmed", name: "Twins")).Faces[0].Person!.Id;
        await house.SayAsync(ReviewHouse.Anna, faces[1], "confirmed", id);
        var refusal = await Assert.ThrowsAsync<RefusedException>(() => house.People.SplitAsync(id, [faces[1], faces[2]], "Twin B", ReviewHouse.Anna));
        Assert.Equal(409, refusal.Status);
        Assert.Empty(await house.Search.SearchAsync("Twin B", 5));

        var made = await house.People.SplitAsync(id, [faces[1]], "Twin B", ReviewHouse.Anna);
        Assert.Equal((1, 1), (made.Faces, (await house.People.FindAsync(id)).Faces));
    }

    [Fact]
    public async Task Forgetting_with_faces_leaves_no_measurement_in_the_database_file()
    {
        var faces = await house.AddFacesAsync(40);
        var id = (await house.SayAsync(ReviewHouse.Anna, faces[5], "confirmed", name: "Forget Me Entirely")).Faces[0].Person!.Id;
        byte[] vector;
        await using (var db = await house.OpenAsync())
        {
            vector = (await db.Embeddings.SingleAsync(e => e.FaceId == faces[5])).Vector;
            await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE);");
        }
        Assert.True(FileHolds(vector));

        await house.People.DeleteAsync(id, faces: true, ReviewHouse.Anna);

        await using (var db = await house.OpenAsync())
        {
            Assert.False(await db.Faces.AnyAsync(f => f.Id == faces[5]));
            Assert.False(await db.Embeddings.AnyAsync(e => e.FaceId == faces[5]));
            Assert.False(await db.FaceImages.AnyAsync(i => i.FaceId == faces[5]));
        }
        Assert.Empty(FilesHolding(vector));
        Assert.Empty(FilesHolding("Forget Me Entirely"u8.ToArray()));
    }

    [Fact]
    public async Task Forgetting_without_faces_leaves_them_undecided_and_blocks_no_undo()
    {
        var faces = await house.AddFacesAsync(2);
        await house.SayAsync(ReviewHouse.Ben, faces[0], "ignored");
        var id = (await house.SayAsync(ReviewHouse.Ben, faces[1], "confirmed", name: "Forget Name")).Faces[0].Person!.Id;
        await house.People.DeleteAsync(id, faces: false, ReviewHouse.Anna);
        Assert.Equal(
            (FaceDecision.Undecided, null), ((await house.Faces.FindAsync(faces[1])).Decision, (await house.Faces.FindAsync(faces[1])).Person));
        await house.Steps.UndoAsync(ReviewHouse.Ben);
        await house.Steps.UndoAsync(ReviewHouse.Ben);
        Assert.Equal(FaceDecision.Undecided, (await house.Faces.FindAsync(faces[0])).Decision);
    }

    private bool FileHolds(byte[] bytes) => FilesHolding(bytes).Length > 0;

    private string[] FilesHolding(byte[] bytes) => [.. new[] { house.DatabaseFile, house.DatabaseFile + "-wal" }.Where(File.Exists).Where(file =>
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content.AsSpan().IndexOf(bytes) >= 0;
    }).Select(f => Path.GetFileName(f))];
}
