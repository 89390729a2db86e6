using FaceWeb.Api;
using FaceWeb.Data;
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
    IDbContextFactory<FaceWebDb> databases, ModelHost models, SuggestService suggest, TrainingSettings settings, ReaffirmService secondLooks, ChangeFeed changes,
    IHostApplicationLifetime server, TimeProvider clock, ILogger<TrainJob> log)
{
    /// <summary>Does the training that the row asks for; nothing when it is cancelled or done already.</summary>
    [Queue(JobQueues.Train)]
    [AutomaticRetry(Attempts = 0)]
    public async Task RunAsync(long jobId, CancellationToken cancel)
    {
        await using var progress = await JobProgress.ClaimAsync(databases, changes, clock, log, jobId, "Reading faces", cancel);
        if (progress is null)
            return;
        try
        {
            var sentence = await TrainAsync(jobId, progress);

            // Done means that the names on the faces are the new classifier's; only an album of many thousands is not waited for.
            progress.Report(new TrainingProgress(0.98, "Suggesting names"));
            try
            {
                await suggest.IdleAsync(TimeSpan.FromMinutes(1), progress.Token);
            }
            catch (OperationCanceledException) when (progress.CancelledByPerson)
            {
                // The classifier is stored: too late to cancel the training, only the waiting ends.
            }
            await progress.EndAsync(JobState.Done, sentence);
        }
        catch (Exception e) when (e is ClassifierTrainingException or RefusedException)
        {
            await progress.EndAsync(JobState.Failed, $"{e.Message} Nothing was changed.");
        }
        catch (OperationCanceledException) when (progress.CancelledByPerson)
        {
            await progress.EndAsync(JobState.Cancelled, "Cancelled; the classifier in use is unchanged.");
        }
        catch (OperationCanceledException) when (server.ApplicationStopping.IsCancellationRequested)
        {
            // The row still says running, which makes the next start begin the training again.
            throw;
        }
        catch (OperationCanceledException)
        {
            await progress.EndAsync(JobState.Cancelled, "Cancelled: its job was deleted on the jobs' dashboard. The classifier in use is unchanged.");
            throw;
        }
        catch (Exception e)
        {
            log.LogError(e, "Training job {JobId} failed.", jobId);
            await progress.EndAsync(JobState.Failed, $"The training failed: {e.Message} The classifier in use is unchanged; the server's log says more (job {jobId}).");
        }
    }

    private async Task<string> TrainAsync(long jobId, JobProgress progress)
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
                (set, waiting) = await TrainingFaces.ReadAsync(db, models.Recognition, cancel);
            }
            catch (ArgumentException e)
            {
                // Another pack under the same name shows in the length of its vectors.
                throw new ClassifierTrainingException($"{e.Message.Split(" (Parameter")[0]} Faces measured by two model packs cannot be trained together: analyse their photos again, then train.", e);
            }
            set = set with { Reaffirmed = await secondLooks.AllAsync(cancel) };
            activeRow = await db.Classifiers.AsNoTracking().FirstOrDefaultAsync(c => c.Active && c.Model == model, cancel);
            if (activeRow is not null)
            {
                var since = activeRow.TrainedAt;
                decidedSince = [.. await db.Faces.Where(f => f.Decision == FaceDecision.Confirmed && f.DecidedAt > since).Select(f => f.Id).ToListAsync(cancel)];
            }
        }
        var active = activeRow is null ? null : Load(activeRow);
        var trained = ClassifierTrainer.Train(set, options, active, new PartOfTraining(progress, 0, active is null ? 0.95 : 0.65), cancel);
        var comparison = active is null
            ? new ModelComparison { Verdict = ModelVerdict.First, Sentence = "the first of this model pack" }
            : ClassifierComparison.Compare(
                set, trained, active, face => decidedSince.Contains(face.FaceId), options, new PartOfTraining(progress, 0.65, 0.95, "Comparing with the one in use"), cancel);
        cancel.ThrowIfCancellationRequested();
        var note = comparison.IsNotWorse ? $"Activated: it is {comparison.Sentence}." : $"Not activated, because it is {comparison.Sentence}. It can be activated by hand.";
        var leftOut = waiting == 0 ? ""
            : $" {(waiting == 1 ? "1 named face was" : $"{waiting} named faces were")} left out, not yet measured by {model} (see the Models page).";
        return await StoreAsync(trained, began, comparison with { BeforeId = activeRow?.Id }, note, jobId, leftOut);
    }

    private TrainedClassifier? Load(Classifier row)
    {
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

    private async Task<string> StoreAsync(TrainedClassifier trained, DateTime began, ModelComparison comparison, string note, long jobId, string leftOut)
    {
        var activate = comparison.IsNotWorse;
        var report = trained.Report ?? throw new InvalidOperationException("A trained classifier has a report.");
        using var hold = suggest.Hold();
        await using var db = await databases.CreateDbContextAsync(CancellationToken.None);
        await using var transaction = await db.Database.BeginTransactionAsync();
        if (activate && await db.Classifiers.Where(c => c.Active && c.Model == trained.Model).Select(c => (long?)c.Id).FirstOrDefaultAsync() != comparison.BeforeId)
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
        db.Classifiers.Add(new Classifier
        {
            // When the faces were read: what is confirmed later counts as unseen by this classifier.
            TrainedAt = began,
            Model = trained.Model,
            People = report.People,
            Faces = report.Faces,
            Blob = trained.Save(),
            ReportJson = ReportJson.Write(report with { Comparison = comparison }),
            Rank1Accuracy = report.Rank1Accuracy ?? 0,
            Active = activate,
            Note = note,
        });
        await db.SaveChangesAsync();
        var oldestKept = (await db.Classifiers.OrderByDescending(c => c.Id).Select(c => c.Id).Take(ClassifierService.KeptClassifiers).ToListAsync())[^1];
        await db.Classifiers.Where(c => !c.Active && c.Id < oldestKept && c.Id != comparison.BeforeId)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.Blob, Array.Empty<byte>()));

        // In the same transaction, so that a kill from here on does not train once more.
        await db.Jobs.Where(j => j.Id == jobId).ExecuteUpdateAsync(set => set.SetProperty(j => j.Message, sentence));
        await transaction.CommitAsync();
        if (activate)
            suggest.Begin();
        changes.Announce(new Change(ChangeKind.Classifier));
        return sentence;
    }
}
