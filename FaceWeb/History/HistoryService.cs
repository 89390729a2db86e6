using System.Linq.Expressions;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.History.Steps;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.History;

/// <summary>Reads what was done, for the history on a face's and on a person's page.</summary>
public sealed class HistoryService(IDbContextFactory<FaceWebDb> databases, ActionSteps steps)
{
    private const int ShownFaces = 12;

    /// <summary>What was said of a face, newest first.</summary>
    /// <exception cref="RefusedException">There is no such face (404).</exception>
    public async Task<Paged<HistoryEntry>> OfFaceAsync(long faceId, int skip, int take)
    {
        await using var db = await databases.CreateDbContextAsync();
        if (!await db.Faces.AnyAsync(f => f.Id == faceId))
            throw RefusedException.NotFound($"face {faceId}");
        return await ReadAsync(db, e => e.FaceId == faceId, null, skip, take);
    }

    /// <summary>What was done with a person's faces, newest first.</summary>
    /// <exception cref="RefusedException">There is no such person (404).</exception>
    public async Task<Paged<HistoryEntry>> OfPersonAsync(long personId, int skip, int take)
    {
        await using var db = await databases.CreateDbContextAsync();
        if (!await db.People.AnyAsync(p => p.Id == personId))
            throw RefusedException.NotFound($"person {personId}");
        var looking = steps.InHistoryOfUnchanged;
        return await ReadAsync(
            db,
            e => e.RejectedPersonId == personId
                || (e.AfterPersonId == personId && e.BeforePersonId != personId)
                || (e.BeforePersonId == personId && e.AfterPersonId != personId)
                || (e.AfterPersonId == personId && looking.Contains(e.Action!.Kind)),
            personId, skip, take);
    }

    private async Task<Paged<HistoryEntry>> ReadAsync(
        FaceWebDb db, Expression<Func<FaceEvent, bool>> which, long? personId, int skip, int take)
    {
        var actionIds = db.FaceEvents.Where(which).Select(e => e.ActionId).Distinct();
        // Changes of a person and people told apart have no face, hence no event.
        var ofPeople = steps.InHistoryOfPeople;
        var matching = db.ReviewActions.Where(a => actionIds.Contains(a.Id)
            || (personId != null && ofPeople.Contains(a.Kind) && a.People.Any(p => p.PersonId == personId)));
        var total = await matching.CountAsync();
        var actions = await matching.AsNoTracking()
            .OrderByDescending(a => a.Id).Skip(skip).Take(take)
            .Select(a => new
            {
                a.Id,
                a.At,
                User = db.Users.Where(u => u.Id == a.UserId).Select(u => u.Email).FirstOrDefault(),
                a.Source,
                a.Kind,
                a.Description,
                Others = a.People.Where(p => p.PersonId != personId).Select(p => p.PersonId).OrderBy(id => id).ToList(),
                Undone = a.UndoneById != null,
                Redo = a.RedoesId != null,
            }).ToListAsync();
        var shown = actions.ConvertAll(a => a.Id);
        var counts = await db.FaceEvents.Where(which).Where(e => shown.Contains(e.ActionId)).GroupBy(e => e.ActionId)
            .Select(g => new { g.Key, Faces = g.Select(e => e.FaceId).Distinct().Count() }).ToDictionaryAsync(g => g.Key, g => g.Faces);
        var events = await db.ReviewActions.Where(a => shown.Contains(a.Id))
            .SelectMany(a => a.Events.AsQueryable().Where(which).OrderBy(e => e.Id).Take(ShownFaces)).AsNoTracking().ToListAsync();
        var names = await NamesAsync(db, events, actions.Where(a => ofPeople.Contains(a.Kind)).SelectMany(a => a.Others));
        var byAction = events.ToLookup(e => e.ActionId);
        return new Paged<HistoryEntry>(total, actions.ConvertAll(a =>
        {
            var mine = byAction[a.Id].OrderBy(e => e.Id).ToList();
            var step = steps.Of(a.Kind);
            var text = mine.Count == 0 ? step.TellOfPerson(a.Description, a.Others.ConvertAll(id => HistoryText.Name(id, names)))
                : personId is null ? string.Join(" ", mine.Select(e => HistoryText.OfFace(e, step, names)).Distinct())
                : HistoryText.OfPerson(mine[0], personId.Value, counts[a.Id], names);
            return new HistoryEntry(
                a.Id, a.At, a.User, a.Source, a.Kind, a.Redo ? $"Redone: {text}"
                    : text, [.. mine.Select(e => e.FaceId).Distinct()], counts.GetValueOrDefault(a.Id), a.Undone, a.Redo);
        }));
    }

    private static async Task<Dictionary<long, string>> NamesAsync(FaceWebDb db, List<FaceEvent> events, IEnumerable<long> others)
    {
        var ids = events.SelectMany(e => new[] { e.BeforePersonId, e.AfterPersonId, e.RejectedPersonId }).OfType<long>().Union(others).ToList();

        // Whoever went with an undo is named; who has been forgotten is in neither table.
        var people = db.People.Where(p => ids.Contains(p.Id)).Select(p => new { p.Id, p.Name });
        return await people.Concat(db.RemovedPeople.Where(p => ids.Contains(p.Id)).Select(p => new { p.Id, p.Name }))
            .ToDictionaryAsync(p => p.Id, p => p.Name);
    }
}
