using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Tests.History;

namespace FaceWeb.Tests.Training;

/// <summary>Second looks at confirmed faces: what they change, what they keep, and how they are undone.</summary>
public sealed class ReaffirmTests : IAsyncLifetime
{
    private readonly ReviewHouse house = new();

    public Task InitializeAsync() => house.InitializeAsync();

    public Task DisposeAsync() => house.DisposeAsync();

    [Fact]
    public async Task A_face_found_right_keeps_its_decision_and_stands_until_it_is_undone()
    {
        var face = (await house.AddFacesAsync(1))[0];
        var ada = await house.NameAsync("Ada");
        await house.SayAsync(ReviewHouse.Anna, face, "confirmed", ada);
        var before = await house.Faces.FindAsync(face);

        var said = await house.SecondLooks.ReaffirmAsync(face, before.Version, ReviewHouse.Ben);
        Assert.Equal((FaceDecision.Confirmed, ada), (said.Faces.Single().Decision, said.Faces.Single().Person!.Id));
        Assert.Contains(face, await house.SecondLooks.AmongAsync([face]));
        Assert.Equal("Looked at again: it is Ada.", (await house.History.OfFaceAsync(face, 0, 1)).Items[0].Text);
        Assert.Equal("1 face looked at again: right.", (await house.History.OfPersonAsync(ada, 0, 1)).Items[0].Text);

        // Who looked at the old version is told, and who named it cannot take that back over Ben's head.
        Assert.Equal(
            409, (await Assert.ThrowsAsync<RefusedException>(() => house.SecondLooks.ReaffirmAsync(face, before.Version, ReviewHouse.Anna))).Status);
        Assert.Equal(409, (await Assert.ThrowsAsync<RefusedException>(() => house.Steps.UndoAsync(ReviewHouse.Anna))).Status);

        var undone = await house.Steps.UndoAsync(ReviewHouse.Ben);
        Assert.Equal(ActionKind.Reaffirm, undone.Kind);
        Assert.Empty(await house.SecondLooks.AmongAsync([face]));
        Assert.Equal(ada, (await house.Faces.FindAsync(face)).Person!.Id);
        await house.Steps.UndoAsync(ReviewHouse.Anna);
        Assert.Equal(FaceDecision.Undecided, (await house.Faces.FindAsync(face)).Decision);
    }

    [Fact]
    public async Task It_holds_for_the_person_it_was_said_of_and_whom_that_one_is_merged_into()
    {
        var faces = await house.AddFacesAsync(2);
        var (ada, adele, bob) = (await house.NameAsync("Ada"), await house.NameAsync("Adele"), await house.NameAsync("Bob"));
        foreach (var face in faces)
        {
            await house.SayAsync(ReviewHouse.Anna, face, "confirmed", ada);
            await house.SecondLooks.ReaffirmAsync(face, null, ReviewHouse.Anna);
        }
        await house.SayAsync(ReviewHouse.Anna, faces[1], "confirmed", bob);
        Assert.Equal([faces[0]], await house.SecondLooks.AllAsync(CancellationToken.None));
        await house.People.MergeAsync(adele, [ada], ReviewHouse.Anna);
        Assert.Equal([faces[0]], await house.SecondLooks.AllAsync(CancellationToken.None));
        await house.SayAsync(ReviewHouse.Anna, faces[0], "undecided");
        Assert.Empty(await house.SecondLooks.AllAsync(CancellationToken.None));
    }

    [Fact]
    public async Task What_is_not_confirmed_or_not_there_is_refused_with_a_sentence()
    {
        var face = (await house.AddFacesAsync(1))[0];
        var refused = await Assert.ThrowsAsync<RefusedException>(() => house.SecondLooks.ReaffirmAsync(face, null, ReviewHouse.Anna));
        Assert.Equal(409, refused.Status);
        Assert.Contains("confirm it instead", refused.Message, StringComparison.Ordinal);
        Assert.Equal(404, (await Assert.ThrowsAsync<RefusedException>(() => house.SecondLooks.ReaffirmAsync(987654, null, ReviewHouse.Anna))).Status);
    }
}
