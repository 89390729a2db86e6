using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.History.Decisions;
using FaceWeb.Tests.History;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Tests.Review;

/// <summary>Deciding what still stands as it was looked at, and undoing just what was meant, as the review page does.</summary>
public sealed class SeenDecisionTests(ReviewHouse house) : IClassFixture<ReviewHouse>
{
    [Fact]
    public async Task What_others_decided_meanwhile_is_left_and_named_and_the_rest_is_one_action()
    {
        var faces = await house.AddFacesAsync(4);
        var ada = await house.NameAsync("Ada S");
        await house.SayAsync(ReviewHouse.Ben, faces[1], "confirmed", ada);
        await house.SayAsync(ReviewHouse.Ben, faces[2], "rejected", ada);

        var outcome = await house.Decisions.DecideWhatStandsAsync(
            [new(faces[0], "ignored", Version: 0), new(faces[1], "ignored", Version: 0), new(faces[2], "ignored", Version: 0),
                new(faces[3], "ignored", Version: 0), new(987654321, "ignored", Version: 0)],
            ReviewHouse.Anna);

        Assert.Equal([faces[0], faces[3]], outcome.Faces.Select(f => f.FaceId));
        Assert.Equal([faces[1], faces[2], 987654321], outcome.Refused.Select(r => r.FaceId));
        Assert.Equal("Somebody else said meanwhile that it is Ada S: that was kept.", outcome.Refused[0].Reason);
        Assert.Equal("Somebody else said something of it meanwhile: look at it again.", outcome.Refused[1].Reason);
        Assert.StartsWith("The face is gone", outcome.Refused[2].Reason, StringComparison.Ordinal);
        Assert.Equal(FaceDecision.Confirmed, (await house.Faces.FindAsync(faces[1])).Decision);
        Assert.Equal([faces[0], faces[3]], (await house.Steps.UndoAsync(ReviewHouse.Anna, outcome.ActionId)).Faces.Select(f => f.FaceId));
    }

    [Fact]
    public async Task Who_decided_in_another_window_is_told_so()
    {
        var faces = await house.AddFacesAsync(2);
        var ada = await house.NameAsync("Ada W");
        await house.SayAsync(ReviewHouse.Anna, faces[0], "confirmed", ada);
        await house.SayAsync(ReviewHouse.Ben, faces[1], "ignored");
        await house.Steps.UndoAsync(ReviewHouse.Ben);
        await house.SayAsync(ReviewHouse.Anna, faces[1], "notAFace");

        var outcome = await house.Decisions.DecideWhatStandsAsync(
            [new(faces[0], "ignored", Version: 0), new(faces[1], "ignored", Version: 0)], ReviewHouse.Anna);
        Assert.Equal(
            ["You, in another window, said meanwhile that it is Ada W: that was kept.",
                "You, in another window, said meanwhile that it is not a face: that was kept."],
            outcome.Refused.Select(r => r.Reason));
        outcome = await house.Decisions.DecideWhatStandsAsync([new(faces[0], "ignored", Version: 0)], ReviewHouse.Ben);
        Assert.StartsWith("Somebody else said", Assert.Single(outcome.Refused).Reason, StringComparison.Ordinal);
        var refused = await Assert.ThrowsAsync<RefusedException>(() => house.SayAsync(ReviewHouse.Anna, faces[1], "ignored", version: 0));
        Assert.StartsWith("You, in another window, decided or moved face", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("confirmed")]
    [InlineData("named")]
    [InlineData("rejected")]
    [InlineData("ignored")]
    [InlineData("notAFace")]
    public async Task What_is_sent_twice_because_the_network_broke_is_done_once(string decision)
    {
        var face = (await house.AddFacesAsync(1))[0];
        var ada = await house.NameAsync($"Ada twice {decision}");
        var item = decision switch
        {
            "named" => new FaceDecisionRequest(face, "confirmed", PersonName: $"Ada twice {decision}", Version: 0),
            "confirmed" or "rejected" => new FaceDecisionRequest(face, decision, ada, Version: 0),
            _ => new FaceDecisionRequest(face, decision, Version: 0),
        };
        Assert.NotNull((await house.Decisions.DecideWhatStandsAsync([item], ReviewHouse.Anna)).ActionId);
        var again = await house.Decisions.DecideWhatStandsAsync([item], ReviewHouse.Anna);
        Assert.Equal((null, 0, 0), (again.ActionId, again.Faces.Count, again.Refused.Count));
        await using var db = await house.OpenAsync();
        Assert.Equal(1, await db.FaceEvents.CountAsync(e => e.FaceId == face));
    }

    [Fact]
    public async Task An_undo_takes_back_what_was_meant_once_and_nothing_else()
    {
        var user = new FaceWeb.Access.Actor("undoes", "tests");
        var faces = await house.AddFacesAsync(2);
        var first = (await house.SayAsync(user, faces[0], "ignored")).ActionId;
        var second = (await house.SayAsync(user, faces[1], "ignored")).ActionId;

        var refusal = await Assert.ThrowsAsync<RefusedException>(() => house.Steps.UndoAsync(user, first));
        Assert.Equal(409, refusal.Status);
        Assert.Equal(FaceDecision.Ignored, (await house.Faces.FindAsync(faces[0])).Decision);

        Assert.Equal(second, (await house.Steps.UndoAsync(user, second)).ActionId);
        Assert.Equal([faces[1]], (await house.Steps.UndoAsync(user, second)).Faces.Select(f => f.FaceId));
        Assert.Equal(FaceDecision.Ignored, (await house.Faces.FindAsync(faces[0])).Decision);
    }

    [Fact]
    public async Task A_face_named_twice_is_refused_before_anything_is_done()
    {
        var face = (await house.AddFacesAsync(1))[0];
        await Assert.ThrowsAsync<RefusedException>(
            () => house.Decisions.DecideWhatStandsAsync([new(face, "ignored"), new(face, "notAFace")], ReviewHouse.Anna));
        Assert.Equal(FaceDecision.Undecided, (await house.Faces.FindAsync(face)).Decision);
    }
}
