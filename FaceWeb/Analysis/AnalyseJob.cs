using System.Diagnostics;
using FaceWeb.Analysis.Turning;
using FaceWeb.Analysis.Videos;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Faces;
using FaceWeb.Live;
using FaceWeb.Models;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Decoding;
using FaceWeb.Pipeline.Imaging;
using FaceWeb.Store;
using FaceWeb.Suggestions;
using FaceWeb.Telemetry;
using FaceWeb.Work;
using Hangfire;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Analysis;

/// <summary>Analyses one photo or video: decode, measure every face, write the faces. Running it twice changes nothing.</summary>
public sealed class AnalyseJob(
    IDbContextFactory<FaceWebDb> databases,
    PhotoClaims claims,
    AnalysisQueue queue,
    ModelHost models,
    PhotoStore store,
    PhotoFaces photoFaces,
    GivenUpPhotos givenUp,
    VideoAnalysis videos,
    SuggestService suggest,
    FacePictures pictures,
    ChangeFeed changes,
    Measures measures,
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
        var (finished, outcome, watch) = (false, "cancelled", Stopwatch.StartNew());
        using var trace = Measures.Traces.StartActivity("analyse");
        trace?.SetTag("faceweb.photo", photo.Id);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, calledOff);
        try
        {
            finished = await (photo.Duration is null ? AnalyseAsync(photo, either.Token) : videos.RunAsync(photo, either.Token));
            outcome = finished ? "done" : outcome;
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
            outcome = "failed";
            await FailAsync(photo, e);
        }
        finally
        {
            claims.Release(photoId);
            measures.Analysed(outcome, photo.Duration is not null, watch.Elapsed);
            if (!finished && !cancel.IsCancellationRequested)
                await EnqueueIfTurnedAsync(photo);
            if (queue.IsEmpty)
                suggest.RequestAllIfGalleryChanged();
            changes.Announce(new Change(ChangeKind.Photo, photo.AlbumId, photo.Id));
        }
    }

    // A photo that was turned while this job had it lost the job that was enqueued for it then, because this one still held it.
    private async Task EnqueueIfTurnedAsync(Photo photo)
    {
        await using var db = await databases.CreateDbContextAsync(CancellationToken.None);
        if (await db.Photos.AnyAsync(p => p.Id == photo.Id && p.State == PhotoState.Queued && p.Attempts == 0, CancellationToken.None))
            queue.Enqueue([photo.Id]);
    }

    // The photo as a person wants to see it, or as it lies in its file, is looked at upright. Where a person has turned it, it stays as they want
    // to see it, and only its faces are measured the way up they stand.
    private async Task<bool> AnalyseAsync(Photo photo, CancellationToken cancel)
    {
        using var file = await store.DecodeAsync(photo.Sha256, DecodeAsker.Job, cancel);
        var wanted = photo.TurnedByHand ? photo.Turn : PhotoTurn.None;
        using var looked = new ShownPhoto(file, wanted, wanted);
        // Whoever opens the album meanwhile need not wait for what the models find.
        if (photo.Turn == wanted)
            store.SaveThumbnails(photo.Sha256, looked.Shown, wanted);
        var measurement = models.Pipeline.MeasureUpright(looked.Shown, cancel);
        var faceTurn = wanted.Then(measurement.Turn);
        var turn = photo.TurnedByHand ? photo.Turn : faceTurn;
        using var pixels = new ShownPhoto(file, turn, faceTurn);
        if (turn != wanted)
            store.SaveThumbnails(photo.Sha256, pixels.Shown, turn);
        var found = measurement.Faces.Select(pixels.Describe).ToList();

        // Faces known before lie on the photo as it was turned until now.
        var since = photo.Turn.Back.Then(turn);
        var (width, height) = photo.Turn.OnItsSide ? (file.OriginalHeight, file.OriginalWidth) : (file.OriginalWidth, file.OriginalHeight);
        var kept = await RemeasureKeptAsync(photo, pixels, found, box => since.Of(box, width, height), faceTurn != photo.FaceTurn, cancel);

        // Held from before the commit: whoever sees the photo as analysed also sees that suggestions are still to come.
        using var hold = suggest.Hold();
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var finished = new FinishedPhoto(
            pixels.Shown.OriginalWidth, pixels.Shown.OriginalHeight, turn, faceTurn, models.Pipeline.Pack.Name, file.Damaged);
        if (!await PhotoStates.FinishAsync(db, photo, finished, DateTime.UtcNow, cancel))
            return false;
        await PhotoFaces.TurnAsync(db, photo.Id, since, width, height, cancel);
        var faces = await photoFaces.WriteAsync(db, photo.Id, found, kept, cancel);
        await transaction.CommitAsync(cancel);
        if (photo.AnalysedAt is not null)
            pictures.Renew(faces.Select(f => f.Id));
        suggest.Request(faces.Select(f => f.Id));
        if (faces.Any(f => f.Decision == FaceDecision.Confirmed))
            suggest.GalleryChanged();
        return true;
    }

    // A box that a person drew is measured where they drew it, whatever was found beside it. A face of which somebody has said something
    // and that the detector does not find keeps its box; with a new model, or measured on its side before, it needs other numbers.
    private async Task<Dictionary<long, DescribedFace>> RemeasureKeptAsync(
        Photo photo, ShownPhoto pixels, List<DescribedFace> found, Func<FaceBox, FaceBox> turned, bool anew, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var spokenOf = PhotoFaces.SpokenOf(db, photo.Id);
        var lacking = FaceVectors.Incomplete(db.Faces, models.Recognition).Where(f => f.PhotoId == photo.Id).Select(f => f.Id);
        var known = await db.Faces.AsNoTracking().Where(f => f.PhotoId == photo.Id).OrderBy(f => f.Id)
            .Select(f => new { Face = f, Stays = f.ByHand || (spokenOf.Contains(f.Id) && (anew || lacking.Contains(f.Id))) }).ToListAsync(cancel);
        var boxes = known.ConvertAll(k => turned(k.Face.Box));
        var matches = FaceMatching.Match(boxes, [.. found.Select(f => f.Face.Box)]);
        var kept = new Dictionary<long, DescribedFace>();
        for (var i = 0; i < known.Count; i++)
        {
            var face = known[i].Face;
            if (known[i].Stays && (face.ByHand || matches[i] < 0))
                kept[face.Id] = pixels.Measure(models.Pipeline, boxes[i], face.DetectorScore, cancel);
        }
        return kept;
    }

    private async Task FailAsync(Photo photo, Exception e)
    {
        var reason = e is PhotoException
            ? e.Message
            : $"Analysing this photo failed: {e.Message} Try again; if it fails again, the server's log says more (photo {photo.Id}).";
        await using var db = await databases.CreateDbContextAsync(CancellationToken.None);
        // What stopped a decoder process would do so at every further try.
        if (await PhotoStates.FailAsync(db, photo, reason, forGood: givenUp.Reason(photo.Sha256) is not null) is not { } state)
            return;
        if (state == PhotoState.Failed)
            givenUp.Add(photo.Sha256, reason);
        var attempts = photo.Attempts + 1;
        if (e is PhotoException)
            log.LogWarning("Photo {PhotoId}, try {Attempt} of {Most}: {Reason}", photo.Id, attempts, PhotoStates.MostAttempts, reason);
        else
            log.LogError(e, "Photo {PhotoId}, try {Attempt} of {Most}, failed.", photo.Id, attempts, PhotoStates.MostAttempts);
        if (state == PhotoState.Queued)
            queue.EnqueueLater(photo.Id, TimeSpan.FromSeconds(2 * attempts));
    }
}
