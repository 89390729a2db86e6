using System.Globalization;
using FaceWeb.Access;
using FaceWeb.Api;
using FaceWeb.History.Decisions;

namespace FaceWeb.Tests.History;

/// <summary>
/// Random sequences of everything that two users can say, taken back in between, compared with <see cref="ReviewModel"/> and with the
/// stored events. The environment variable FACEWEB_SEQUENCES asks for more than the ordinary 100. Both at once: <see cref="ConcurrentReviewTests"/>.
/// </summary>
public sealed class RandomReviewTests(ReviewHouse house) : IClassFixture<ReviewHouse>
{
    private static readonly string[] Simple = ["ignored", "notAFace", "undecided"];

    private static int Sequences =>
        int.TryParse(Environment.GetEnvironmentVariable("FACEWEB_SEQUENCES"), CultureInfo.InvariantCulture, out var n) ? n : 100;

    [Fact]
    public async Task Whatever_two_users_say_and_undo_is_what_the_events_say()
    {
        var (undone, redone, refused, followed) = (0, 0, 0, 0);
        for (var seed = 1; seed <= Sequences; seed++)
        {
            var result = await RunAsync(seed);
            (undone, redone, refused, followed) = (
                undone + result.Undone, redone + result.Redone, refused + result.Refused, followed + result.Merges);
        }

        // The sequences reach what they are for.
        Assert.True(
            undone > Sequences && redone > Sequences / 2 && refused > Sequences / 5 && followed > Sequences / 2,
            $"{undone} undone, {redone} redone, {refused} refused, {followed} merges");
    }

    private async Task<(int Undone, int Redone, int Refused, int Merges)> RunAsync(int seed)
    {
        var random = new Random(seed);

        // Each sequence has users of its own, so that an undo does not reach into the one before.
        Actor[] users = [new($"anna{seed}", "tests"), new($"ben{seed}", "tests")];
        var faces = await house.AddFacesAsync(6);
        var people = new List<long>();
        for (var i = 0; i < 3; i++)
            people.Add(await house.NameAsync($"Person {seed} {i}"));
        var model = new ReviewModel(faces, people);
        var (undone, redone, refused, merges) = (0, 0, 0, 0);
        for (var step = 0; step < 30; step++)
        {
            var who = users[random.Next(2)];
            var living = model.Now.People.Where(p => !model.Now.MergedInto.ContainsKey(p)).Order().ToList();
            switch (random.Next(14))
            {
                case < 6:
                    await DecideAsync(model, random, who, faces, living, $"New {seed} {step}");
                    break;
                case 6 when living.Count > 1:
                    var into = living[random.Next(living.Count)];
                    var from = living.Where(p => p != into).OrderBy(_ => random.Next()).Take(random.Next(1, 3)).ToList();
                    await house.People.MergeAsync(into, from, who);
                    Assert.True(model.Do(new ReviewModel.Operation(who.UserId) { Merged = from, Into = into }));
                    merges++;
                    break;
                case 7:
                    await SplitAsync(model, random, who, living, $"Split {seed} {step}");
                    break;
                case 8 or 9 or 10:
                    redone += await RedoAsync(model, who) ? 1 : 0;
                    break;
                default:
                    var expected = model.Undo(who.UserId);
                    if (expected == true)
                    {
                        await house.Steps.UndoAsync(who);
                        undone++;
                    }
                    else
                    {
                        var refusal = await Assert.ThrowsAsync<RefusedException>(() => house.Steps.UndoAsync(who));
                        Assert.Equal(409, refusal.Status);
                        Assert.Contains(expected is null ? "nothing left to undo" : "somebody else since", refusal.Message, StringComparison.Ordinal);
                        refused += expected is null ? 0 : 1;
                    }
                    break;
            }
            if (step % 5 == 4)
                await ReviewComparison.CompareAsync(await house.OpenAsync(), model, faces, $"sequence {seed}, step {step}");
        }
        await ReviewComparison.CompareEventsAsync(await house.OpenAsync(), faces, $"sequence {seed}");
        return (undone, redone, refused, merges);
    }

    private async Task<bool> RedoAsync(ReviewModel model, Actor who)
    {
        var expected = model.Redo(who.UserId);
        if (expected == true)
        {
            await house.Steps.RedoAsync(who);
            return true;
        }
        var refusal = await Assert.ThrowsAsync<RefusedException>(() => house.Steps.RedoAsync(who));
        Assert.Equal(409, refusal.Status);
        Assert.Matches(
            expected is null ? "nothing to redo" : "otherwise since|left to do again|merged, forgotten or taken away since", refusal.Message);
        return false;
    }

    private async Task DecideAsync(ReviewModel model, Random random, Actor who, long[] faces, List<long> living, string newName)
    {
        var operation = new ReviewModel.Operation(who.UserId);
        var requests = new List<FaceDecisionRequest>();
        var chosen = faces.OrderBy(_ => random.Next()).Take(random.Next(3) == 0 ? 4 : 1).ToList();
        var named = new List<long>();
        foreach (var face in chosen)
        {
            var person = living.Count == 0 ? (long?)null : living[random.Next(living.Count)];
            switch (random.Next(8))
            {
                case < 3 when person is not null:
                    requests.Add(new FaceDecisionRequest(face, "confirmed", person));
                    operation.Items.Add((face, "confirmed", person));
                    break;
                case 3 or 4 when person is not null:
                    requests.Add(new FaceDecisionRequest(face, "rejected", person));
                    operation.Items.Add((face, "rejected", person));
                    break;
                case 5:
                    requests.Add(new FaceDecisionRequest(face, "confirmed", PersonName: newName));
                    named.Add(face);
                    break;
                default:
                    var decision = Simple[random.Next(Simple.Length)];
                    requests.Add(new FaceDecisionRequest(face, decision));
                    operation.Items.Add((face, decision, null));
                    break;
            }
        }
        var outcome = await house.Decisions.DecideAsync(requests, who);
        if (named.Count > 0)
        {
            var made = Assert.Single(outcome.NewPeople).Id;
            operation.Made.Add(made);
            operation.Items.AddRange(named.Select(f => (f, "confirmed", (long?)made)));
        }
        Assert.Equal(model.Do(operation), outcome.ActionId is not null);
    }

    private async Task SplitAsync(ReviewModel model, Random random, Actor who, List<long> living, string name)
    {
        var candidates = living.Where(p => model.Now.Faces.Values.Any(f => f.Person == p)).ToList();
        if (candidates.Count == 0)
            return;
        var person = candidates[random.Next(candidates.Count)];
        var own = model.Now.Faces.Where(f => f.Value.Person == person).Select(f => f.Key).ToList();
        var taken = own.Take(random.Next(1, own.Count + 1)).ToList();
        var made = (await house.People.SplitAsync(person, taken, name, who)).Id;
        Assert.True(model.Do(new ReviewModel.Operation(who.UserId) { Made = [made], Items = [.. taken.Select(f => (f, "confirmed", (long?)made))] }));
    }
}
