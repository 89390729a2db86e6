using FaceWeb.Access;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Faces.Naming;

namespace FaceWeb.History.Decisions;

/// <summary>Checks the decisions of one call, item by item, and takes them into a ledger. Nothing is written before all are right.</summary>
internal sealed class DecisionReader(FaceWebDb db, Actor who, DateTime now)
{
    private readonly Dictionary<long, Person> byId = [];
    private readonly Dictionary<string, Person> byName = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The people that were named for the first time.</summary>
    public List<Person> NewPeople { get; } = [];

    /// <summary>Takes all items.</summary>
    /// <exception cref="RefusedException">One of them cannot be done; with several items the sentence begins with its place.</exception>
    public async Task<DecisionLedger> ReadAsync(IReadOnlyList<FaceDecisionRequest> items)
    {
        var places = new Dictionary<long, int>();
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i] is null)
                throw Refused(items, i, "it is null: name a faceId and a decision.");
            if (!places.TryAdd(items[i].FaceId, i))
                throw Refused(items, i, $"face {items[i].FaceId} is named already by items[{places[items[i].FaceId]}]: name each face once.");
        }
        var ledger = await DecisionLedger.OpenAsync(db, places.Keys);
        for (var i = 0; i < items.Count; i++)
        {
            try
            {
                await TakeAsync(ledger, items[i]);
            }
            catch (RefusedException e) when (items.Count > 1)
            {
                throw Refused(items, i, e.Message, e.Status);
            }
        }
        return ledger;
    }

    /// <summary>
    /// Takes what can be taken and says why the rest cannot: for a page on which many faces are decided at once, where one that
    /// somebody else has decided meanwhile must not keep the others. An item that was decided since it was looked at, but just as the
    /// item says, is no quarrel: it is left as it is.
    /// </summary>
    public async Task<(DecisionLedger Ledger, List<RefusedFace> Refused)> ReadWhatStandsAsync(IReadOnlyList<FaceDecisionRequest> items)
    {
        var ledger = await DecisionLedger.OpenAsync(db, items.Select(i => i.FaceId));
        var refused = new List<RefusedFace>();
        foreach (var item in items)
        {
            try
            {
                if (!await IsSaidAlreadyAsync(ledger, item))
                    await TakeAsync(ledger, item);
            }
            catch (RefusedException e)
            {
                refused.Add(new RefusedFace(item.FaceId, await ReasonAsync(ledger, item, e)));
            }
        }
        return (ledger, refused);
    }

    private async Task<bool> IsSaidAlreadyAsync(DecisionLedger ledger, FaceDecisionRequest item)
    {
        if (!ledger.Contains(item.FaceId) || item.Version is null || item.Version == ledger.Version(item.FaceId))
            return false;
        var (decision, person) = ledger.State(item.FaceId);
        var saying = item.Read();
        return saying.Kind switch
        {
            SayingKind.Confirmed when decision == FaceDecision.Confirmed => saying.PersonId is { } id
                ? id == person
                : string.Equals((await db.People.FindAsync(person))?.Name, saying.PersonName?.Trim(), StringComparison.OrdinalIgnoreCase),
            SayingKind.Rejected => ledger.IsRejected(item.FaceId, saying.PersonId!.Value),
            SayingKind.Ignored => decision == FaceDecision.Ignored,
            SayingKind.NotAFace => decision == FaceDecision.NotAFace,
            _ => false,
        };
    }

    private async Task<string> ReasonAsync(DecisionLedger ledger, FaceDecisionRequest item, RefusedException refused)
    {
        if (!ledger.Contains(item.FaceId))
            return "The face is gone: its photo was deleted or analysed again meanwhile.";
        if (item.Version is null || item.Version == ledger.Version(item.FaceId))
            return refused.Message;
        var (decision, person) = ledger.State(item.FaceId);
        var somebody = await LastWord.OfAsync(db, item.FaceId, who);
        return decision switch
        {
            FaceDecision.Confirmed => $"{somebody} said meanwhile that it is {(await db.People.FindAsync(person))?.Name}: that was kept.",
            FaceDecision.Ignored => $"{somebody} ignored it meanwhile: that was kept.",
            FaceDecision.NotAFace => $"{somebody} said meanwhile that it is not a face: that was kept.",
            _ => $"{somebody} said something of it meanwhile: look at it again.",
        };
    }

    private async Task TakeAsync(DecisionLedger ledger, FaceDecisionRequest item)
    {
        var face = item.FaceId;
        if (!ledger.Contains(face))
            throw RefusedException.NotFound($"face {face}");
        if (item.Version is { } version && version != ledger.Version(face))
            throw new RefusedException($"{await LastWord.OfAsync(db, face, who)} decided or moved face {face} meanwhile: look at it again before "
                + $"deciding.", StatusCodes.Status409Conflict);
        var before = ledger.State(face);
        var saying = item.Read();
        switch (saying.Kind)
        {
            case SayingKind.Confirmed:
                var person = saying.PersonId is { } id ? await RequireAsync(id) : await NamedAsync(PersonName.Read(saying.PersonName));
                ledger.Decide(face, FaceState.Confirmed(person.Id));
                ledger.Unreject(face, person.Id);

                // A correction: whoever it was said to be before, it is not.
                if (before.PersonId is { } wrong && wrong != person.Id)
                    ledger.Reject(face, wrong);
                break;
            case SayingKind.Rejected:
                var rejected = saying.PersonId!.Value;
                await RequireAsync(rejected);
                ledger.Reject(face, rejected);
                if (before == FaceState.Confirmed(rejected))
                    ledger.Decide(face, FaceState.Undecided);
                break;
            case SayingKind.Ignored:
                ledger.Decide(face, new FaceState(FaceDecision.Ignored, null));
                break;
            case SayingKind.NotAFace:
                ledger.Decide(face, new FaceState(FaceDecision.NotAFace, null));
                break;
            default:
                ledger.Decide(face, FaceState.Undecided);
                break;
        }
    }

    private async Task<Person> RequireAsync(long id)
    {
        if (!byId.TryGetValue(id, out var person))
            byId.Add(id, person = await PersonLookup.RequireAsync(db, id));
        return person;
    }

    private async Task<Person> NamedAsync(string name)
    {
        if (byName.TryGetValue(name, out var person))
            return person;
        person = await PersonLookup.FindOrMakeAsync(db, name, now);
        if (person.Id == 0)
        {
            // The ledger speaks of keys, so it is saved now; the caller's transaction takes it back should a later item be refused.
            await db.SaveChangesAsync();
            NewPeople.Add(person);
        }
        byName.Add(name, person);
        return person;
    }

    private static RefusedException Refused(
        IReadOnlyList<FaceDecisionRequest> items, int i, string why, int status = StatusCodes.Status400BadRequest) =>
        new($"Nothing was decided, because of items[{i}]{(items[i] is { } item ? $" (face {item.FaceId})" : "")}: {why}", status);
}
