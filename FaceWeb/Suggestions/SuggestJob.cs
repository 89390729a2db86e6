using System.Globalization;
using FaceWeb.Data;
using FaceWeb.Faces;
using FaceWeb.Layout;
using FaceWeb.Live;
using FaceWeb.Models;
using FaceWeb.Pipeline.Classification;
using FaceWeb.Pipeline.Classification.Scoring;
using FaceWeb.Pipeline.Classification.Training;
using FaceWeb.Work;
using Hangfire;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Suggestions;

/// <summary>
/// Suggests at most three names for each undecided face, and groups the faces that stay unknown. What is written says nothing of how far it
/// is, but only what differs is written: it may be killed at any moment and run again.
/// </summary>
public sealed class SuggestJob(
    IDbContextFactory<FaceWebDb> databases,
    SuggestService requests,
    JobRows rows,
    OldNames oldNames,
    ActiveClassifier active,
    UnknownGroups groups,
    ModelHost models,
    ChangeFeed changes,
    TimeProvider clock,
    IHostApplicationLifetime server,
    ILogger<SuggestJob> log)
{
    /// <summary>From so many undecided faces on, a pass over all of them has a row while it runs though nobody asked for it: some seconds of work.</summary>
    public const int LeastFacesOfARow = 5000;

    // Faces read, scored and written at a time: some 8 MB of embeddings, and write transactions of well under a second.
    private const int PhotosAtOnce = 1000;

    /// <summary>Does what has been asked for; nothing when another job has done it.</summary>
    [Queue(JobQueues.Suggest)]
    [AutomaticRetry(Attempts = 0)]
    public async Task RunAsync(CancellationToken cancel)
    {
        var (all, faceIds) = requests.Take(out var work);
        using var _ = work;
        JobProgress? progress = null;
        var pass = new SuggestPass();
        try
        {
            (progress, var asked) = await ClaimAsync(all, cancel);
            if (progress is null && !all && faceIds.Count == 0)
                return;
            await SuggestAsync(all, faceIds, progress, pass, progress?.Token ?? cancel);
            if (progress is not null)
                await (asked ? progress.EndAsync(JobState.Done, Sentence(pass)) : progress.RemoveAsync());
        }
        catch (OperationCanceledException) when (progress is { CancelledByPerson: true })
        {
            // Only the pass over all was called off: photos analysed meanwhile still get their names.
            groups.Forget();
            requests.Request(faceIds);
            await progress.EndAsync(JobState.Cancelled, await CancelledAsync(pass));
        }
        catch (OperationCanceledException) when (server.ApplicationStopping.IsCancellationRequested)
        {
            // The next start suggests for all faces anyway.
            throw;
        }
        catch (Exception e)
        {
            // What was asked for is still to be done: a full disk or a job deleted on the dashboard must not leave old names standing.
            log.LogError(e, "Suggesting names failed; it is tried again.");
            active.Forget();
            groups.Forget();
            requests.Return(all, faceIds);
            if (progress is not null)
                await progress.PutBackAsync($"Waiting to try again: {e.Message}");
            throw;
        }
        finally
        {
            if (progress is not null)
                await progress.DisposeAsync();
        }
        requests.Succeeded();

        // After a kill two may wait.
        if (progress is not null && (await rows.OpenAsync(JobKind.Suggest, cancel)).Count > 0)
            requests.Begin();
    }

    // The row that waits; for much work over all faces a new one, which goes when it is done: a row for each decision would be thousands.
    private async Task<(JobProgress? Progress, bool Asked)> ClaimAsync(bool all, CancellationToken cancel)
    {
        var job = await rows.OpenAsync(JobKind.Suggest, cancel) is [var oldest, ..] ? oldest : null;
        var asked = true;
        await using var db = await databases.CreateDbContextAsync(cancel);
        if (job is { State: JobState.Running })
        {
            // Left by a pass whose end could not be written: there is no other job of this kind.
            await db.Jobs.Where(j => j.Id == job.Id && j.State == JobState.Running).ExecuteUpdateAsync(set => set.SetProperty(j => j.State, JobState.Queued), cancel);
        }
        if (job is null && all && await db.Faces.CountAsync(f => f.Decision == FaceDecision.Undecided, cancel) >= LeastFacesOfARow)
        {
            (job, var added) = await rows.AddAsync(JobKind.Suggest, "Looking at all names after a change", besideRunning: true);
            asked = !added;
        }
        return job is null ? (null, false) : (await JobProgress.ClaimAsync(databases, changes, clock, log, job.Id, "Reading people and groups", cancel), asked);
    }

    private async Task SuggestAsync(bool unasked, IReadOnlyCollection<long> faceIds, JobProgress? progress, SuggestPass pass, CancellationToken cancel)
    {
        var all = unasked || progress is not null;
        if (all)
            active.Forget();
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (classifier, classifierId) = await active.GetAsync(db, cancel);
        await groups.PrepareAsync(db, all, cancel);
        var photos = await PhotosAsync(db, all, faceIds, cancel);
        if (progress is not null)
            pass.Faces = await CountAsync(db, cancel);
        var changed = 0;
        try
        {
            foreach (var part in photos.Chunk(PhotosAtOnce))
            {
                cancel.ThrowIfCancellationRequested();
                var faces = await UndecidedFaces.ReadAsync(db, models.Recognition, part, cancel);
                var suggested = Suggest(classifier, faces, cancel);
                var (written, renamed) = await SuggestedNames.WriteAsync(db, faces, suggested, classifierId, cancel);
                for (var i = 0; i < faces.Count; i++)
                    groups.Place(faces.Faces[i], suggested[i].Count == 0, again: faceIds.Contains(faces.Faces[i].FaceId));
                changed += written;
                pass.Done += faces.Count;
                pass.Renamed += renamed;
                if (pass.Faces is { } total)
                    progress?.Report(new TrainingProgress(total == 0 ? 1 : Math.Min(1, pass.Done / (double)total), $"Suggesting names: {Number(pass.Done)} of {Words.Count(total, "face")}"));
            }
        }
        catch (OperationCanceledException) when (progress is { CancelledByPerson: true })
        {
            // The faces that have names by now must not stand in groups of unknown ones.
            await WriteGroupsAsync(db, changed, CancellationToken.None);
            throw;
        }
        await WriteGroupsAsync(db, changed, cancel);
    }

    private async Task WriteGroupsAsync(FaceWebDb db, int changed, CancellationToken cancel)
    {
        if (await groups.WriteAsync(db, cancel) + changed > 0)
            changes.Announce(new Change(ChangeKind.Suggestions));
    }

    private async Task<int> CountAsync(FaceWebDb db, CancellationToken cancel)
    {
        var undecided = db.Faces.Where(f => f.Decision == FaceDecision.Undecided);
        return await undecided.CountAsync(cancel) - await FaceVectors.Incomplete(undecided, models.Recognition).CountAsync(cancel);
    }

    private static string Sentence(SuggestPass pass) =>
        pass.Done == 0 ? "There was no undecided face to suggest names for." : $"Names for {Words.Count(pass.Done, "face")} looked at again: {Changed(pass)}.";

    private async Task<string> CancelledAsync(SuggestPass pass)
    {
        var done = pass.Faces is { } total ? $"Suggesting names was cancelled after {Number(pass.Done)} of {Words.Count(total, "face")}: {Changed(pass)}." : "Suggesting names was cancelled before any face was looked at.";
        return done + await oldNames.SentenceAsync();
    }

    private static string Changed(SuggestPass pass) => pass.Renamed == 0 ? "none changed" : $"{Number(pass.Renamed)} changed";

    private static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    // Photos rather than faces: nobody is twice on one photo, so all its faces are settled together.
    private static async Task<List<long>> PhotosAsync(FaceWebDb db, bool all, IReadOnlyCollection<long> faceIds, CancellationToken cancel)
    {
        if (all)
            return await db.Faces.Where(f => f.Decision == FaceDecision.Undecided).Select(f => f.PhotoId).Distinct().OrderBy(id => id).ToListAsync(cancel);
        var photos = new HashSet<long>();
        foreach (var part in faceIds.Chunk(500))
            photos.UnionWith(await db.Faces.Where(f => part.Contains(f.Id)).Select(f => f.PhotoId).Distinct().ToListAsync(cancel));
        return [.. photos.Order()];
    }

    private static IReadOnlyList<PersonSuggestion>[] Suggest(TrainedClassifier classifier, UndecidedFaces faces, CancellationToken cancel)
    {
        var suggested = new IReadOnlyList<PersonSuggestion>[faces.Count];
        // Six candidates each: three must be left when others of the photo have taken theirs.
        classifier.SuggestMany(faces.Embeddings, (i, names) => suggested[i] = names, i => faces.Rejected(i), most: 6, cancel: cancel);
        foreach (var photo in Enumerable.Range(0, faces.Count).GroupBy(i => faces.Faces[i].PhotoId))
        {
            var indices = photo.ToList();
            var settled = WithinPhoto.Assign([.. indices.Select(i => suggested[i])], faces.ConfirmedOn(photo.Key));
            for (var i = 0; i < indices.Count; i++)
                suggested[indices[i]] = [.. settled[i].Take(3)];
        }
        return suggested;
    }
}
