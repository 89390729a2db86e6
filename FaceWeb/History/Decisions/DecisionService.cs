using System.Text.Json;
using FaceWeb.Access;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Faces;
using FaceWeb.Layout;
using FaceWeb.Telemetry;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace FaceWeb.History.Decisions;

/// <summary>
/// What people say of faces. Each call is one <see cref="ReviewAction"/> with an event for each face, written in one transaction that
/// begins as a writer, so that two people deciding at once come one after the other and neither overwrites what it has not seen.
/// </summary>
public sealed class DecisionService(
    IDbContextFactory<FaceWebDb> databases, ReviewAnnouncer announcer, Measures measures, RoleCheck roles, TimeProvider clock)
{
    /// <summary>The most faces decided by one call.</summary>
    public const int MaxItems = 5000;

    /// <summary>Decides one face or many, all or nothing. Faces that already are as said are left untouched.</summary>
    /// <param name="items">What is said of which face; each face once, 1 to <see cref="MaxItems"/>.</param>
    /// <param name="who">Who says it.</param>
    /// <exception cref="RefusedException">
    /// An item cannot be done: malformed (400), no such face or person (404), several people of that name, a person merged away or a
    /// version that is not the face's any more (409). Nothing has been written then.
    /// </exception>
    public async Task<DecisionOutcome> DecideAsync(IReadOnlyList<FaceDecisionRequest> items, Actor who)
    {
        await roles.RequireAsync(Policies.Edit);
        RequireSomeButNotTooMany(items.Count);
        await using var db = await databases.CreateDbContextAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var reader = new DecisionReader(db, who, clock.GetUtcNow().UtcDateTime);
        var ledger = await reader.ReadAsync(items);
        return await WriteAsync(db, transaction, ledger, reader, items, who);
    }

    /// <summary>
    /// Decides those of the faces that still stand as they were looked at; the others keep what somebody else has said meanwhile, and
    /// come back with the reason. One action, however many are refused.
    /// </summary>
    /// <param name="items">What is said of which face, with the version looked at; each face once, 1 to <see cref="MaxItems"/>.</param>
    /// <param name="who">Who says it.</param>
    /// <exception cref="RefusedException">There are no items, too many, or one names no face or a face twice (400).</exception>
    public async Task<SeenOutcome> DecideWhatStandsAsync(IReadOnlyList<FaceDecisionRequest> items, Actor who)
    {
        await roles.RequireAsync(Policies.Edit);
        RequireSomeButNotTooMany(items.Count);
        if (items.Any(i => i is null) || items.DistinctBy(i => i.FaceId).Count() != items.Count)
            throw new RefusedException("Each item must name a face, and each face once.");
        await using var db = await databases.CreateDbContextAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var reader = new DecisionReader(db, who, clock.GetUtcNow().UtcDateTime);
        var (ledger, refused) = await reader.ReadWhatStandsAsync(items);
        var outcome = await WriteAsync(db, transaction, ledger, reader, items, who);
        return new SeenOutcome(outcome.ActionId, outcome.Faces, refused);
    }

    private static void RequireSomeButNotTooMany(int count)
    {
        if (count is 0 or > MaxItems)
            throw new RefusedException($"Decide between 1 and {MaxItems} faces at once, not {count}.");
    }

    private async Task<DecisionOutcome> WriteAsync(
        FaceWebDb db, IDbContextTransaction transaction, DecisionLedger ledger, DecisionReader reader, IReadOnlyList<FaceDecisionRequest> items,
            Actor who)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var changed = ledger.Changed;
        if (changed.Count == 0)
            return new DecisionOutcome(null, [], []);
        var action = new ReviewAction
        {
            UserId = who.UserId,
            Source = who.Source,
            At = now,
            Kind = ActionKind.Decide,
            Description = Describe(items, changed),
            People = reader.NewPeople.ConvertAll(p => new ActionPerson { PersonId = p.Id }),
        };
        await ledger.WriteAsync(action, now);
        var faces = await DecidedFaces.ReadAsync(db, changed);
        await transaction.CommitAsync();
        announcer.Announce(ledger);
        var decided = changed.ToHashSet();
        foreach (var item in items.Where(i => decided.Contains(i.FaceId)))
            measures.Decided(JsonNamingPolicy.CamelCase.ConvertName(item.Read().Kind.ToString()));
        return new DecisionOutcome(action.Id, faces, reader.NewPeople.ConvertAll(p => new PersonRef(p.Id, p.Name)));
    }

    private static string Describe(IReadOnlyList<FaceDecisionRequest> items, IReadOnlyList<long> changed)
    {
        var ids = changed.ToHashSet();
        var kinds = items.Where(i => ids.Contains(i.FaceId)).Select(i => i.Read().Kind).Distinct().ToList();
        var faces = Words.Some(changed.Count, "face");
        return kinds is not [var only] ? $"Decided {faces}." : only switch
        {
            SayingKind.Confirmed => $"Named {faces}.",
            SayingKind.Rejected => $"Rejected a name for {faces}.",
            SayingKind.Ignored => $"Ignored {faces}.",
            SayingKind.NotAFace => $"Said of {faces}: not a face.",
            _ => $"Put {faces} back to undecided.",
        };
    }
}
