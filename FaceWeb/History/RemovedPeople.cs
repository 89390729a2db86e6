using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Data.Deleted;
using FaceWeb.Faces;
using FaceWeb.History.Steps;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.History;

/// <summary>People who go with the undo of what had named them first, and come back with its redo.</summary>
internal static class RemovedPeople
{
    /// <summary>
    /// Takes away those of these people of whom nobody says anything any more; their names are kept for the history and for a redo.
    /// </summary>
    public static async Task RemoveAsync(FaceWebDb db, IReadOnlyCollection<long> made, ActionSteps steps)
    {
        if (made.Count == 0)
            return;
        var lasting = steps.InHistoryOfPeople;
        // A person of whom a standing action speaks is kept, even without a face: undoing that one must find them again.
        var nobodys = await db.People.AsNoTracking()
            .Where(p => made.Contains(p.Id) && p.MergedIntoId == null
                && !db.Faces.Any(f => f.PersonId == p.Id)
                && !db.Rejections.Any(r => r.PersonId == p.Id)
                && !db.DifferentPeople.Any(d => d.PersonId == p.Id || d.OtherPersonId == p.Id)
                && !db.People.Any(merged => merged.MergedIntoId == p.Id)
                && !db.FaceEvents.Any(e => (e.AfterPersonId == p.Id || e.BeforePersonId == p.Id || e.RejectedPersonId == p.Id)
                    && e.Action!.UndoneById == null && e.Action.Kind != ActionKind.Undo)
                && !db.ReviewActions.Any(a => a.UndoneById == null && lasting.Contains(a.Kind) && a.People.Any(named => named.PersonId == p.Id)))
            .ToListAsync();
        if (nobodys.Count == 0)
            return;
        var ids = nobodys.ConvertAll(p => p.Id);
        await SuggestionRows.RemovePeopleAsync(db, ids);
        await db.People.Where(p => ids.Contains(p.Id)).ExecuteDeleteAsync();
        db.RemovedPeople.AddRange(nobodys.Select(RemovedPerson.Of));
        await db.SaveChangesAsync();
        db.ChangeTracker.Clear();
    }

    /// <summary>Brings back those of these people who were taken away, with the keys and the names that they had.</summary>
    public static async Task BringBackAsync(FaceWebDb db, IReadOnlyCollection<long> made)
    {
        var removed = await db.RemovedPeople.AsNoTracking().Where(p => made.Contains(p.Id)).ToListAsync();
        if (removed.Count == 0)
            return;
        await db.RemovedPeople.Where(p => made.Contains(p.Id)).ExecuteDeleteAsync();
        db.People.AddRange(removed.Select(p => p.Back()));
        await db.SaveChangesAsync();
        db.ChangeTracker.Clear();
    }

    /// <summary>
    /// Forgets with these people everybody of the same names who was taken away: what is forgotten must not stand in the history by that
    /// way.
    /// </summary>
    /// <returns>The people given and those forgotten with them.</returns>
    public static async Task<List<long>> ForgetAsync(FaceWebDb db, List<long> people)
    {
        var names = await db.People.Where(p => people.Contains(p.Id)).Select(p => p.Name)
            .Concat(db.RemovedPeople.Where(p => people.Contains(p.Id)).Select(p => p.Name)).ToListAsync();
        names.AddRange(await db.TrashItems.Where(i => i.Kind == TrashKind.Person && people.Contains(i.ItemKey)).Select(i => i.Name).ToListAsync());
        var removed = await db.RemovedPeople.Where(p => people.Contains(p.Id) || names.Contains(p.Name)).Select(p => p.Id).ToListAsync();
        await db.RemovedPeople.Where(p => removed.Contains(p.Id)).ExecuteDeleteAsync();
        return [.. people.Union(removed)];
    }
}
