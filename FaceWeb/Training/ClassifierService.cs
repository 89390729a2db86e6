using FaceWeb.Access;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Live;
using FaceWeb.Models;
using FaceWeb.Suggestions;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Training;

/// <summary>Lists the trained classifiers and says which one is in use.</summary>
public sealed class ClassifierService(
    IDbContextFactory<FaceWebDb> databases, SuggestService suggest, ModelHost models, ReplacedModel replaced, ChangeFeed changes,
        RoleCheck roles, TimeProvider clock)
{
    /// <summary>How many trained classifiers can be gone back to; of older ones only the report is kept.</summary>
    public const int KeptClassifiers = 20;

    /// <summary>Trained classifiers, newest first, with their number.</summary>
    public async Task<Paged<ClassifierSummary>> PageAsync(Paging paging)
    {
        await using var db = await databases.CreateDbContextAsync();
        var rows = await ClassifierRow.Read(db.Classifiers.OrderByDescending(c => c.Id).Skip(paging.Skip).Take(paging.PageSize)).ToListAsync();
        return new Paged<ClassifierSummary>(await db.Classifiers.CountAsync(), rows.ConvertAll(row => row.Summary(models.Model)));
    }

    /// <summary>The classifier in use; null before the first training with the models in use.</summary>
    public async Task<ClassifierView?> ActiveAsync()
    {
        var model = models.Model;
        await using var db = await databases.CreateDbContextAsync();
        return await ViewAsync(db.Classifiers.Where(c => c.Active && c.Model == model));
    }

    /// <summary>At the start: when the models were changed, the last classifier that was in use with these models is the active one again.</summary>
    internal async Task AdoptAsync()
    {
        if (await replaced.FindAsync() is null)
            return;
        var model = models.Model;
        await using var db = await databases.CreateDbContextAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var usable = await db.Classifiers
            .Where(c => c.Model == model && c.WasActive)
            .OrderByDescending(c => c.Id).Select(c => new { c.Id, Kept = c.Blob.Length > 0 }).ToListAsync();
        if (usable.Find(c => c.Kept)?.Id is not { } last)
            return;
        await db.Classifiers.Where(c => c.Active).ExecuteUpdateAsync(set => set.SetProperty(c => c.Active, false));
        await db.Classifiers.Where(c => c.Id == last).ExecuteUpdateAsync(set => set.SetProperty(c => c.Active, true));
        await transaction.CommitAsync();
    }

    /// <summary>Whether the active classifier has lost its contents because faces it had learnt from were deleted for good.</summary>
    internal async Task<bool> IsEmptiedAsync()
    {
        var model = models.Model;
        await using var db = await databases.CreateDbContextAsync();
        return await db.Classifiers.AnyAsync(c => c.Active && c.Model == model && c.Blob.Length < 1);
    }

    /// <summary>One classifier with its report.</summary>
    /// <exception cref="RefusedException">There is no such classifier (404).</exception>
    public async Task<ClassifierView> FindAsync(long id)
    {
        await using var db = await databases.CreateDbContextAsync();
        return await ViewAsync(db.Classifiers.Where(c => c.Id == id)) ?? throw RefusedException.NotFound($"classifier {id}");
    }

    /// <summary>
    /// The one before the active one, that is, the one that was in use when the active one was trained; null when there was none or it cannot
    /// be used any more.
    /// </summary>
    public async Task<ClassifierSummary?> BeforeAsync()
    {
        if ((await ActiveAsync())?.Report?.Comparison?.BeforeId is not { } before)
            return null;
        await using var db = await databases.CreateDbContextAsync();
        var row = await ClassifierRow.Read(db.Classifiers.Where(c => c.Id == before)).FirstOrDefaultAsync();
        return row?.Summary(models.Model) is { IsUsable: true } usable ? usable : null;
    }

    /// <summary>Makes the one before the active one (<see cref="BeforeAsync"/>) active again and suggests all names anew.</summary>
    /// <exception cref="RefusedException">There is none (409).</exception>
    public async Task<ClassifierView> GoBackAsync()
    {
        await roles.RequireAsync(Policies.Admin);
        var before = await BeforeAsync()
            ?? throw new RefusedException(
                "There is no classifier to go back to: the one in use is the first, or the one before it is no longer kept.",
                StatusCodes.Status409Conflict);
        await ActivateAsync(before.Id);
        return await FindAsync(before.Id);
    }

    /// <summary>Makes a classifier the active one and suggests all names anew.</summary>
    /// <exception cref="RefusedException">
    /// There is no such classifier (404), or it cannot be used any more: too old, or of another model pack (409).
    /// </exception>
    public async Task ActivateAsync(long id)
    {
        await roles.RequireAsync(Policies.Admin);
        await using var db = await databases.CreateDbContextAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var found = await db.Classifiers.Where(c => c.Id == id).Select(c => new { c.Model, c.Active, Kept = c.Blob.Length > 0 }).FirstOrDefaultAsync()
            ?? throw RefusedException.NotFound($"classifier {id}");
        if (!found.Kept)
        {
            throw new RefusedException(
                $"Classifier {id} is too old: only the last {KeptClassifiers} are kept whole. Train a new one instead.",
                StatusCodes.Status409Conflict);
        }
        if (found.Model != models.Model)
        {
            throw new RefusedException(
                $"Classifier {id} reads faces measured by the model pack {found.Model}, but {models.Model} is in use. Train a new one instead.",
                StatusCodes.Status409Conflict);
        }
        if (found.Active)
            return;
        var now = clock.GetUtcNow().UtcDateTime;

        // One after the other: an index allows one active row only.
        await db.Classifiers.Where(c => c.Active && c.Id != id).ExecuteUpdateAsync(set => set.SetProperty(c => c.Active, false));
        await db.Classifiers.Where(c => c.Id == id).ExecuteUpdateAsync(set => set
            .SetProperty(c => c.Active, true).SetProperty(c => c.WasActive, true).SetProperty(c => c.ActivatedByHandAt, now));
        using var hold = suggest.Hold();
        await suggest.StartWithinAsync(db);
        await transaction.CommitAsync();
        suggest.Begin();
        changes.Announce(new Change(ChangeKind.Classifier));
    }

    private static async Task<ClassifierView?> ViewAsync(IQueryable<Classifier> classifiers) =>
        (await ClassifierRow.Read(classifiers).FirstOrDefaultAsync())?.View();
}
