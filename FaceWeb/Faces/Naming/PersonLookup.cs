using FaceWeb.Api;
using FaceWeb.Data;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Faces.Naming;

/// <summary>Finds people for an action that is being written, inside the action's own transaction.</summary>
internal static class PersonLookup
{
    /// <summary>The person of that key.</summary>
    /// <exception cref="RefusedException">There is none (404), or it has been merged into another (409).</exception>
    public static async Task<Person> RequireAsync(FaceWebDb db, long id)
    {
        var person = await db.People.FindAsync(id) ?? throw RefusedException.NotFound($"person {id}");
        if (person.MergedIntoId is null)
            return person;
        var into = await MergedIntoAsync(db, person);
        throw new RefusedException(
            $"{person.Name} (person {id}) has been merged into {into.Name} (person {into.Id}): choose that person.", StatusCodes.Status409Conflict);
    }

    /// <summary>The person that a merged person is now, at the end of a chain of merges; the person itself when it was not merged.</summary>
    public static async Task<Person> MergedIntoAsync(FaceWebDb db, Person person)
    {
        while (person.MergedIntoId is { } next)
            person = await db.People.FindAsync(next)
                ?? throw new InvalidOperationException($"Person {person.Id} was merged into person {next}, who is gone.");
        return person;
    }

    /// <summary>A person and everybody merged into them, that person first.</summary>
    public static async Task<List<long>> WithMergedAsync(FaceWebDb db, long id)
    {
        List<long> people = [id];
        for (var i = 0; i < people.Count; i++)
        {
            var next = people[i];
            people.AddRange(await db.People.Where(p => p.MergedIntoId == next).Select(p => p.Id).ToListAsync());
        }
        return people;
    }

    /// <summary>The one person of that name, letter case aside; a new one, not yet saved, when nobody has it.</summary>
    /// <param name="db">The database.</param>
    /// <param name="name">A name as <see cref="PersonName.Read"/> gives it.</param>
    /// <param name="now">When a new person is made.</param>
    /// <exception cref="RefusedException">Several people have that name (409).</exception>
    public static async Task<Person> FindOrMakeAsync(FaceWebDb db, string name, DateTime now)
    {
        // The column's collation folds A to Z only, and by an index; other letters are compared here.
        var own = db.People.Where(p => p.MergedIntoId == null);
        var ids = name.All(char.IsAscii)
            ? await own.Where(p => p.Name == name).Select(p => p.Id).ToListAsync()
            : (await own.Select(p => new { p.Id, p.Name }).ToListAsync())
                .Where(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase)).Select(p => p.Id).ToList();
        return ids.Count switch
        {
            0 => Make(db, name, now),
            1 => (await db.People.FindAsync(ids[0]))!,
            _ => throw new RefusedException(
                $"{ids.Count} people are called {name}: say which one by personId ({string.Join(", ", ids.Order().Take(10))}).",
                StatusCodes.Status409Conflict),
        };
    }

    /// <summary>A new person, not yet saved.</summary>
    public static Person Make(FaceWebDb db, string name, DateTime now) =>
        db.People.Add(new Person { Name = name, CreatedAt = now }).Entity;
}
