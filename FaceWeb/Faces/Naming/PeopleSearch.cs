using System.Globalization;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Faces.Naming;

/// <summary>Finds people by name or key, with what tells two of the same name apart.</summary>
public sealed class PeopleSearch(IDbContextFactory<FaceWebDb> databases)
{
    private const CompareOptions Loosely = CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace;

    /// <summary>
    /// People for a name being typed, hidden ones too: names that begin with the text first, then names of which a later word does, then
    /// names that contain it; letter case and accents aside.
    /// </summary>
    /// <param name="text">What was typed; nothing finds nobody.</param>
    /// <param name="take">How many at most.</param>
    public async Task<IReadOnlyList<PersonSummary>> SearchAsync(string text, int take)
    {
        text = text.Trim();
        if (text.Length == 0)
            return [];
        await using var db = await databases.CreateDbContextAsync();

        // Databases fold accents differently or not at all: names are short and few enough to be compared here.
        var names = await db.People.Where(p => p.MergedIntoId == null).Select(p => new { p.Id, p.Name }).ToListAsync();
        var found = names.Select(p => (p.Id, p.Name, Rank: Rank(p.Name, text))).Where(p => p.Rank < 3)
            .OrderBy(p => p.Rank).ThenBy(p => p.Name, StringComparer.InvariantCultureIgnoreCase).ThenBy(p => p.Id)
            .Take(take).Select(p => p.Id).ToList();
        return await SummariesAsync(db, found);
    }

    /// <summary>These people, in this order; those who are gone are left out.</summary>
    public async Task<IReadOnlyList<PersonSummary>> OfIdsAsync(IReadOnlyList<long> ids)
    {
        await using var db = await databases.CreateDbContextAsync();
        return await SummariesAsync(db, ids);
    }

    /// <summary>These people, in this order; those who are gone are left out.</summary>
    internal static async Task<List<PersonSummary>> SummariesAsync(FaceWebDb db, IReadOnlyList<long> ids)
    {
        var people = (await SummariesAsync(db, db.People.Where(p => ids.Contains(p.Id)))).ToDictionary(p => p.Id);
        return [.. ids.Where(people.ContainsKey).Select(id => people[id])];
    }

    /// <summary>The people of a query, in its order.</summary>
    // Every count comes from an index of Faces; covers that nobody has chosen are looked for afterwards.
    internal static async Task<List<PersonSummary>> SummariesAsync(FaceWebDb db, IQueryable<Person> people)
    {
        var rows = await people.Select(p => new PersonSummary(
            p.Id,
            p.Name,
            p.Hidden,
            db.Faces.Any(f => f.Id == p.CoverFaceId && f.PersonId == p.Id) ? p.CoverFaceId : null,
            db.Faces.Count(f => f.PersonId == p.Id),
            db.Faces.Count(f => f.Decision == FaceDecision.Undecided && f.BestPersonId == p.Id),
            p.BirthDate)).ToListAsync();
        var covers = await CoverFaces.ChooseAsync(db, [.. rows.Where(p => p.CoverFaceId is null && p.Faces > 0).Select(p => p.Id)]);
        return rows.ConvertAll(p => covers.TryGetValue(p.Id, out var cover) ? p with { CoverFaceId = cover } : p);
    }

    /// <summary>Whether a name fits a text, letter case and accents aside.</summary>
    internal static bool Matches(string name, string text) => Rank(name, text) < 3;

    // 0: begins with it; 1: a later word does; 2: contains it; 3: does not.
    private static int Rank(string name, string text)
    {
        var compare = CultureInfo.InvariantCulture.CompareInfo;
        if (compare.IsPrefix(name, text, Loosely))
            return 0;
        for (var i = 1; i < name.Length; i++)
        {
            if (!char.IsLetterOrDigit(name[i - 1]) && compare.IsPrefix(name.AsSpan(i), text, Loosely))
                return 1;
        }
        return compare.IndexOf(name, text, Loosely) >= 0 ? 2 : 3;
    }
}
