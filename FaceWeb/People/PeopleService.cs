using FaceWeb.Access;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Faces;
using FaceWeb.Faces.Naming;
using FaceWeb.History;
using FaceWeb.History.Steps;
using FaceWeb.Live;
using FaceWeb.People.Steps;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.People;

/// <summary>People: lists, search, naming, hiding, merging, splitting, forgetting.</summary>
public sealed class PeopleService(
    IDbContextFactory<FaceWebDb> databases, PersonActions actions, ReviewAnnouncer announcer, ChangeFeed changes, RoleCheck roles,
        TimeProvider clock)
{
    /// <summary>A stretch of the people that the filter lets through.</summary>
    /// <param name="filter">Which people, in which order.</param>
    /// <param name="skip">How many to pass over, from 0.</param>
    /// <param name="take">How many at most.</param>
    public async Task<Paged<PersonSummary>> ListAsync(PeopleFilter filter, int skip, int take)
    {
        await using var db = await databases.CreateDbContextAsync();
        var people = db.People.Where(p => p.MergedIntoId == null);
        if (filter.Hidden is { } hidden)
            people = people.Where(p => p.Hidden == hidden);
        var ordered = filter.Order switch
        {
            PeopleOrder.MostFaces => people.OrderByDescending(p => db.Faces.Count(f => f.PersonId == p.Id)).ThenBy(p => p.Name).ThenBy(p => p.Id),
            PeopleOrder.NewestFirst => people.OrderByDescending(p => p.Id),
            PeopleOrder.MostSuggested => people
                .OrderByDescending(p => db.Faces.Count(f => f.Decision == FaceDecision.Undecided && f.BestPersonId == p.Id)).ThenBy(p => p.Name)
                    .ThenBy(p => p.Id),
            _ => people.OrderBy(p => p.Name).ThenBy(p => p.Id),
        };
        if (string.IsNullOrWhiteSpace(filter.Search))
            return new Paged<PersonSummary>(await people.CountAsync(), await PeopleSearch.SummariesAsync(db, ordered.Skip(skip).Take(take)));

        // As in a search, names are compared here; the order is the database's.
        var names = await ordered.Select(p => new { p.Id, p.Name }).ToListAsync();
        var found = names.Where(p => PeopleSearch.Matches(p.Name, filter.Search.Trim())).Select(p => p.Id).ToList();
        return new Paged<PersonSummary>(found.Count, await PeopleSearch.SummariesAsync(db, [.. found.Skip(skip).Take(take)]));
    }

    /// <summary>One person.</summary>
    /// <exception cref="RefusedException">There is none, or it was merged into another, whom the sentence names (404).</exception>
    public async Task<PersonView> FindAsync(long id)
    {
        await using var db = await databases.CreateDbContextAsync();
        await RequireAsync(db, id);
        return await ViewAsync(db, id);
    }

    // Whoever has just merged or split is answered, though somebody else may have merged the person into another in the same moment.
    private async Task<PersonView> AnswerAsync(long id)
    {
        await using var db = await databases.CreateDbContextAsync();
        return await ViewAsync(db, id);
    }

    private static async Task<PersonView> ViewAsync(FaceWebDb db, long id)
    {
        var person = await db.People.AsNoTracking().FirstOrDefaultAsync(p => p.Id == id) ?? throw RefusedException.NotFound($"person {id}");
        var summary = (await PeopleSearch.SummariesAsync(db, db.People.Where(p => p.Id == id))).Single();
        var photos = await db.Faces.Where(f => f.PersonId == id).Select(f => f.PhotoId).Distinct().CountAsync();
        return new PersonView(
            id, summary.Name, summary.Hidden, summary.CoverFaceId, summary.Faces, summary.Suggested, photos, person.BirthDate, person.CreatedAt);
    }

    /// <summary>Names a new person. Another person of the same name is another person.</summary>
    /// <exception cref="RefusedException">The name cannot be taken (400).</exception>
    public async Task<PersonView> CreateAsync(string? name)
    {
        await roles.RequireAsync(Policies.Edit);
        name = PersonName.Read(name);
        await using var db = await databases.CreateDbContextAsync();
        var person = PersonLookup.Make(db, name, clock.GetUtcNow().UtcDateTime);
        await db.SaveChangesAsync();
        changes.Announce(new Change(ChangeKind.Person, PersonId: person.Id));
        return await FindAsync(person.Id);
    }

    /// <summary>Renames, hides, sets the cover face or the birth date: all that the patch sets, or nothing. Can be undone.</summary>
    /// <param name="id">The person.</param>
    /// <param name="patch">What to change.</param>
    /// <param name="who">Who says it; null when it is a part of another action and is not to be undone by itself.</param>
    /// <exception cref="RefusedException">There is no such person (404), or a value cannot be taken (400).</exception>
    public async Task<PersonView> UpdateAsync(long id, PersonPatch patch, Actor? who = null)
    {
        await roles.RequireAsync(Policies.Edit);
        await using var db = await databases.CreateDbContextAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var person = await RequireAsync(db, id);
        var before = PersonChange.Of(person);
        if (patch.Name is not null)
            person.Name = PersonName.Read(patch.Name);
        if (patch.CoverFaceIsSet)
        {
            if (patch.CoverFaceId is { } face && !await db.Faces.AnyAsync(f => f.Id == face && f.PersonId == id))
                throw new RefusedException($"Face {face} is not confirmed as {person.Name}: choose one of their own faces as cover.");
            person.CoverFaceId = patch.CoverFaceId;
        }
        if (patch.BirthDate is { } born && (born.Year < 1800 || born > DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(1)))
            throw new RefusedException($"{born:yyyy-MM-dd} is no day on which somebody on a photo can have been born: give one from 1800 to today.");
        if (patch.BirthDateIsSet)
            person.BirthDate = patch.BirthDate;
        var hiding = patch.Hidden is { } hidden && hidden != person.Hidden;
        if (hiding)
            person.Hidden = patch.Hidden!.Value;
        if (who is { } editor && before.Describe(person) is { } changed)
        {
            db.ReviewActions.Add(new ReviewAction
            {
                UserId = editor.UserId,
                Source = editor.Source,
                At = clock.GetUtcNow().UtcDateTime,
                Kind = ActionKind.EditPerson,
                Description = changed,
                People = [new ActionPerson { PersonId = id }],
                Payload = StepPayload.Write(before),
            });
        }
        await db.SaveChangesAsync();
        if (hiding && person.Hidden)
            await SuggestionRows.RemovePeopleAsync(db, [id]);
        await transaction.CommitAsync();
        announcer.Announce([], [id]);
        if (hiding)
            announcer.TellCompared();
        return await FindAsync(id);
    }

    /// <summary>
    /// Forgets a person for good, with everybody merged into them: their name, the suggestions and rejections that name them.
    /// </summary>
    /// <param name="id">The person.</param>
    /// <param name="faces">
    /// True also deletes the faces confirmed as this person with their pictures and embeddings; false leaves them, undecided.
    /// </param>
    /// <param name="who">Who says it.</param>
    /// <exception cref="RefusedException">There is no such person (404).</exception>
    public Task DeleteAsync(long id, bool faces, Actor who) => actions.ForgetAsync(id, faces, who);

    /// <summary>Merges people into one: their faces, rejections and suggestions become those of <paramref name="into"/>. Can be undone.</summary>
    /// <exception cref="RefusedException">
    /// There is no such person (404), nobody or the person itself is to be merged (400), or one was merged before (409).
    /// </exception>
    public async Task<PersonView> MergeAsync(long into, IReadOnlyList<long>? from, Actor who)
    {
        await actions.MergeAsync(into, from ?? [], who);
        return await AnswerAsync(into);
    }

    /// <summary>Makes a new person of some faces of a person; those faces are said not to be the old one. Can be undone.</summary>
    /// <returns>The new person.</returns>
    /// <exception cref="RefusedException">
    /// There is no such person (404), a face is not confirmed as that person (409), or there are no faces or no name (400).
    /// </exception>
    public async Task<PersonView> SplitAsync(long id, IReadOnlyList<long>? faceIds, string? name, Actor who) =>
        await AnswerAsync(await actions.SplitAsync(id, faceIds ?? [], name, who));

    private static async Task<Person> RequireAsync(FaceWebDb db, long id)
    {
        var person = await db.People.FindAsync(id) ?? throw RefusedException.NotFound($"person {id}");
        if (person.MergedIntoId is null)
            return person;
        var into = await PersonLookup.MergedIntoAsync(db, person);
        throw new RefusedException(
            $"{person.Name} (person {id}) has been merged into {into.Name}: look at person {into.Id} instead.", StatusCodes.Status404NotFound);
    }
}
