using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Layout;
using FaceWeb.Live;
using FaceWeb.Models;
using FaceWeb.Pipeline.Classification;
using FaceWeb.Pipeline.Classification.Report;
using FaceWeb.Pipeline.Classification.Scoring;
using FaceWeb.Pipeline.Classification.Training;
using FaceWeb.Suggestions;
using FaceWeb.Work;
using Hangfire;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Training;

/// <summary>Trains the classifier on all confirmed faces, stores it, and activates it when it is not worse than the active one.</summary>
public sealed class TrainJob(
    IDbContextFactory<FaceWebDb> databases,
    ModelHost models,
    LibraryLevels library,
    SuggestService suggest,
    TrainingSettings settings,
    ReaffirmService secondLooks,
    JobRunner runner,
    ChangeFeed changes,
    TimeProvider clock,
    ILogger<TrainJob> log) : IJobWork
{
    /// <summary>Does the training that the row asks for; nothing when it is cancelled or done already.</summary>
    [Queue(JobQueues.Train)]
    [AutomaticRetry(Attempts = 0)]
    public Task RunAsync(long jobId, CancellationToken cancel) => runner.RunAsync(jobId, this, cancel);

    string IJobWork.FirstStep => "Reading faces";

    async Task<JobEnd> IJobWork.DoAsync(JobProgress progress)
    {
        string sentence;
        try
        {
            sentence = await TrainAsync(progress);
        }
        catch (Exception e) when (e is ClassifierTrainingException or RefusedException)
        {
            return JobEnd.Failed($"{e.Message} Nothing was changed.");
        }

        // Done means that the names on the faces are the new classifier's; only an album of many thousands is not waited for.
        progress.Report(new JobStep(0.98, "Suggesting names"));
        try
        {
            await suggest.IdleAsync(TimeSpan.FromMinutes(1), progress.Token);
        }
        catch (OperationCanceledException) when (progress.CancelledByPerson)
        {
            // The classifier is stored: too late to cancel the training, only the waiting ends.
        }
        return JobEnd.Done(sentence);
    }

    Task<JobEnd> IJobWork.CancelledAsync() => Task.FromResult(JobEnd.Cancelled("Cancelled; the classifier in use is unchanged."));

    JobEnd IJobWork.Deleted(OperationCanceledException stopped) =>
        JobEnd.Cancelled("Cancelled: its job was deleted on the jobs' dashboard. The classifier in use is unchanged.");

    JobEnd IJobWork.Failed(Exception error, long jobId) =>
        JobEnd.Failed($"The training failed: {error.Message} The classifier in use is unchanged; the server's log says more (job {jobId}).");

    private async Task<string> TrainAsync(JobProgress progress)
    {
        var cancel = progress.Token;
        var options = new TrainingOptions { FalseSuggestionRate = settings.Read().FalseSuggestionRate };
        var model = models.Model;
        var began = clock.GetUtcNow().UtcDateTime;
        TrainingSet set;
        int waiting;
        Classifier? activeRow;
        var decidedSince = new HashSet<long>();
        await using (var db = await databases.CreateDbContextAsync(cancel))
        {
            await OtherPacksFaces.RefuseAsync(db, models.Recognition.Packs, cancel);
            try
            {
                (set, waiting) = await TrainingFaces.ReadAsync(db, models.Recognition, library, cancel);
            }
            catch (ArgumentException e)
            {
                // Another pack under the same name shows in the length of its vectors.
                var why = e.Message.Split(" (Parameter")[0];
                throw new ClassifierTrainingException(
                    $"{why} Faces measured by two model packs cannot be trained together: analyse their photos again, then train.", e);
            }
            set = set with { Reaffirmed = await secondLooks.AllAsync(cancel) };
            activeRow = await db.Classifiers.AsNoTracking().FirstOrDefaultAsync(c => c.Active && c.Model == model, cancel);
            if (activeRow is not null)
            {
                var since = activeRow.TrainedAt;
                var confirmed = db.Faces.Where(f => f.Decision == FaceDecision.Confirmed);
                decidedSince = [.. await confirmed.Where(f => f.DecidedAt > since).Select(f => f.Id).ToListAsync(cancel)];
            }
        }
        var active = activeRow is null ? null : Load(activeRow);
        var trained = ClassifierTrainer.Train(set, options, active, new PartOfTraining(progress, 0, active is null ? 0.95 : 0.65), cancel);
        var comparison = active is null
            ? new ModelComparison { Verdict = ModelVerdict.First, Sentence = "the first of this model pack" }
            : ClassifierComparison.Compare(
                set, trained, active, face => decidedSince.Contains(face.FaceId), options,
                new PartOfTraining(progress, 0.65, 0.95, "Comparing with the one in use"), cancel);
        cancel.ThrowIfCancellationRequested();
        var note = comparison.IsNotWorse
            ? $"Activated: it is {comparison.Sentence}."
            : $"Not activated, because it is {comparison.Sentence}. It can be activated by hand.";
        var leftOut = waiting == 0 ? ""
            : $" {Words.Told(waiting, "named face was", "named faces were")} left out, not yet measured by {model} (see the Models page).";
        return await StoreAsync(trained, set, began, comparison with { BeforeId = activeRow?.Id }, note, progress.JobId, leftOut);
    }

    // What was forgotten while it was learnt from must not be stored again. A face that only lost its name meanwhile is still there.
    private static async Task RefuseForgottenAsync(FaceWebDb db, TrainingSet set)
    {
        var people = await db.People.Select(p => p.Id).ToHashSetAsync();
        var faces = await db.Embeddings.Select(e => e.FaceId).Distinct().ToHashSetAsync();
        if (set.Faces.Any(f => !people.Contains(f.PersonId) || !faces.Contains(f.FaceId)))
            throw new ClassifierTrainingException("Faces that it learnt from were deleted meanwhile: train again.");
    }

    private TrainedClassifier? Load(Classifier row)
    {
        if (row.Blob.Length == 0)
            return null;
        try
        {
            return TrainedClassifier.Load(row.Blob);
        }
        catch (InvalidDataException e)
        {
            log.LogWarning(e, "Classifier {Id} cannot be read by this version; training begins from nothing.", row.Id);
            return null;
        }
    }

    private async Task<string> StoreAsync(
        TrainedClassifier trained, TrainingSet set, DateTime began, ModelComparison comparison, string note, long jobId, string leftOut)
    {
        var activate = comparison.IsNotWorse;
        var report = trained.Report ?? throw new InvalidOperationException("A trained classifier has a report.");
        using var hold = suggest.Hold();
        // Before the transaction, which keeps every other writer out.
        var blob = trained.Save();
        await using var db = await databases.CreateDbContextAsync(CancellationToken.None);

        // A deletion is either before the transaction that stores it, and seen here, or after it, and empties it. All faces are looked for before
        // it, for this takes seconds, and within it only if rows have gone meanwhile.
        var there = await StoredRows.ReadAsync(db);
        await RefuseForgottenAsync(db, set);
        await using var transaction = await db.Database.BeginTransactionAsync();
        if (await there.HaveGoneAsync(db))
            await RefuseForgottenAsync(db, set);
        var inUse = await db.Classifiers.Where(c => c.Active && c.Model == trained.Model).Select(c => (long?)c.Id).FirstOrDefaultAsync();
        if (activate && inUse != comparison.BeforeId)
        {
            // What an admin chose by hand meanwhile stays: this one was compared with another.
            activate = false;
            note = "Not activated, because another classifier was activated while it was trained. It can be activated by hand.";
        }
        var sentence = TrainingSentence.Of(report, note) + leftOut;
        if (activate)
        {
            await db.Classifiers.Where(c => c.Active).ExecuteUpdateAsync(set => set.SetProperty(c => c.Active, false));
            await suggest.StartWithinAsync(db);
        }
        var row = new Classifier
        {
            // When the faces were read: what is confirmed later counts as unseen by this classifier.
            TrainedAt = began,
            Model = trained.Model,
            People = report.People,
            Faces = report.Faces,
            Blob = blob,
            ReportJson = ReportJson.Write(report with { Comparison = comparison }),
            Rank1Accuracy = report.Rank1Accuracy ?? 0,
            Active = activate,
            WasActive = activate,
            Note = note,
        };
        db.Classifiers.Add(row);
        await db.SaveChangesAsync();
        var kept = await db.Classifiers.OrderByDescending(c => c.Id).Select(c => c.Id).Take(ClassifierService.KeptClassifiers).ToListAsync();
        var oldestKept = kept[^1];
        await db.Classifiers.Where(c => !c.Active && c.Id < oldestKept && c.Id != comparison.BeforeId)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.Blob, Array.Empty<byte>()));

        // In the same transaction, so that a kill from here on does not train once more.
        await db.Jobs.Where(j => j.Id == jobId)
            .ExecuteUpdateAsync(set => set.SetProperty(j => j.ClassifierId, row.Id).SetProperty(j => j.Message, sentence));
        await transaction.CommitAsync();
        if (activate)
            suggest.Begin();
        changes.Announce(new Change(ChangeKind.Classifier));
        return sentence;
    }
}
