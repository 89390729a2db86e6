using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Faces;
using FaceWeb.Faces.Naming;
using FaceWeb.History;
using FaceWeb.History.Decisions;
using FaceWeb.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FaceWeb.Tests.History;

/// <summary>Doing again what was undone. Random sequences of it: <see cref="RandomReviewTests"/>.</summary>
public sealed class RedoTests : IAsyncLifetime
{
    private readonly ReviewHouse house = new();

    public Task InitializeAsync() => house.InitializeAsync();

    public Task DisposeAsync() => house.DisposeAsync();

    [Fact]
    public async Task A_bulk_undone_by_mistake_is_done_again_with_the_same_new_person_and_undone_once_more()
    {
        var faces = await house.AddFacesAsync(2000);
        var said = await house.Decisions.DecideAsync(
            [.. faces.Select(f => new FaceDecisionRequest(f, "confirmed", PersonName: "Ada"))], ReviewHouse.Anna);
        var ada = said.NewPeople[0].Id;
        await house.Steps.UndoAsync(ReviewHouse.Anna);
        await Assert.ThrowsAsync<RefusedException>(() => house.People.FindAsync(ada));

        // Her history names whom it was about, though nobody says anything of them any more.
        Assert.Equal(["No longer Ada.", "Confirmed as Ada."], await HistoryAsync(faces[7]));
        var steps = await house.Steps.NextStepsAsync(ReviewHouse.Anna);
        Assert.Null(steps.Undo);
        Assert.Equal((said.ActionId, "Named 2000 faces, undone just now, from the tests page"), (steps.Redo!.ActionId, steps.Redo.Text));

        var redone = await house.Steps.RedoAsync(ReviewHouse.Anna);
        Assert.Equal((said.ActionId, ActionKind.Decide, 2000), (redone.RedoesId, redone.Kind, redone.Faces.Count));
        Assert.All(redone.Faces, f => Assert.Equal((FaceDecision.Confirmed, new PersonRef(ada, "Ada")), (f.Decision, f.Person)));
        Assert.Equal("Ada", (await house.People.FindAsync(ada)).Name);
        Assert.Equal(["Redone: Confirmed as Ada.", "No longer Ada.", "Confirmed as Ada."], await HistoryAsync(faces[7]));
        Assert.Equal("Redone: 2000 faces confirmed.", (await house.History.OfPersonAsync(ada, 0, 1)).Items[0].Text);
        Assert.Null((await house.Steps.NextStepsAsync(ReviewHouse.Anna)).Redo);

        Assert.Equal(redone.ActionId, (await house.Steps.UndoAsync(ReviewHouse.Anna)).ActionId);
        Assert.Equal(redone.ActionId, (await house.Steps.RedoAsync(ReviewHouse.Anna)).RedoesId);
        Assert.Equal(2000, (await house.People.FindAsync(ada)).Faces);
    }

    [Fact]
    public async Task Redos_go_forward_through_all_that_was_undone_and_something_new_ends_them()
    {
        var faces = await house.AddFacesAsync(3);
        await house.SayAsync(ReviewHouse.Anna, faces[0], "ignored");
        await house.SayAsync(ReviewHouse.Anna, faces[0], "confirmed", name: "Bea");
        await house.SayAsync(ReviewHouse.Anna, faces[1], "notAFace");
        for (var i = 0; i < 3; i++)
            await house.Steps.UndoAsync(ReviewHouse.Anna);

        // What somebody else does to other faces is of no account, nor is what changes nothing.
        await house.SayAsync(ReviewHouse.Ben, faces[2], "ignored");
        await house.SayAsync(ReviewHouse.Anna, faces[0], "undecided");
        await house.Steps.RedoAsync(ReviewHouse.Anna);
        Assert.Equal(FaceDecision.Ignored, (await house.Faces.FindAsync(faces[0])).Decision);
        await house.Steps.RedoAsync(ReviewHouse.Anna);
        Assert.Equal("Bea", (await house.Faces.FindAsync(faces[0])).Person!.Name);

        await house.SayAsync(ReviewHouse.Anna, faces[2], "undecided");
        await RefusedAsync("nothing to redo: you have undone nothing");
        Assert.Equal(FaceDecision.Undecided, (await house.Faces.FindAsync(faces[1])).Decision);
    }

    [Fact]
    public async Task What_somebody_else_has_said_since_is_not_overwritten()
    {
        var faces = await house.AddFacesAsync(3);
        await house.Decisions.DecideAsync([.. faces.Select(f => new FaceDecisionRequest(f, "confirmed", PersonName: "Cora"))], ReviewHouse.Anna);
        await house.Steps.UndoAsync(ReviewHouse.Anna);
        await house.SayAsync(ReviewHouse.Ben, faces[1], "ignored");
        await RefusedAsync(
            $"One of its 3 faces (face {faces[1]}) has been decided or moved otherwise since, so \"Named 3 faces.\" was not done again.");
        Assert.Equal([FaceDecision.Undecided, FaceDecision.Ignored, FaceDecision.Undecided], await DecisionsAsync(faces));

        // He takes it back: nothing is in the way any more.
        await house.Steps.UndoAsync(ReviewHouse.Ben);
        Assert.Equal(3, (await house.Steps.RedoAsync(ReviewHouse.Anna)).Faces.Count);
    }

    [Fact]
    public async Task Merges_splits_people_told_apart_and_renamings_are_done_again()
    {
        var faces = await house.AddFacesAsync(4);
        var dora = (await house.SayAsync(ReviewHouse.Ben, faces[0], "confirmed", name: "Dora")).NewPeople[0].Id;
        var eve = (await house.SayAsync(ReviewHouse.Ben, faces[1], "confirmed", name: "Eve")).NewPeople[0].Id;
        await house.SayAsync(ReviewHouse.Ben, faces[2], "confirmed", eve);
        await house.SayAsync(ReviewHouse.Ben, faces[3], "rejected", eve);

        await house.Same.TellApartAsync(dora, eve, ReviewHouse.Anna);
        await house.People.UpdateAsync(dora, new PersonPatch { Name = "Dorothea", Hidden = true }, ReviewHouse.Anna);
        await house.People.MergeAsync(dora, [eve], ReviewHouse.Anna);
        var split = (await house.People.SplitAsync(dora, [faces[2]], "Fay", ReviewHouse.Anna)).Id;
        var after = await StateAsync();
        for (var i = 0; i < 4; i++)
            await house.Steps.UndoAsync(ReviewHouse.Anna);
        var before = await StateAsync();

        ActionKind[] kinds = [ActionKind.TellApart, ActionKind.EditPerson, ActionKind.Merge, ActionKind.Split];
        foreach (var kind in kinds)
            Assert.Equal(kind, (await house.Steps.RedoAsync(ReviewHouse.Anna)).Kind);
        Assert.Equal(after, await StateAsync());
        Assert.Equal("Fay", (await house.People.FindAsync(split)).Name);
        for (var i = 0; i < 4; i++)
            await house.Steps.UndoAsync(ReviewHouse.Anna);
        Assert.Equal(before, await StateAsync());
    }

    [Fact]
    public async Task A_renaming_is_not_done_again_over_another_and_a_merge_not_when_one_is_gone()
    {
        var (gil, hal) = (await house.NameAsync("Gil"), await house.NameAsync("Hal"));
        await house.People.UpdateAsync(gil, new PersonPatch { Name = "Gilbert" }, ReviewHouse.Anna);
        await house.Steps.UndoAsync(ReviewHouse.Anna);
        await house.People.UpdateAsync(gil, new PersonPatch { Name = "Gilles" }, ReviewHouse.Ben);
        await RefusedAsync("Somebody else has changed this person since");
        Assert.Equal("Gilles", (await house.People.FindAsync(gil)).Name);

        await house.People.MergeAsync(gil, [hal], ReviewHouse.Anna);
        await house.Steps.UndoAsync(ReviewHouse.Anna);
        await house.People.DeleteAsync(hal, false, ReviewHouse.Ben);
        await RefusedAsync("One of the people has been merged, forgotten or taken away since");
    }

    [Fact]
    public async Task What_was_said_of_somebody_merged_since_is_said_of_whom_they_were_merged_into()
    {
        var face = (await house.AddFacesAsync(1))[0];
        var (ida, joy) = (await house.NameAsync("Ida"), await house.NameAsync("Joy"));
        await house.SayAsync(ReviewHouse.Anna, face, "confirmed", ida);
        await house.Steps.UndoAsync(ReviewHouse.Anna);
        await house.People.MergeAsync(joy, [ida], ReviewHouse.Ben);
        await house.Steps.RedoAsync(ReviewHouse.Anna);
        Assert.Equal(joy, (await house.Faces.FindAsync(face)).Person!.Id);
    }

    [Fact]
    public async Task Forgetting_a_name_forgets_it_for_those_whom_an_undo_took_away_too()
    {
        var faces = await house.AddFacesAsync(2);
        await house.SayAsync(ReviewHouse.Anna, faces[0], "confirmed", name: "Klothilde");
        await house.Steps.UndoAsync(ReviewHouse.Anna);
        var second = (await house.SayAsync(ReviewHouse.Ben, faces[1], "confirmed", name: "klothilde")).NewPeople[0].Id;
        await house.People.DeleteAsync(second, false, ReviewHouse.Ben);
        Assert.Equal(["No longer somebody who has been forgotten.", "Confirmed as somebody who has been forgotten."], await HistoryAsync(faces[0]));
        await RefusedAsync("the people it named have been forgotten");
        await using var db = await house.OpenAsync();
        Assert.Equal(0, await db.RemovedPeople.CountAsync());
    }

    [Fact]
    public async Task A_redo_sent_twice_happens_once_and_one_of_something_else_is_refused()
    {
        var faces = await house.AddFacesAsync(1);
        var said = await house.SayAsync(ReviewHouse.Anna, faces[0], "ignored");
        await house.Steps.UndoAsync(ReviewHouse.Anna);
        Assert.Equal(409, (await Assert.ThrowsAsync<RefusedException>(() => house.Steps.RedoAsync(ReviewHouse.Anna, said.ActionId + 1000))).Status);
        var first = await house.Steps.RedoAsync(ReviewHouse.Anna, said.ActionId);
        var again = await house.Steps.RedoAsync(ReviewHouse.Anna, said.ActionId);
        Assert.Equal((first.ActionId, FaceDecision.Ignored), (again.ActionId, Assert.Single(again.Faces).Decision));
        Assert.Equal(3, (await house.History.OfFaceAsync(faces[0], 0, 10)).Total);
    }

    private async Task RefusedAsync(string why)
    {
        var refused = await Assert.ThrowsAsync<RefusedException>(() => house.Steps.RedoAsync(ReviewHouse.Anna));
        Assert.Equal(409, refused.Status);
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
    }

    private async Task<List<string>> HistoryAsync(long face) => [.. (await house.History.OfFaceAsync(face, 0, 10)).Items.Select(h => h.Text)];

    private async Task<List<FaceDecision>> DecisionsAsync(long[] faces) => [.. (await house.Faces.OfIdsAsync(faces)).Select(f => f.Decision)];

    // All that is said, of everybody.
    private async Task<string> StateAsync()
    {
        await using var db = await house.OpenAsync();
        var faces = await db.Faces.OrderBy(f => f.Id).Select(f => $"{f.Id} {f.Decision} {f.PersonId}").ToListAsync();
        var people = await db.People.OrderBy(p => p.Id).Select(p => $"{p.Id} {p.Name} {p.Hidden} {p.MergedIntoId}").ToListAsync();
        var rejected = await db.Rejections.OrderBy(r => r.FaceId).ThenBy(r => r.PersonId).Select(r => $"{r.FaceId} not {r.PersonId}").ToListAsync();
        var apart = await db.DifferentPeople.OrderBy(p => p.PersonId).Select(p => $"{p.PersonId} is not {p.OtherPersonId}").ToListAsync();
        return string.Join('\n', faces.Concat(people).Concat(rejected).Concat(apart));
    }
}
