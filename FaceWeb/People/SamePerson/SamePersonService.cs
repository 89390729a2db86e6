using FaceWeb.Access;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Faces;
using FaceWeb.Faces.Naming;
using FaceWeb.Groups;
using FaceWeb.Live;
using FaceWeb.Pipeline.Clustering;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.People.SamePerson;

/// <summary>
/// "Is this the same person?": proposes two people, or a person and a group, who look alike. Never two who are on one photo, whom
/// somebody has told apart, or of whose faces somebody has said that they are not the other.
/// </summary>
public sealed class SamePersonService(
    IDbContextFactory<FaceWebDb> databases, LookAlikePeople alike, PeopleSearch people, GroupService groups, ChangeFeed changes,
        RoleCheck roles, TimeProvider clock)
{
    private const int ShownFaces = 8;

    /// <summary>A stretch of the proposals, the most alike first.</summary>
    /// <param name="skip">How many to pass over, from 0.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="cancel">Stops reading.</param>
    public async Task<Paged<SamePersonProposal>> ListAsync(int skip, int take, CancellationToken cancel = default)
    {
        var pairs = await alike.FindAsync(cancel);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var open = await OpenAsync(db, pairs, cancel);
        var shown = open.Skip(skip).Take(take).ToList();
        var persons = (await people.OfIdsAsync([.. shown.SelectMany(p => new[] { p.OneId, p.OtherId }).Where(id => id > 0).Distinct()]))
            .ToDictionary(p => p.Id);
        var grouped = (await groups.OfIdsAsync([.. shown.Select(p => -p.OneId).Where(id => id > 0).Distinct()])).ToDictionary(g => g.Id);
        var proposals = new List<SamePersonProposal>();
        foreach (var pair in shown)
        {
            if (!persons.TryGetValue(pair.OtherId, out var person))
                continue;
            if (grouped.TryGetValue(-pair.OneId, out var group))
            {
                proposals.Add(new SamePersonProposal(
                    person, null, group, Math.Round(pair.Cosine, 4), await BestAsync(db, person.Id), [.. group.FaceIds.Take(ShownFaces)]));
            }
            else if (persons.TryGetValue(pair.OneId, out var other))
            {
                if (other.Faces > person.Faces)
                    (person, other) = (other, person);
                proposals.Add(new SamePersonProposal(
                    person, other, null, Math.Round(pair.Cosine, 4), await BestAsync(db, person.Id), await BestAsync(db, other.Id)));
            }
        }
        return new Paged<SamePersonProposal>(open.Count, proposals);
    }

    /// <summary>Remembers for good that two people are two. Can be undone.</summary>
    /// <exception cref="RefusedException">
    /// There is no such person (404), one was merged into another (409), or it is the same person twice (400).
    /// </exception>
    public async Task TellApartAsync(long personId, long otherPersonId, Actor who)
    {
        await roles.RequireAsync(Policies.Edit);
        if (personId == otherPersonId)
            throw new RefusedException("Nobody can be told apart from themselves: name two people.");
        var (one, other) = (Math.Min(personId, otherPersonId), Math.Max(personId, otherPersonId));
        await using var db = await databases.CreateDbContextAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await PersonLookup.RequireAsync(db, one);
        await PersonLookup.RequireAsync(db, other);
        if (await db.DifferentPeople.AnyAsync(p => p.PersonId == one && p.OtherPersonId == other))
            return;
        var action = new ReviewAction
        {
            UserId = who.UserId,
            Source = who.Source,
            At = clock.GetUtcNow().UtcDateTime,
            Kind = ActionKind.TellApart,
            Description = "Told two people apart.",
            People = [new ActionPerson { PersonId = one }, new ActionPerson { PersonId = other }],
        };
        db.ReviewActions.Add(action);
        await db.SaveChangesAsync();
        db.DifferentPeople.Add(new DifferentPeople { PersonId = one, OtherPersonId = other, ActionId = action.Id });
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        changes.Announce(new Change(ChangeKind.Person, PersonId: one));
        changes.Announce(new Change(ChangeKind.Person, PersonId: other));
    }

    // What was said since the pairs were worked out counts at once.
    private static async Task<List<LookAlike>> OpenAsync(FaceWebDb db, IReadOnlyList<LookAlike> pairs, CancellationToken cancel)
    {
        var merged = await db.People.Where(p => p.MergedIntoId != null).Select(p => new { p.Id, Into = p.MergedIntoId!.Value })
            .ToDictionaryAsync(p => p.Id, p => p.Into, cancel);
        var living = await db.People.Where(p => p.MergedIntoId == null && !p.Hidden).Select(p => p.Id).ToHashSetAsync(cancel);
        var groups = await db.Faces.GroupedUnknown().GroupBy(f => f.GroupId!.Value)
            .Where(g => g.Count() > 1).Select(g => g.Key).ToHashSetAsync(cancel);
        var apart = new HashSet<(long, long)>();
        foreach (var told in await db.DifferentPeople.AsNoTracking().ToListAsync(cancel))
            Keep(Now(told.PersonId), Now(told.OtherPersonId));
        var rejections = await db.Rejections.Join(db.Faces, r => r.FaceId, f => f.Id, (r, f) =>
            new { r.PersonId, Other = f.PersonId ?? (f.Decision == FaceDecision.Undecided && f.BestPersonId == null ? -f.GroupId : null) })
            .Where(r => r.Other != null).Distinct().ToListAsync(cancel);
        foreach (var rejection in rejections)
            Keep(rejection.PersonId, rejection.Other!.Value);
        return [.. pairs.Where(p => Is(p.OneId) && Is(p.OtherId) && !apart.Contains((p.OneId, p.OtherId)))];

        bool Is(long key) => key > 0 ? living.Contains(key) : groups.Contains(-key);

        void Keep(long one, long other) => apart.Add((Math.Min(one, other), Math.Max(one, other)));

        long Now(long person)
        {
            while (merged.TryGetValue(person, out var into))
                person = into;
            return person;
        }
    }

    private static async Task<List<long>> BestAsync(FaceWebDb db, long person) =>
        await db.Faces.Where(f => f.PersonId == person).OrderByDescending(f => f.Quality).ThenBy(f => f.Id).Take(ShownFaces).Select(f => f.Id)
            .ToListAsync();
}
