using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.History.Decisions;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.History;

/// <summary>
/// What an undone action said of its faces, to be said again. Where a person has been merged since, it is said of whom they were merged
/// into.
/// </summary>
internal sealed class RedoneDecisions
{
    private readonly ILookup<long, FaceEvent> events;
    private readonly Dictionary<long, long> today;

    private RedoneDecisions(ILookup<long, FaceEvent> events, Dictionary<long, long> today, DecisionLedger ledger) =>
        (this.events, this.today, Ledger) = (events, today, ledger);

    /// <summary>The action's faces as they stand.</summary>
    public DecisionLedger Ledger { get; }

    /// <summary>Reads what the action did and how its faces stand.</summary>
    public static async Task<RedoneDecisions> OpenAsync(FaceWebDb db, ReviewAction undone)
    {
        var events = await db.FaceEvents.AsNoTracking().Where(e => e.ActionId == undone.Id).OrderBy(e => e.Id).ToListAsync();
        var people = events.SelectMany(e => new[] { e.BeforePersonId, e.AfterPersonId, e.RejectedPersonId }).OfType<long>().ToHashSet();
        return new RedoneDecisions(
            events.ToLookup(e => e.FaceId), await TodayAsync(db, people), await DecisionLedger.OpenAsync(db, events.Select(e => e.FaceId)));
    }

    /// <summary>The faces that are not as they were before the action.</summary>
    public IEnumerable<long> Otherwise() => Ledger.FaceIds.Where(face =>
    {
        var first = events[face].First();
        return Ledger.State(face) != (Today(first.BeforeDecision, first.BeforePersonId) ?? FaceState.Undecided);
    });

    /// <summary>Says all of it again, in the ledger.</summary>
    public void SayAgain()
    {
        foreach (var face in Ledger.FaceIds)
            SayAgain(face, events[face].First());
    }

    private void SayAgain(long face, FaceEvent first)
    {
        if ((first.BeforeDecision, first.BeforePersonId) != (first.AfterDecision, first.AfterPersonId))
        {
            // Whom it would become has been forgotten: it stays as it is.
            if (Today(first.AfterDecision, first.AfterPersonId) is not { } after)
                return;
            Ledger.Decide(face, after);
        }
        foreach (var e in events[face].Where(e => e.RejectedPersonId is { } person && today.ContainsKey(person)))
        {
            var person = today[e.RejectedPersonId!.Value];
            if (e.RejectionRemoved)
                Ledger.Unreject(face, person);
            else if (Ledger.State(face) != FaceState.Confirmed(person))
                Ledger.Reject(face, person);
        }
        if (Ledger.State(face).PersonId is { } confirmed)
            Ledger.Unreject(face, confirmed);
    }

    // Null when the person has been forgotten.
    private FaceState? Today(FaceDecision decision, long? person) => person switch
    {
        null => new FaceState(decision, null),
        { } id => today.TryGetValue(id, out var now) ? FaceState.Confirmed(now) : null,
    };

    // Who these people are today: themselves, or whom they have been merged into; those who are gone are left out.
    private static async Task<Dictionary<long, long>> TodayAsync(FaceWebDb db, HashSet<long> people)
    {
        var merges = new Dictionary<long, long?>();
        for (var open = people; open.Count > 0; open = [.. merges.Values.OfType<long>().Where(id => !merges.ContainsKey(id))])
        {
            foreach (var person in await db.People.AsNoTracking().Where(p => open.Contains(p.Id)).Select(p => new { p.Id, p.MergedIntoId })
                .ToListAsync())
                merges[person.Id] = person.MergedIntoId;
        }
        return merges.Keys.ToDictionary(id => id, Last);

        long Last(long id) => merges[id] is { } into ? Last(into) : id;
    }
}
