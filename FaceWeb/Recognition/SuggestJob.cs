using FaceWeb.Data;
using FaceWeb.Live;
using FaceWeb.Pipeline.Classification;
using Hangfire;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Recognition;

/// <summary>Suggests at most three names for each undecided face, and groups the faces that stay unknown.</summary>
public sealed class SuggestJob(
    IDbContextFactory<FaceWebDb> databases,
    SuggestService requests,
    ActiveClassifier active,
    UnknownGroups groups,
    ModelHost models,
    ChangeFeed changes,
    IHostApplicationLifetime server,
    ILogger<SuggestJob> log)
{
    // Faces read, scored and written at a time: some 8 MB of embeddings, and write transactions of well under a second.
    private const int PhotosAtOnce = 1000;

    /// <summary>Does what has been asked for; nothing when another job has done it.</summary>
    [Queue(JobQueues.Suggest)]
    [AutomaticRetry(Attempts = 0)]
    public async Task RunAsync(CancellationToken cancel)
    {
        var (all, faceIds) = requests.Take(out var work);
        using var _ = work;
        if (!all && faceIds.Count == 0)
            return;
        try
        {
            await SuggestAsync(all, faceIds, cancel);
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
            throw;
        }
        requests.Succeeded();
    }

    private async Task SuggestAsync(bool all, IReadOnlyCollection<long> faceIds, CancellationToken cancel)
    {
        if (all)
            active.Forget();
        await using var db = await databases.CreateDbContextAsync(cancel);
        var (classifier, classifierId) = await active.GetAsync(db, cancel);
        await groups.PrepareAsync(db, all, cancel);
        var photos = await PhotosAsync(db, all, faceIds, cancel);
        var changed = 0;
        foreach (var part in photos.Chunk(PhotosAtOnce))
        {
            var faces = await UndecidedFaces.ReadAsync(db, models.Recognition, part, cancel);
            var suggested = Suggest(classifier, faces, cancel);
            changed += await SuggestedNames.WriteAsync(db, faces, suggested, classifierId, cancel);
            for (var i = 0; i < faces.Count; i++)
                groups.Place(faces.Faces[i], suggested[i].Count == 0, again: faceIds.Contains(faces.Faces[i].FaceId));
        }
        changed += await groups.WriteAsync(db, cancel);
        if (changed > 0)
            changes.Announce(new Change(ChangeKind.Suggestions));
    }

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
