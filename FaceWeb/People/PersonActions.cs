using FaceWeb.Access;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Faces;
using FaceWeb.Faces.Naming;
using FaceWeb.History;
using FaceWeb.History.Decisions;
using FaceWeb.Layout;
using FaceWeb.Trash.Forgetting;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.People;

/// <summary>
/// What is done with whole people and changes what is said of their faces: merge, split, forget. Each is one action in the history.
/// </summary>
public sealed class PersonActions(
    IDbContextFactory<FaceWebDb> databases, ReviewAnnouncer announcer, Erasing erasing, RoleCheck roles, TimeProvider clock)
{
    /// <summary>The most people merged by one call: their keys are kept with the action.</summary>
    public const int MaxMerged = 1000;

    /// <summary>Merges people into one.</summary>
    /// <exception cref="RefusedException">See <see cref="PeopleService.MergeAsync"/>.</exception>
    public async Task MergeAsync(long into, IReadOnlyList<long> from, Actor who)
    {
        await roles.RequireAsync(Policies.Edit);
        if (from.Count is 0 or > MaxMerged)
            throw new RefusedException($"Name between 1 and {MaxMerged} people to merge, not {from.Count}.");
        if (from.Distinct().Count() < from.Count)
            throw new RefusedException("A person is named twice: name each person to merge once.");
        if (from.Contains(into))
            throw new RefusedException($"Person {into} cannot be merged into themselves: leave them out of the people to merge.");
        var now = clock.GetUtcNow().UtcDateTime;
        await using var db = await databases.CreateDbContextAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var people = Words.Some(from.Count, "person", "people");
        var ledger = await PersonMerging.MergeAsync(
            db, into, from, Action(who, ActionKind.Merge, now, $"Merged {people} into another.", from), now);
        await transaction.CommitAsync();
        announcer.Announce(ledger);
        announcer.Announce([], [into, .. from]);
        announcer.TellCompared();
    }

    /// <summary>Makes a new person of some faces of a person.</summary>
    /// <returns>The new person's key.</returns>
    /// <exception cref="RefusedException">See <see cref="PeopleService.SplitAsync"/>.</exception>
    public async Task<long> SplitAsync(long id, IReadOnlyList<long> faceIds, string? name, Actor who)
    {
        await roles.RequireAsync(Policies.Edit);
        name = PersonName.Read(name);
        if (faceIds.Count is 0 or > DecisionService.MaxItems)
            throw new RefusedException($"Choose between 1 and {DecisionService.MaxItems} faces to split off, not {faceIds.Count}.");
        var now = clock.GetUtcNow().UtcDateTime;
        await using var db = await databases.CreateDbContextAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var person = await PersonLookup.RequireAsync(db, id);
        var ledger = await DecisionLedger.OpenAsync(db, faceIds);
        foreach (var face in faceIds)
        {
            if (!ledger.Contains(face))
                throw RefusedException.NotFound($"face {face}");
            if (ledger.State(face) != FaceState.Confirmed(id))
                throw new RefusedException(
                    $"Face {face} is not confirmed as {person.Name}, so nothing was split: look at their faces again.",
                        StatusCodes.Status409Conflict);
        }
        var made = PersonLookup.Make(db, name, now);
        await db.SaveChangesAsync();
        foreach (var face in ledger.FaceIds)
        {
            ledger.Decide(face, FaceState.Confirmed(made.Id));
            ledger.Reject(face, id);
        }
        var faces = Words.Some(ledger.FaceIds.Count, "face");
        await ledger.WriteAsync(Action(who, ActionKind.Split, now, $"Split {faces} off a person.", [made.Id]), now);
        await transaction.CommitAsync();
        announcer.Announce(ledger);
        return made.Id;
    }

    /// <summary>Forgets a person for good.</summary>
    /// <exception cref="RefusedException">There is no such person (404).</exception>
    public async Task ForgetAsync(long id, bool faces, Actor who)
    {
        await roles.RequireAsync(Policies.Edit);
        var now = clock.GetUtcNow().UtcDateTime;
        await using var db = await databases.CreateDbContextAsync();
        if (!await db.People.AnyAsync(p => p.Id == id) && !await db.RemovedPeople.AnyAsync(p => p.Id == id))
            throw RefusedException.NotFound($"person {id}");
        using var erasure = erasing.Begin(backups: faces);
        erasure.Classifiers = await StoredClassifiers.EmptyAsync(db, DateTime.MinValue, now);
        await using var transaction = await db.Database.BeginTransactionAsync();
        var people = await PersonLookup.WithMergedAsync(db, id);
        var ledger = await DecisionLedger.OpenAsync(
            db, await db.Faces.Where(f => f.PersonId != null && people.Contains(f.PersonId.Value)).Select(f => f.Id).ToListAsync());
        if (faces)
        {
            foreach (var chunk in ledger.FaceIds.Chunk(Batch.Size))
                await db.Faces.Where(f => chunk.Contains(f.Id)).ExecuteDeleteAsync();
        }
        else
        {
            foreach (var face in ledger.FaceIds)
                ledger.Decide(face, FaceState.Undecided);
            await ledger.WriteAsync(Action(who, ActionKind.Forget, now, "Forgot a person.", []), now);
        }
        await SuggestionRows.RemovePeopleAsync(db, people);
        await PersonTraces.RemoveAsync(db, people, faces);
        erasure.Classifiers |= await StoredClassifiers.EmptyAsync(db, DateTime.MinValue, now);
        await db.People.Where(p => people.Contains(p.Id)).ExecuteDeleteAsync();
        await transaction.CommitAsync();
        await erasure.EraseAsync();
        announcer.Announce(ledger.FaceIds.Select(f => (f, ledger.PhotoId(f))), people);
        announcer.TellCompared();
    }

    private static ReviewAction Action(Actor who, ActionKind kind, DateTime now, string description, IReadOnlyList<long> people) => new()
    {
        UserId = who.UserId,
        Source = who.Source,
        At = now,
        Kind = kind,
        Description = description,
        People = [.. people.Select(person => new ActionPerson { PersonId = person })],
    };
}
