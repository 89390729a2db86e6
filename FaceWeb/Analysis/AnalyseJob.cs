using FaceWeb.Data;
using FaceWeb.Faces;
using FaceWeb.Live;
using FaceWeb.Models;
using FaceWeb.Pipeline.Imaging;
using FaceWeb.Store;
using FaceWeb.Suggestions;
using FaceWeb.Work;
using Hangfire;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace FaceWeb.Analysis;

/// <summary>Analyses one photo: decode, measure every face, write the faces. Running it twice changes nothing.</summary>
public sealed class AnalyseJob(
    IDbContextFactory<FaceWebDb> databases,
    PhotoClaims claims,
    AnalysisQueue queue,
    ModelHost models,
    PhotoStore store,
    PhotoFaces photoFaces,
    IOptions<UploadOptions> upload,
    SuggestService suggest,
    FacePictures pictures,
    ChangeFeed changes,
    ILogger<AnalyseJob> log)
{
    /// <summary>Analyses the photo if it is still queued; does nothing otherwise, or when it is deleted meanwhile.</summary>
    [Queue(JobQueues.Analyse)]
    [AutomaticRetry(Attempts = 0)]
    public async Task RunAsync(long photoId, CancellationToken cancel)
    {
        queue.Taken(photoId);
        if (await claims.TakeAsync(photoId, cancel) is not { } photo)
        {
            // Put aside or deleted meanwhile; it may have been the last of an album whose named faces were measured anew.
            if (queue.IsEmpty)
                suggest.RequestAllIfGalleryChanged();
            return;
        }
        changes.Announce(new Change(ChangeKind.Photo, photo.AlbumId, photo.Id));
        var calledOff = claims.Stopped(photoId);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, calledOff);
        try
        {
            await AnalyseAsync(photo, either.Token);
        }
        catch (OperationCanceledException) when (calledOff.IsCancellationRequested)
        {
            await using var db = await databases.CreateDbContextAsync(CancellationToken.None);
            await PhotoStates.PutClaimedAsideAsync(db, photo);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The server stops, or an admin deleted the job on the dashboard: the photo waits again, and the sweep finds it.
            await using var db = await databases.CreateDbContextAsync(CancellationToken.None);
            await PhotoStates.PutBackAsync(db, photo);
            throw;
        }
        catch (Exception e)
        {
            await FailAsync(photo, e);
        }
        finally
        {
            claims.Release(photoId);
            if (queue.IsEmpty)
                suggest.RequestAllIfGalleryChanged();
            changes.Announce(new Change(ChangeKind.Photo, photo.AlbumId, photo.Id));
        }
    }

    private async Task AnalyseAsync(Photo photo, CancellationToken cancel)
    {
        using var pixels = PhotoPixels.Decode(store.PathOf(photo.Sha256), upload.Value.Limits, cancel);
        store.SaveThumbnails(photo.Sha256, pixels);
        var measurement = models.Pipeline.Measure(pixels, cancel);
        var found = measurement.Faces.Select(face => PhotoFaces.Describe(face, pixels)).ToList();
        var kept = await RemeasureKeptAsync(photo.Id, pixels, found, cancel);

        // Held from before the commit: whoever sees the photo as analysed also sees that suggestions are still to come.
        using var hold = suggest.Hold();
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (!await PhotoStates.FinishAsync(db, photo, measurement.Width, measurement.Height, models.Pipeline.Pack.Name, DateTime.UtcNow, cancel))
            return;
        var faces = await photoFaces.WriteAsync(db, photo.Id, found, kept, cancel);
        await transaction.CommitAsync(cancel);
        if (photo.AnalysedAt is not null)
            pictures.Renew(faces.Select(f => f.Id));
        suggest.Request(faces.Select(f => f.Id));
        if (faces.Any(f => f.Decision == FaceDecision.Confirmed))
            suggest.GalleryChanged();
    }

    // A box that a person drew is measured where they drew it, whatever was found beside it. A face of which somebody has said something
    // and that the detector does not find keeps its box; with a new model it still needs that model's numbers.
    private async Task<Dictionary<long, DescribedFace>> RemeasureKeptAsync(
        long photoId, PhotoPixels pixels, List<DescribedFace> found, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var spokenOf = PhotoFaces.SpokenOf(db, photoId);
        var lacking = FaceVectors.Incomplete(db.Faces, models.Recognition).Where(f => f.PhotoId == photoId).Select(f => f.Id);
        var known = await db.Faces.AsNoTracking().Where(f => f.PhotoId == photoId).OrderBy(f => f.Id)
            .Select(f => new { Face = f, Stays = f.ByHand || (spokenOf.Contains(f.Id) && lacking.Contains(f.Id)) }).ToListAsync(cancel);
        var matches = FaceMatching.Match([.. known.Select(k => k.Face.Box)], [.. found.Select(f => f.Face.Box)]);
        var kept = new Dictionary<long, DescribedFace>();
        for (var i = 0; i < known.Count; i++)
        {
            var face = known[i].Face;
            if (known[i].Stays && (face.ByHand || matches[i] < 0))
                kept[face.Id] = PhotoFaces.Describe(models.Pipeline.MeasureBox(pixels, face.Box, face.DetectorScore, cancel), pixels);
        }
        return kept;
    }

    private async Task FailAsync(Photo photo, Exception e)
    {
        var reason = e is PhotoException
            ? e.Message
            : $"Analysing this photo failed: {e.Message} Try again; if it fails again, the server's log says more (photo {photo.Id}).";
        await using var db = await databases.CreateDbContextAsync(CancellationToken.None);
        if (await PhotoStates.FailAsync(db, photo, reason) is not { } state)
            return;
        var attempts = photo.Attempts + 1;
        if (e is PhotoException)
            log.LogWarning("Photo {PhotoId}, try {Attempt} of {Most}: {Reason}", photo.Id, attempts, PhotoStates.MostAttempts, reason);
        else
            log.LogError(e, "Photo {PhotoId}, try {Attempt} of {Most}, failed.", photo.Id, attempts, PhotoStates.MostAttempts);
        if (state == PhotoState.Queued)
            queue.EnqueueLater(photo.Id, TimeSpan.FromSeconds(2 * attempts));
    }
}
