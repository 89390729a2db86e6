using FaceWeb.Access;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Data.Deleted;
using FaceWeb.Live;
using FaceWeb.Store;
using FaceWeb.Trash.Forgetting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace FaceWeb.Trash;

/// <summary>Deletes for good what is in the trash: what a person chooses, and every hour what has been there for long enough.</summary>
public sealed class TrashEmptying(
    IDbContextFactory<FaceWebDb> databases, StoreSweep sweep, Erasing erasing, ChangeFeed changes, RoleCheck roles,
    IOptions<TrashOptions> options, TimeProvider clock, ILogger<TrashEmptying> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    // A statement's rows are overwritten in the file: more of them would keep others from writing for longer than they wait.
    private const int ItemsAtOnce = 50;

    /// <summary>Deletes these things for good; those that are gone already are passed over.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> DeleteAsync(IReadOnlyCollection<long> ids)
    {
        await roles.RequireAsync(Policies.Edit);
        if (ids.Count == 0)
            return 0;
        var deleted = 0;
        using var erasure = erasing.Begin(backups: false);
        try
        {
            foreach (var part in ids.Distinct().Chunk(ItemsAtOnce))
                deleted += await DeletePartAsync(part, erasure);
        }
        finally
        {
            if (deleted > 0)
                await erasure.EraseAsync();
        }
        return deleted;
    }

    /// <summary>Deletes everything that lies in the trash now for good.</summary>
    /// <returns>How many things.</returns>
    public async Task<int> EmptyAsync()
    {
        await roles.RequireAsync(Policies.Edit);
        return await DeleteAsync(await FindAsync(DateTime.MaxValue));
    }

    /// <summary>Deletes for good what has been in the trash for longer than the setting says.</summary>
    /// <returns>How many things.</returns>
    public async Task<int> DeleteOldAsync() => await DeleteAsync(await FindAsync(clock.GetUtcNow().UtcDateTime - options.Value.Kept));

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        do
        {
            try
            {
                if (await DeleteOldAsync() is var gone and > 0)
                    log.LogInformation("{Items} things were in the trash for {Days} days and are deleted for good.", gone, options.Value.Days);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogError(e, "The trash could not be emptied of what is old; it is tried again in an hour.");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<List<long>> FindAsync(DateTime before)
    {
        await using var db = await databases.CreateDbContextAsync();
        return await db.TrashItems.Where(i => i.DeletedAt < before).OrderBy(i => i.Id).Select(i => i.Id).ToListAsync();
    }

    private async Task<int> DeletePartAsync(long[] ids, Erasure erasure)
    {
        await using var db = await databases.CreateDbContextAsync();
        await EmptyClassifiersAsync(db, await ItemsAsync(db, ids), erasure);
        await using var transaction = await db.Database.BeginTransactionAsync();
        var items = await ItemsAsync(db, ids);
        var hashes = await db.TrashedPhotos.Where(p => ids.Contains((long)p[TrashedTables.ItemColumn]))
            .Select(p => new { Photo = (string)p[nameof(Photo.Sha256)], Clip = (string?)p[nameof(Photo.ClipSha256)] }).ToListAsync();
        await EmptyClassifiersAsync(db, items, erasure);
        foreach (var person in items.Where(i => i.Kind == TrashKind.Person))
        {
            var traces = await db.Database
                .SqlQuery<long>($"""SELECT "Id" AS "Value" FROM "TrashedPeople" WHERE "TrashItemId" = {person.Id}""").ToListAsync();
            await PersonTraces.RemoveAsync(db, traces, faces: false);
        }
        await db.TrashItems.Where(i => ids.Contains(i.Id)).ExecuteDeleteAsync();

        // A deletion of which nothing is left can be taken back no more. That of a photo or album need not be remembered; that of a person says why
        // faces are undecided, and is a person forgotten now.
        var people = items.Where(i => i.Kind == TrashKind.Person).Select(i => i.ActionId).ToList();
        await db.ReviewActions.Where(a => people.Contains(a.Id)).ExecuteUpdateAsync(set => set
            .SetProperty(a => a.Kind, ActionKind.Forget).SetProperty(a => a.Payload, (string?)null)
            .SetProperty(a => a.Description, "Forgot a person."));
        var actions = items.ConvertAll(i => i.ActionId).Except(people).ToList();
        await db.ReviewActions.Where(a => actions.Contains(a.Id) && !db.TrashItems.Any(i => i.ActionId == a.Id)).ExecuteDeleteAsync();
        await transaction.CommitAsync();
        await sweep.SweepAsync(hashes.SelectMany(h => new[] { h.Photo, h.Clip }).OfType<string>());
        foreach (var item in items)
            changes.Announce(new Change(ChangeKind.Album, AlbumId: item.AlbumId));
        return items.Count;
    }

    private static Task<List<TrashItem>> ItemsAsync(FaceWebDb db, long[] ids) =>
        db.TrashItems.AsNoTracking().Where(i => ids.Contains(i.Id)).ToListAsync();

    // Those that were trained while the faces were there.
    private static async Task EmptyClassifiersAsync(FaceWebDb db, List<TrashItem> items, Erasure erasure)
    {
        foreach (var item in items.Where(i => i.Faces > 0))
        {
            var from = item.Kind == TrashKind.Person ? DateTime.MinValue
                : await db.TrashedPhotos.Where(p => (long)p[TrashedTables.ItemColumn] == item.Id)
                    .MinAsync(p => (DateTime?)p[nameof(Photo.UploadedAt)]);
            if (from is { } since)
                erasure.Classifiers |= await StoredClassifiers.EmptyAsync(db, since, item.DeletedAt);
        }
    }
}
