using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Faces;
using FaceWeb.History.Decisions;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Tests.History;

/// <summary>What deciding faces does, and what it refuses.</summary>
public sealed class DecisionTests(ReviewHouse house) : IClassFixture<ReviewHouse>
{
    [Fact]
    public async Task Confirming_names_the_face_and_clears_its_suggestions_and_its_rejection_of_that_person()
    {
        var face = (await house.AddFacesAsync(1))[0];
        var (ada, bob) = (await house.NameAsync("Ada"), await house.NameAsync("Bob"));
        await house.SuggestAsync(face, ada, bob);
        await house.SayAsync(ReviewHouse.Anna, face, "rejected", ada);
        var rejected = await house.Faces.FindAsync(face);
        Assert.Equal([bob], rejected.Suggestions.Select(s => s.PersonId));
        Assert.Equal(FaceDecision.Undecided, rejected.Decision);

        var outcome = await house.SayAsync(ReviewHouse.Anna, face, "confirmed", ada);

        var view = await house.Faces.FindAsync(face);
        Assert.Equal((FaceDecision.Confirmed, new PersonRef(ada, "Ada")), (view.Decision, view.Person!));
        Assert.Empty(view.Suggestions);
        Assert.Equal(new DecidedFace(face, FaceDecision.Confirmed, view.Person, view.Version), Assert.Single(outcome.Faces));
        await using var db = await house.OpenAsync();
        Assert.False(await db.Rejections.AnyAsync(r => r.FaceId == face));
        Assert.False(await db.Suggestions.AnyAsync(s => s.FaceId == face));
        Assert.Null((await db.Faces.SingleAsync(f => f.Id == face)).BestPersonId);
    }

    [Fact]
    public async Task A_correction_is_kept_in_the_history_and_rejects_the_wrong_person()
    {
        var face = (await house.AddFacesAsync(1))[0];
        var (wrong, right) = (await house.NameAsync("Wrong"), await house.NameAsync("Right"));
        await house.SayAsync(ReviewHouse.Anna, face, "confirmed", wrong);
        await house.SayAsync(ReviewHouse.Ben, face, "confirmed", right);

        await using var db = await house.OpenAsync();
        Assert.Equal(wrong, (await db.Rejections.SingleAsync(r => r.FaceId == face)).PersonId);
        var history = await house.History.OfFaceAsync(face, 0, 10);
        Assert.Equal(2, history.Total);
        Assert.Equal("Confirmed as Right instead of Wrong. Said not to be Wrong.", history.Items[0].Text);
        Assert.Equal("ben@example.org", history.Items[0].User);
        Assert.Equal("1 face went to Right.", (await house.History.OfPersonAsync(wrong, 0, 10)).Items[0].Text);
    }

    [Fact]
    public async Task Rejecting_the_confirmed_person_leaves_the_face_undecided()
    {
        var face = (await house.AddFacesAsync(1))[0];
        var ada = await house.NameAsync("Ada R");
        await house.SayAsync(ReviewHouse.Anna, face, "confirmed", ada);
        await house.SayAsync(ReviewHouse.Anna, face, "rejected", ada);
        var view = await house.Faces.FindAsync(face);
        Assert.Equal((FaceDecision.Undecided, null), (view.Decision, view.Person));
    }

    [Fact]
    public async Task A_name_finds_its_one_person_whatever_the_letter_case_and_asks_when_there_are_two()
    {
        var faces = await house.AddFacesAsync(3);
        var first = (await house.SayAsync(ReviewHouse.Anna, faces[0], "confirmed", name: "  Édith Piaf ")).Faces[0].Person!;
        Assert.Equal("Édith Piaf", first.Name);
        Assert.Equal(first, (await house.SayAsync(ReviewHouse.Anna, faces[1], "confirmed", name: "éDITH piaf")).Faces[0].Person);

        var second = await house.NameAsync("Édith Piaf");
        var refusal = await Assert.ThrowsAsync<RefusedException>(() => house.SayAsync(ReviewHouse.Anna, faces[2], "confirmed", name: "Édith Piaf"));
        Assert.Equal(409, refusal.Status);
        Assert.Contains($"personId ({first.Id}, {second})", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(300, "300 characters")]
    [InlineData(0, "empty")]
    public async Task A_name_that_cannot_be_taken_changes_nothing(int length, string sentence)
    {
        var faces = await house.AddFacesAsync(2);
        var refusal = await Assert.ThrowsAsync<RefusedException>(() => house.Decisions.DecideAsync(
            [new(faces[0], "confirmed", PersonName: "Nobody yet"), new(faces[1], "confirmed", PersonName: new string('x', length))],
                ReviewHouse.Anna));
        Assert.Contains(sentence, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("items[1]", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(FaceDecision.Undecided, (await house.Faces.FindAsync(faces[0])).Decision);
        Assert.Empty(await house.Search.SearchAsync("Nobody yet", 5));
    }

    [Fact]
    public async Task A_bulk_with_one_wrong_item_does_nothing_and_names_it()
    {
        var faces = await house.AddFacesAsync(2);
        async Task<string> RefusedAsync(int status, params FaceDecisionRequest[] items)
        {
            var refusal = await Assert.ThrowsAsync<RefusedException>(() => house.Decisions.DecideAsync(items, ReviewHouse.Anna));
            Assert.Equal(status, refusal.Status);
            return refusal.Message;
        }

        Assert.Contains("items[1]", await RefusedAsync(404, new(faces[0], "ignored"), new(987654321, "ignored")), StringComparison.Ordinal);
        Assert.Contains("items[2]", await RefusedAsync(400, new(faces[0], "ignored"), new(faces[1], "ignored"), new(faces[0], "undecided")),
            StringComparison.Ordinal);
        Assert.Contains(
            "items[1]", await RefusedAsync(404, new(faces[0], "ignored"), new(faces[1], "confirmed", 987654321)), StringComparison.Ordinal);
        Assert.Contains("items[1]", await RefusedAsync(400, new(faces[0], "ignored"), new(faces[1], "maybe")), StringComparison.Ordinal);
        Assert.Contains(
            "items[1]", await RefusedAsync(409, new(faces[0], "ignored"), new(faces[1], "ignored", Version: 7)), StringComparison.Ordinal);
        Assert.All(faces, face => Assert.Equal(FaceDecision.Undecided, house.Faces.FindAsync(face).Result.Decision));
    }

    [Fact]
    public async Task Of_two_who_looked_at_the_same_version_the_second_is_told()
    {
        var face = (await house.AddFacesAsync(1))[0];
        var seen = (await house.Faces.FindAsync(face)).Version;
        var both = await Task.WhenAll(new[] { (ReviewHouse.Anna, "ignored"), (ReviewHouse.Ben, "notAFace") }.Select(async who =>
        {
            try
            {
                return (await house.SayAsync(who.Item1, face, who.Item2, version: seen)).Faces[0].Decision.ToString();
            }
            catch (RefusedException e)
            {
                Assert.Equal(409, e.Status);
                return e.Message;
            }
        }));
        Assert.Single(both, answer => answer.StartsWith("Somebody else decided", StringComparison.Ordinal));
        Assert.Contains((await house.Faces.FindAsync(face)).Decision.ToString(), both);
    }

    [Fact]
    public async Task Many_at_once_from_two_users_lose_nothing()
    {
        var faces = await house.AddFacesAsync(60);
        var people = new[] { await house.NameAsync("Busy 1"), await house.NameAsync("Busy 2") };
        await Task.WhenAll(Enumerable.Range(0, 2).Select(u => Task.Run(async () =>
        {
            foreach (var face in faces)
                await house.SayAsync(u == 0 ? ReviewHouse.Anna : ReviewHouse.Ben, face, "confirmed", people[u]);
        })));
        await using var db = await house.OpenAsync();
        foreach (var face in faces)
        {
            var events = await db.FaceEvents.Where(e => e.FaceId == face && e.BeforePersonId != e.AfterPersonId).OrderBy(e => e.Id).ToListAsync();
            Assert.Equal(2, events.Count);
            Assert.Equal((events[0].AfterPersonId, (await db.Faces.SingleAsync(f => f.Id == face)).PersonId),
                (events[1].BeforePersonId, events[1].AfterPersonId));
        }
    }

    [Fact]
    public async Task Undoing_a_drawn_face_removes_it_unless_somebody_has_decided_it()
    {
        var faces = await house.AddFacesAsync(2);
        var user = new FaceWeb.Access.Actor("draws", "tests");
        await using (var db = await house.OpenAsync())
        {
            db.ReviewActions.AddRange(faces.Select(f => new ReviewAction
            {
                UserId = user.UserId,
                Source = user.Source,
                Kind = ActionKind.AddFace,
                Description = "Drew a face",
                Events = { new FaceEvent { FaceId = f, BeforeDecision = FaceDecision.Undecided, AfterDecision = FaceDecision.Undecided } },
            }));
            await db.SaveChangesAsync();
        }
        await house.SayAsync(ReviewHouse.Ben, faces[0], "ignored");
        Assert.Equal(ActionKind.AddFace, (await house.Steps.UndoAsync(user)).Kind);
        Assert.Equal(404, (await Assert.ThrowsAsync<RefusedException>(() => house.Faces.FindAsync(faces[1]))).Status);
        Assert.Equal(409, (await Assert.ThrowsAsync<RefusedException>(() => house.Steps.UndoAsync(user))).Status);
        Assert.Equal(FaceDecision.Ignored, (await house.Faces.FindAsync(faces[0])).Decision);
    }

    [Fact]
    public async Task Five_thousand_faces_are_one_action_and_one_undo()
    {
        var faces = await house.AddFacesAsync(DecisionService.MaxItems);
        var outcome = await house.Decisions.DecideAsync(
            [.. faces.Select(f => new FaceDecisionRequest(f, "confirmed", PersonName: "Crowd"))], ReviewHouse.Anna);
        Assert.Equal(faces, outcome.Faces.Select(f => f.FaceId));
        var crowd = Assert.Single(outcome.NewPeople).Id;
        Assert.Equal(faces.Length, (await house.People.FindAsync(crowd)).Faces);

        Assert.Equal(faces.Length, (await house.Steps.UndoAsync(ReviewHouse.Anna)).Faces.Count);
        Assert.Equal(404, (await Assert.ThrowsAsync<RefusedException>(() => house.People.FindAsync(crowd))).Status);
    }
}
