using System.Collections.Concurrent;
using FaceWeb.Access;
using FaceWeb.Analysis.Boxes;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Faces;
using FaceWeb.Faces.Naming;
using FaceWeb.History;
using FaceWeb.History.Decisions;
using FaceWeb.People;
using FaceWeb.Pipeline;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FaceWeb.Tests.History;

/// <summary>
/// Two users who decide the same faces at the same time, each on a thread of their own. What they say is drawn from the seed; in which
/// order the database takes it is chance. Afterwards the stored actions tell the order, and <see cref="ReviewModel"/> plays it.
/// </summary>
internal sealed class ConcurrentSequence
{
    private static readonly string[] Simple = ["ignored", "notAFace", "undecided"];

    private readonly IServiceProvider services;
    private readonly int seed;
    private readonly long[] faces;
    private readonly long[] people;
    private readonly ConcurrentBag<long> met;
    private readonly Actor[] users;
    private readonly Dictionary<string, Queue<ReviewModel.Operation>> done;
    private int refused;

    public ConcurrentSequence(IServiceProvider services, int seed, long[] faces, long[] people)
    {
        (this.services, this.seed, this.faces, this.people, met) = (services, seed, faces, people, [.. people]);
        users = [new($"anna{seed}", "tests"), new($"ben{seed}", "tests")];
        done = users.ToDictionary(u => u.UserId, _ => new Queue<ReviewModel.Operation>());
    }

    /// <summary>How often somebody was refused, because the other one had come first.</summary>
    public int Refused => refused;

    /// <summary>How much was undone.</summary>
    public int Undone { get; private set; }

    /// <summary>How much was done again.</summary>
    public int Redone { get; private set; }

    /// <summary>All that was done.</summary>
    public int Done { get; private set; }

    /// <summary>The people of this sequence, those made on the way too.</summary>
    public IReadOnlyCollection<long> People => met;

    private DecisionService Decisions => services.GetRequiredService<DecisionService>();

    private StepService Steps => services.GetRequiredService<StepService>();

    private PeopleService PeopleRoom => services.GetRequiredService<PeopleService>();

    /// <summary>Lets both users say something this many times, each as fast as they can.</summary>
    /// <param name="steps">How often.</param>
    /// <param name="mayMove">Whether boxes are moved too, for which the photo must be a real one.</param>
    public Task RunAsync(int steps, bool mayMove = false) => Task.WhenAll(users.Select((who, number) => Task.Run(async () =>
    {
        var random = new Random((seed * 2) + number);
        for (var step = 0; step < steps; step++)
        {
            try
            {
                if (await StepAsync(who, random, mayMove) is { } operation)
                    done[who.UserId].Enqueue(operation);
            }
            catch (RefusedException e) when (e.Status is 404 or 409)
            {
                Interlocked.Increment(ref refused);
            }
        }
    })));

    /// <summary>Plays what was done in the order of the stored actions, and compares.</summary>
    public async Task<ReviewModel> VerifyAsync()
    {
        var where = $"seed {seed}";
        var model = new ReviewModel(faces, people);
        await using (var db = await OpenAsync())
        {
            var ids = users.Select(u => u.UserId).ToList();
            var actions = await db.ReviewActions.AsNoTracking().Where(a => ids.Contains(a.UserId)).OrderBy(a => a.Id).ToListAsync();
            Assert.True(actions.Count == done.Values.Sum(d => d.Count),
                $"{where}: {done.Values.Sum(d => d.Count)} things were done, {actions.Count} actions are stored");
            (Done, Undone, Redone) = (actions.Count, actions.Count(a => a.Kind == ActionKind.Undo), actions.Count(a => a.RedoesId != null));
            foreach (var action in actions)
            {
                var operation = done[action.UserId].Dequeue();
                operation.ActionId = action.Id;
                if (operation.Undoes is { } taken)
                {
                    Assert.True(model.Undo(action.UserId) == true, $"{where}: action {action.Id} undid what should have been refused");
                    Assert.True(model.Undone!.ActionId == taken, $"{where}: action {action.Id} undid {taken} instead of {model.Undone.ActionId}");
                }
                else if (operation.Redoes is { } again)
                {
                    Assert.True(model.Redo(action.UserId) == true, $"{where}: action {action.Id} did again what should have been refused");
                    Assert.True(model.Redone!.ActionId == again, $"{where}: action {action.Id} did {again} again instead of {model.Redone.ActionId}");
                    model.RedoneAs!.ActionId = action.Id;
                }
                else
                {
                    Assert.True(model.Do(operation), $"{where}: action {action.Id} should have changed nothing");
                }
            }
        }
        await ReviewComparison.CompareAsync(await OpenAsync(), model, faces, where);
        await ReviewComparison.CompareEventsAsync(await OpenAsync(), faces, where);
        return model;
    }

    private Task<FaceWebDb> OpenAsync() => services.GetRequiredService<IDbContextFactory<FaceWebDb>>().CreateDbContextAsync();

    private async Task<ReviewModel.Operation?> StepAsync(Actor who, Random random, bool mayMove) => random.Next(mayMove ? 17 : 15) switch
    {
        < 7 => await DecideAsync(who, random),
        7 => await MergeAsync(who, random),
        8 => await SplitAsync(who, random),
        < 12 => new ReviewModel.Operation(who.UserId) { Undoes = (await Steps.UndoAsync(who)).ActionId },
        < 15 => new ReviewModel.Operation(who.UserId) { Redoes = (await Steps.RedoAsync(who)).RedoesId },
        _ => await MoveAsync(who, random),
    };

    private async Task<ReviewModel.Operation?> DecideAsync(Actor who, Random random)
    {
        var chosen = faces.OrderBy(_ => random.Next()).Take(random.Next(3) == 0 ? 4 : 1);
        // Both users name the same few people, at times for the first time.
        var requests = chosen.Select(face => random.Next(8) switch
        {
            < 3 => new FaceDecisionRequest(face, "confirmed", Somebody(random)),
            3 or 4 => new FaceDecisionRequest(face, "rejected", Somebody(random)),
            5 => new FaceDecisionRequest(face, "confirmed", PersonName: $"New {seed} {random.Next(2)}"),
            _ => new FaceDecisionRequest(face, Simple[random.Next(Simple.Length)]),
        }).ToList();
        if (random.Next(4) == 0)
            requests[0] = requests[0] with { Version = await VersionAsync(requests[0].FaceId) };
        var outcome = await Decisions.DecideAsync(requests, who);
        if (outcome.ActionId is null)
            return null;
        foreach (var made in outcome.NewPeople)
            met.Add(made.Id);
        var now = outcome.Faces.ToDictionary(f => f.FaceId, f => f.Person?.Id);
        return new ReviewModel.Operation(who.UserId)
        {
            Made = [.. outcome.NewPeople.Select(p => p.Id)],
            Items = [.. requests.Where(r => now.ContainsKey(r.FaceId))
                .Select(r => (r.FaceId, r.Decision, r.Decision == "confirmed" ? now[r.FaceId] : r.PersonId))],
        };
    }

    private async Task<ReviewModel.Operation?> MergeAsync(Actor who, Random random)
    {
        var (into, from) = (Somebody(random), Somebody(random));
        if (into == from)
            return null;
        await PeopleRoom.MergeAsync(into, [from], who);
        return new ReviewModel.Operation(who.UserId) { Merged = [from], Into = into };
    }

    private async Task<ReviewModel.Operation?> SplitAsync(Actor who, Random random)
    {
        var person = Somebody(random);
        List<long> own;
        await using (var db = await OpenAsync())
            own = await db.Faces.Where(f => f.PersonId == person).OrderBy(f => f.Id).Select(f => f.Id).ToListAsync();
        if (own.Count == 0)
            return null;
        var taken = own.Take(random.Next(1, own.Count + 1)).ToList();
        var made = (await PeopleRoom.SplitAsync(person, taken, $"Split {seed} {random.Next(1000)}", who)).Id;
        met.Add(made);
        return new ReviewModel.Operation(who.UserId) { Made = [made], Items = [.. taken.Select(f => (f, "confirmed", (long?)made))] };
    }

    private async Task<ReviewModel.Operation?> MoveAsync(Actor who, Random random)
    {
        var face = faces[random.Next(faces.Length)];
        var view = await services.GetRequiredService<FaceService>().FindAsync(face);
        var (dx, dy) = ((random.NextDouble() - 0.5) * view.Box.Width * 0.3, (random.NextDouble() - 0.5) * view.Box.Height * 0.3);
        var moved = await services.GetRequiredService<HandDrawnFaces>()
            .MoveAsync(face, new FaceBox(Math.Max(0, view.Box.X + dx), Math.Max(0, view.Box.Y + dy), view.Box.Width, view.Box.Height),
                random.Next(2) == 0 ? view.Version : null, who);
        return new ReviewModel.Operation(who.UserId) { Moved = (face, moved.Box) };
    }

    private long Somebody(Random random)
    {
        var known = met.ToArray();
        return known[random.Next(known.Length)];
    }

    private async Task<int> VersionAsync(long face)
    {
        await using var db = await OpenAsync();
        return await db.Faces.Where(f => f.Id == face).Select(f => f.Version).FirstOrDefaultAsync();
    }
}
