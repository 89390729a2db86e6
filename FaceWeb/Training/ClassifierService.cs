using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Live;
using FaceWeb.Models;
using FaceWeb.Suggestions;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Training;

/// <summary>Lists the trained classifiers and says which one is in use.</summary>
public sealed class ClassifierService(
    IDbContextFactory<FaceWebDb> databases, SuggestService suggest, ModelHost models, ReplacedModel replaced, ChangeFeed changes, TimeProvider clock)
{
    /// <summary>How many trained classifiers can be gone back to; of older ones only the report is kept.</summary>
    public const int KeptClassifiers = 20;

    /// <summary>Trained classifiers, newest first, with their number.</summary>
    public async Task<Paged<ClassifierSummary>> PageAsync(Paging paging)
    {
        await using var db = await databases.CreateDbContextAsync();
        var rows = await db.Classifiers.OrderByDescending(c => c.Id).Skip(paging.Skip).Take(paging.PageSize)
            .Select(c => new { c.Id, c.TrainedAt, c.Model, c.People, c.Faces, c.Rank1Accuracy, c.Active, c.Note, c.ReportJson, Kept = c.Blob.Length > 0 }).ToListAsync();
        return new Paged<ClassifierSummary>(await db.Classifiers.CountAsync(), rows.ConvertAll(row =>
        {
            var report = ReportJson.Read(row.ReportJson);
            return new ClassifierSummary(row.Id, row.TrainedAt, row.Model, row.People, row.Faces, row.Rank1Accuracy, row.Active, row.Note)
            {
                IsUsable = row.Kept && row.Model == models.Model,
                DetectionAndIdentificationRateAt1Percent = report?.DetectionAndIdentificationRateAt1Percent,
                ExpectedCalibrationError = report?.ExpectedCalibrationError,
                Verdict = report?.Comparison?.Verdict,
            };
        }));
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
            .Where(c => c.Model == model && c.Note != null && (c.Note.StartsWith("Activated") || c.Note.Contains(ByHand)))
            .OrderByDescending(c => c.Id).Select(c => new { c.Id, Kept = c.Blob.Length > 0 }).ToListAsync();
        if (usable.Find(c => c.Kept)?.Id is not { } last)
            return;
        await db.Classifiers.Where(c => c.Active).ExecuteUpdateAsync(set => set.SetProperty(c => c.Active, false));
        await db.Classifiers.Where(c => c.Id == last).ExecuteUpdateAsync(set => set.SetProperty(c => c.Active, true));
        await transaction.CommitAsync();
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
        var row = await db.Classifiers.Where(c => c.Id == before)
            .Select(c => new { c.Id, c.TrainedAt, c.Model, c.People, c.Faces, c.Rank1Accuracy, c.Active, c.Note, Kept = c.Blob.Length > 0 }).FirstOrDefaultAsync();
        return row is not { Kept: true } || row.Model != models.Model
            ? null
            : new ClassifierSummary(row.Id, row.TrainedAt, row.Model, row.People, row.Faces, row.Rank1Accuracy, row.Active, row.Note) { IsUsable = true };
    }

    /// <summary>Makes the one before the active one (<see cref="BeforeAsync"/>) active again and suggests all names anew.</summary>
    /// <exception cref="RefusedException">There is none (409).</exception>
    public async Task<ClassifierView> GoBackAsync()
    {
        var before = await BeforeAsync()
            ?? throw new RefusedException("There is no classifier to go back to: the one in use is the first, or the one before it is no longer kept.", StatusCodes.Status409Conflict);
        await ActivateAsync(before.Id);
        return await FindAsync(before.Id);
    }

    /// <summary>Makes a classifier the active one and suggests all names anew.</summary>
    /// <exception cref="RefusedException">
    /// There is no such classifier (404), or it cannot be used any more: too old, or of another model pack (409).
    /// </exception>
    public async Task ActivateAsync(long id)
    {
        await using var db = await databases.CreateDbContextAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var found = await db.Classifiers.Where(c => c.Id == id).Select(c => new { c.Model, c.Note, c.Active, Kept = c.Blob.Length > 0 }).FirstOrDefaultAsync()
            ?? throw RefusedException.NotFound($"classifier {id}");
        if (!found.Kept)
            throw new RefusedException($"Classifier {id} is too old: only the last {KeptClassifiers} are kept whole. Train a new one instead.", StatusCodes.Status409Conflict);
        if (found.Model != models.Model)
            throw new RefusedException($"Classifier {id} reads faces measured by the model pack {found.Model}, but {models.Model} is in use. Train a new one instead.", StatusCodes.Status409Conflict);
        if (found.Active)
            return;

        // Why it was or was not activated after its training stays; the last choice by hand is added.
        var reason = found.Note is { } note ? note.Split(ByHand)[0].TrimEnd() + " " : "";
        var said = FormattableString.Invariant($"{reason}{ByHand} on {clock.GetUtcNow():d MMMM yyyy, HH:mm} UTC.");

        // One after the other: an index allows one active row only.
        await db.Classifiers.Where(c => c.Active && c.Id != id).ExecuteUpdateAsync(set => set.SetProperty(c => c.Active, false));
        await db.Classifiers.Where(c => c.Id == id).ExecuteUpdateAsync(set => set.SetProperty(c => c.Active, true).SetProperty(c => c.Note, said));
        using var hold = suggest.Hold();
        await suggest.StartWithinAsync(db);
        await transaction.CommitAsync();
        suggest.Begin();
        changes.Announce(new Change(ChangeKind.Classifier));
    }

    private const string ByHand = "Activated by hand";

    private static async Task<ClassifierView?> ViewAsync(IQueryable<Classifier> classifiers)
    {
        var row = await classifiers
            .Select(c => new { c.Id, c.TrainedAt, c.Model, c.People, c.Faces, c.Rank1Accuracy, c.Active, c.Note, c.ReportJson }).FirstOrDefaultAsync();
        return row is null
            ? null
            : new ClassifierView(row.Id, row.TrainedAt, row.Model, row.People, row.Faces, row.Rank1Accuracy, row.Active, row.Note, ReportJson.Read(row.ReportJson));
    }
}
