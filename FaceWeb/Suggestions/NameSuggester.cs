using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Faces;
using FaceWeb.Layout;
using FaceWeb.Live;
using FaceWeb.Models;
using FaceWeb.Pipeline.Classification;
using FaceWeb.Pipeline.Classification.Scoring;
using FaceWeb.Work;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Suggestions;

/// <summary>
/// Groups the undecided faces that look alike, and suggests at most three names for each, compared together with its group. What is written
/// says nothing of how far it is, but only what differs is written: it may be killed at any moment and run again.
/// </summary>
public sealed class NameSuggester(
    IDbContextFactory<FaceWebDb> databases, ActiveClassifier active, UndecidedGroups groups, ModelHost models, ChangeFeed changes)
{
    // Faces read, scored and written at a time: some 8 MB of embeddings, and write transactions of well under a second.
    private const int PhotosAtOnce = 1000;

    // Of more photos and people pages are told at once.
    private const int MostTold = 200;

    /// <summary>Does a pass.</summary>
    /// <param name="pass">What to look at; is told how far it has come.</param>
    /// <param name="progress">The row in which the pass shows how far it is; null when it has none.</param>
    /// <param name="cancel">Stops between two parts. Where a person stops it, the groups are written for what has names by then.</param>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    internal async Task RunAsync(SuggestPass pass, JobProgress? progress, CancellationToken cancel)
    {
        if (pass.All)
            active.Forget();
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (classifier, classifierId) = await active.GetAsync(db, cancel);
        await groups.PrepareAsync(db, pass.All, cancel);
        var photos = await PhotosAsync(db, pass, cancel);
        if (progress is not null)
            pass.Faces = await CountAsync(db, cancel);
        var changed = 0;
        var people = new HashSet<long>();
        try
        {
            await PlaceAsync(db, pass, photos, progress, cancel);
            if (!pass.All)
                photos = [.. photos.Union(await PhotosAsync(db, groups.Touched(), cancel)).Order()];
            foreach (var part in photos.Chunk(PhotosAtOnce))
            {
                cancel.ThrowIfCancellationRequested();
                var faces = await UndecidedFaces.ReadAsync(db, models.Recognition, part, cancel);
                var suggested = Suggest(classifier, faces, cancel);
                var (written, renamed, named) = await SuggestedNames.WriteAsync(db, faces, suggested, classifierId, cancel);
                changed += written;
                people.UnionWith(named);
                pass.Done += faces.Count;
                pass.Renamed += renamed;
                if (pass.Faces is { } total)
                {
                    var step = $"Suggesting names: {Words.Number(pass.Done)} of {Words.Count(total, "face")}";
                    progress?.Report(new JobStep(total == 0 ? 1 : Math.Min(1, pass.Done / (double)total), step));
                }
            }
        }
        catch (OperationCanceledException) when (progress is { CancelledByPerson: true })
        {
            // The faces that have names by now must not stand in groups of unknown ones.
            if (await groups.WriteAsync(db, CancellationToken.None) + changed > 0)
                changes.Announce(new Change(ChangeKind.Suggestions));
            throw;
        }
        if (await groups.WriteAsync(db, cancel) + changed > 0)
            Tell(pass.All ? null : photos, people);
    }

    // All of them before the first is suggested a name: a face is compared together with those that look like it.
    private async Task PlaceAsync(FaceWebDb db, SuggestPass pass, List<long> photos, JobProgress? progress, CancellationToken cancel)
    {
        var wanted = await UnplacedAsync(db, pass, photos, cancel);
        var looked = 0;
        foreach (var part in wanted.Chunk(PhotosAtOnce))
        {
            cancel.ThrowIfCancellationRequested();
            progress?.Report(new JobStep(0, $"Comparing new faces: {Words.Number(looked)} of {Words.Count(wanted.Count, "photo")}"));
            foreach (var face in (await UndecidedFaces.ReadAsync(db, models.Recognition, part, cancel)).Faces)
                groups.Place(face, again: pass.FaceIds.Contains(face.FaceId));
            looked += part.Length;
        }
        groups.Settle();
    }

    // The photos with faces that have no group yet, or were measured anew.
    private async Task<List<long>> UnplacedAsync(FaceWebDb db, SuggestPass pass, List<long> photos, CancellationToken cancel)
    {
        var unplaced = new HashSet<long>();
        var undecided = db.Faces.Where(f => f.Decision == FaceDecision.Undecided);
        if (pass.All)
            await LookAsync(undecided);
        foreach (var part in pass.All ? [] : photos.Chunk(PhotosAtOnce))
            await LookAsync(undecided.Where(f => part.Contains(f.PhotoId)));
        return [.. unplaced.Order()];

        async Task LookAsync(IQueryable<Face> faces)
        {
            await foreach (var face in faces.Select(f => new { f.Id, f.PhotoId }).AsAsyncEnumerable().WithCancellation(cancel))
            {
                if (!groups.Holds(face.Id) || pass.FaceIds.Contains(face.Id))
                    unplaced.Add(face.PhotoId);
            }
        }
    }

    // A new photo gives names to its own faces, and perhaps to those that look like them: pages that show none of these need not be read anew.
    private void Tell(List<long>? photos, HashSet<long> people)
    {
        if (photos is null || photos.Count + people.Count > MostTold)
        {
            changes.Announce(new Change(ChangeKind.Suggestions));
            return;
        }
        foreach (var photo in photos)
            changes.Announce(new Change(ChangeKind.Suggestions, PhotoId: photo));
        foreach (var person in people)
            changes.Announce(new Change(ChangeKind.Suggestions, PersonId: person));
    }

    private async Task<int> CountAsync(FaceWebDb db, CancellationToken cancel)
    {
        var undecided = db.Faces.Where(f => f.Decision == FaceDecision.Undecided);
        return await undecided.CountAsync(cancel) - await FaceVectors.Incomplete(undecided, models.Recognition).CountAsync(cancel);
    }

    // Photos rather than faces: nobody is twice on one photo, or at once in a video, so all its faces are settled together.
    private static async Task<List<long>> PhotosAsync(FaceWebDb db, SuggestPass pass, CancellationToken cancel)
    {
        if (pass.All)
        {
            return await db.Faces.Where(f => f.Decision == FaceDecision.Undecided)
                .Select(f => f.PhotoId).Distinct().OrderBy(id => id).ToListAsync(cancel);
        }
        return await PhotosAsync(db, pass.FaceIds, cancel);
    }

    private static async Task<List<long>> PhotosAsync(FaceWebDb db, IEnumerable<long> faceIds, CancellationToken cancel)
    {
        var photos = new HashSet<long>();
        foreach (var part in faceIds.Chunk(Batch.Size))
            photos.UnionWith(await db.Faces.Where(f => part.Contains(f.Id)).Select(f => f.PhotoId).Distinct().ToListAsync(cancel));
        return [.. photos.Order()];
    }

    private IReadOnlyList<PersonSuggestion>[] Suggest(TrainedClassifier classifier, UndecidedFaces faces, CancellationToken cancel)
    {
        // A face that somebody has said is not a person speaks for itself alone: those that look like it may well be that person.
        var compared = faces.Faces.Select((f, i) => faces.Rejected(i) is null ? groups.TemplateOf(f.FaceId) ?? f.Embedding : f.Embedding).ToList();
        var suggested = new IReadOnlyList<PersonSuggestion>[faces.Count];
        // All candidates, since whoever is unlikely beside someone else of the photo may be the likeliest without them.
        classifier.RankMany(compared, (i, names) => suggested[i] = names, i => faces.Rejected(i), cancel: cancel);
        foreach (var scene in faces.Scenes())
        {
            var settled = WithinPhoto.Assign(
                [.. scene.Select(i => suggested[i])], i => faces.ConfirmedBeside(scene[i]), (one, other) => faces.AreTogether(scene[one], scene[other]));
            for (var i = 0; i < scene.Count; i++)
                suggested[scene[i]] = classifier.Suggested(settled[i]);
        }
        return suggested;
    }
}
