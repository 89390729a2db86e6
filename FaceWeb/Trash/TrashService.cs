using FaceWeb.Access;
using FaceWeb.Analysis;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Data.Deleted;
using FaceWeb.History;
using FaceWeb.History.Steps;
using FaceWeb.Layout;
using FaceWeb.Live;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace FaceWeb.Trash;

/// <summary>
/// Deletes albums, photos and people into the trash, where they lie for <see cref="TrashOptions.Days"/> days, and brings them back with all that
/// was said of them.
/// </summary>
public sealed class TrashService(
    IDbContextFactory<FaceWebDb> databases, ActionSteps steps, ReviewAnnouncer announcer, AnalysisQueue queue, ChangeFeed changes, RoleCheck roles,
    IOptions<TrashOptions> options, TimeProvider clock)
{
    /// <summary>What is in the trash, what was deleted last first.</summary>
    public async Task<Paged<TrashEntry>> ListAsync(int skip, int take)
    {
        await roles.RequireAsync(Policies.Edit);
        var kept = options.Value.Kept;
        await using var db = await databases.CreateDbContextAsync();
        var total = await db.TrashItems.CountAsync();
        var items = await db.TrashItems.AsNoTracking().OrderByDescending(i => i.DeletedAt).ThenByDescending(i => i.Id).Skip(skip).Take(take)
            .Select(i => new { Item = i, User = db.Users.Where(u => u.Id == i.UserId).Select(u => u.Email).FirstOrDefault() }).ToListAsync();
        return new Paged<TrashEntry>(total, items.ConvertAll(i => new TrashEntry(
            i.Item.Id, i.Item.Kind, i.Item.ItemKey, i.Item.Name, i.Item.AlbumName, i.Item.Photos, i.Item.Faces, i.Item.Bytes,
            i.Item.DeletedAt, i.User, i.Item.DeletedAt + kept)));
    }

    /// <summary>How much it is.</summary>
    public async Task<TrashSummary> SummaryAsync()
    {
        await roles.RequireAsync(Policies.Edit);
        await using var db = await databases.CreateDbContextAsync();
        var bytes = await db.Database.SqlQueryRaw<long>("""
            SELECT COALESCE(SUM("Bytes"), 0) AS "Value" FROM (SELECT t."Sha256", MAX(t."Bytes") AS "Bytes" FROM "TrashedPhotos" t
                WHERE NOT EXISTS (SELECT 1 FROM "Photos" p WHERE p."Sha256" = t."Sha256") GROUP BY t."Sha256")
            """).SingleAsync();
        return new TrashSummary(await db.TrashItems.CountAsync(), await db.TrashItems.SumAsync(i => i.Photos), bytes, options.Value.Days);
    }

    /// <summary>The content and the turn of a picture to show for something in the trash: of an album, of its first photo.</summary>
    /// <exception cref="RefusedException">There is no such thing, or nothing to show (404).</exception>
    public async Task<(string Sha256, Pipeline.PhotoTurn Turn)> PictureAsync(long id)
    {
        await roles.RequireAsync(Policies.Edit);
        await using var db = await databases.CreateDbContextAsync();
        var photo = await db.TrashedPhotos.Where(p => (long)p[TrashedTables.ItemColumn] == id).OrderBy(p => (long)p[nameof(Photo.Id)])
            .Select(p => new { Sha256 = (string)p[nameof(Photo.Sha256)], Turn = (Pipeline.PhotoTurn)p[nameof(Photo.Turn)] }).FirstOrDefaultAsync();
        return photo is null ? throw RefusedException.NotFound($"picture in the trash for {id}") : (photo.Sha256, photo.Turn);
    }

    /// <summary>Puts photos with their faces into the trash. Those that are gone already are passed over.</summary>
    public async Task PutPhotosAsync(IReadOnlyCollection<long> ids, Actor who)
    {
        await roles.RequireAsync(Policies.Edit);
        await using var db = await databases.CreateDbContextAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var action = TrashMoves.Action(
            who, ActionKind.DeletePhotos, Now, $"Deleted {Words.Some(ids.Count, "photo")}.", [.. ids]);
        db.ReviewActions.Add(action);
        await db.SaveChangesAsync();
        var put = await TrashMoves.PutPhotosAsync(db, action, ids);
        if (put.Count == 0)
            return;
        await transaction.CommitAsync();
        foreach (var (id, album) in put)
            changes.Announce(new Change(ChangeKind.Photo, album, id));
        changes.Announce(new Change(ChangeKind.Step));
        announcer.TellCompared();
    }

    /// <summary>Puts an album with its photos and their faces into the trash.</summary>
    /// <returns>Whether there was such an album.</returns>
    public async Task<bool> PutAlbumAsync(long id, Actor who)
    {
        await roles.RequireAsync(Policies.Edit);
        await using var db = await databases.CreateDbContextAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var photos = await db.Photos.CountAsync(p => p.AlbumId == id);
        var action = TrashMoves.Action(
            who, ActionKind.DeleteAlbum, Now,
            photos == 0 ? "Deleted an album without photos." : $"Deleted an album with {Words.Some(photos, "photo")}.", [id]);
        db.ReviewActions.Add(action);
        await db.SaveChangesAsync();
        if (!await TrashMoves.PutAlbumAsync(db, action, id))
            return false;
        await transaction.CommitAsync();
        changes.Announce(new Change(ChangeKind.Album, AlbumId: id));
        announcer.TellCompared();
        return true;
    }

    /// <summary>Puts a person into the trash; the faces confirmed as them become undecided.</summary>
    /// <exception cref="RefusedException">There is no such person (404), or they have been merged into another (409).</exception>
    public async Task PutPersonAsync(long id, Actor who)
    {
        await roles.RequireAsync(Policies.Edit);
        await using var db = await databases.CreateDbContextAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var action = TrashMoves.Action(who, ActionKind.DeletePerson, Now, "Deleted a person.", [id]);
        action.People.Add(new ActionPerson { PersonId = id });
        var ledger = await TrashMoves.PutPersonAsync(db, action, id, Now);
        await transaction.CommitAsync();
        announcer.Announce(ledger);
        announcer.Announce([], [id]);
        announcer.TellCompared();
    }

    /// <summary>Brings things back; those that are gone already are passed over. All or nothing.</summary>
    /// <param name="ids">Their keys in the trash.</param>
    /// <param name="who">Who does it.</param>
    /// <returns>How many things came back.</returns>
    /// <exception cref="RefusedException">An album has one of the photos again (409).</exception>
    public async Task<int> BringBackAsync(IReadOnlyCollection<long> ids, Actor who)
    {
        await roles.RequireAsync(Policies.Edit);
        await using var db = await databases.CreateDbContextAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var items = new List<TrashItem>();
        foreach (var part in ids.Distinct().Chunk(Batch.Size))
            items.AddRange(await db.TrashItems.AsNoTracking().Where(i => part.Contains(i.Id)).ToListAsync());
        var told = new List<Action>();
        foreach (var person in items.Where(i => i.Kind == TrashKind.Person))
            told.Add(await PersonBackAsync(db, person, who));
        if (items.Where(i => i.Kind != TrashKind.Person).ToList() is { Count: > 0 } photos)
            told.Add(await PhotosBackAsync(db, photos, who));
        await transaction.CommitAsync();
        foreach (var tell in told)
            tell();
        return items.Count;
    }

    /// <summary>
    /// Whoever uploads a photo that lies in the trash wants it: brings it back with all that was said of its faces, instead of beginning anew. Only
    /// for the album that it was in.
    /// </summary>
    /// <param name="albumId">The album.</param>
    /// <param name="sha256">What the photo's content hashes to.</param>
    /// <param name="who">Who uploads it; null when nobody is signed in, as in background work.</param>
    /// <returns>The photo; null when no such one is in the trash.</returns>
    public async Task<long?> BringUploadedBackAsync(long albumId, string sha256, Actor? who)
    {
        await using var db = await databases.CreateDbContextAsync();
        var item = await db.TrashItems.AsNoTracking().Where(i => i.Kind == TrashKind.Photo && i.AlbumId == albumId
                && db.TrashedPhotos.Any(p => (long)p[TrashedTables.ItemColumn] == i.Id && (string)p[nameof(Photo.Sha256)] == sha256))
            .FirstOrDefaultAsync();
        return item is not null && await BringBackAsync([item.Id], who ?? new Actor(item.UserId, ActionSource.Upload)) > 0 ? item.ItemKey : null;
    }

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    private async Task<Action> PersonBackAsync(FaceWebDb db, TrashItem item, Actor who)
    {
        var action = await db.ReviewActions.AsNoTracking().Include(a => a.People).FirstAsync(a => a.Id == item.ActionId);
        var events = await db.FaceEvents.AsNoTracking().Where(e => e.ActionId == action.Id).OrderBy(e => e.Id).ToListAsync();
        var undo = new StepUndo(db, steps, who, action, events, null, Now);
        var step = steps.Of(action.Kind);
        await step.UndoAsync(undo);
        return () => announcer.Announce(step, undo.Faces, undo.People);
    }

    // Of several things deleted at once some may stay in the trash; the deletion is undone when the last one is back.
    private async Task<Action> PhotosBackAsync(FaceWebDb db, List<TrashItem> items, Actor who)
    {
        var action = new ReviewAction
        {
            UserId = who.UserId,
            Source = who.Source,
            At = Now,
            Kind = ActionKind.Undo,
            Description = $"Brought {Words.Some(items.Sum(i => i.Photos), "photo")} back from the trash.",
        };
        db.ReviewActions.Add(action);
        await db.SaveChangesAsync();
        db.ChangeTracker.Clear();
        var back = await TrashReturns.BringBackAsync(db, items, action.Id, Now);
        var done = items.Select(i => i.ActionId).Distinct().ToList();
        foreach (var part in done.Chunk(Batch.Size))
        {
            await db.ReviewActions.Where(a => part.Contains(a.Id) && !db.TrashItems.Any(i => i.ActionId == a.Id))
                .ExecuteUpdateAsync(set => set.SetProperty(a => a.UndoneById, action.Id));
        }
        var step = steps.Of(ActionKind.DeletePhotos);
        return () =>
        {
            foreach (var album in back.Albums)
                changes.Announce(new Change(ChangeKind.Album, AlbumId: album));
            announcer.Announce(step, back.Faces, []);
            changes.Announce(new Change(ChangeKind.Step));
            queue.Enqueue(back.Queued);
        };
    }
}
