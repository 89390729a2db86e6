using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Faces;
using FaceWeb.Live;
using FaceWeb.Models;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Decoding;
using FaceWeb.Pipeline.Video;
using FaceWeb.Store;
using FaceWeb.Suggestions;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Analysis.Videos;

/// <summary>
/// Looks at a video from where it was left to its end. Tracks are written as soon as they have ended, in one transaction with the time up to
/// which all are written, so that a kill costs a few seconds of film.
/// </summary>
public sealed class VideoAnalysis(
    IDbContextFactory<FaceWebDb> databases,
    ModelHost models,
    PhotoStore store,
    VideoFiles files,
    VideosInProgress progress,
    SuggestService suggest,
    FacePictures pictures,
    ChangeFeed changes)
{
    /// <summary>Looks at a claimed video and writes its tracks.</summary>
    /// <returns>Whether it was finished; false where the claim is lost, because the video was deleted or queued anew meanwhile.</returns>
    /// <exception cref="Pipeline.Imaging.PhotoException">It cannot be read, or goes beyond its limits.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    internal async Task<bool> RunAsync(Photo video, CancellationToken cancel)
    {
        var from = video.LookedUpTo ?? 0;
        var sampling = video.EveryFrame ? new VideoSampling { EveryFrame = true } : null;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var lost = false;
        try
        {
            await using var frames = new PosterFrames(
                await OpenAsync(video, sampling, TimeSpan.FromMilliseconds(from), cancel),
                pixels => store.SaveThumbnails(video.Sha256, pixels, PhotoTurn.None), facesBefore: from > 0 ? 0 : -1);
            var tracks = new VideoTracks(models.Pipeline);
            var end = await tracks.FindAsync(frames, WriteAsync, progress.Of(video), stop.Token);
            return await FinishAsync(video, frames.Facts, tracks.Turn, Math.Max(from, Milliseconds(end.Time)), cancel);

            // Where it was left at the very end there is no frame any more, and no time.
            async Task WriteAsync(IReadOnlyList<FaceTrack> ended, TimeSpan upTo)
            {
                var to = Math.Max(from, Milliseconds(upTo));
                using var hold = suggest.Hold();
                await using var db = await databases.CreateDbContextAsync(stop.Token);
                await using var transaction = await db.Database.BeginTransactionAsync(stop.Token);
                var (width, height) = SizeOf(frames.Facts, tracks.Turn);
                if (!await PhotoStates.AdvanceAsync(db, video, to, tracks.Turn, width, height, stop.Token))
                {
                    lost = true;
                    await stop.CancelAsync();
                    return;
                }
                var faces = await VideoFaces.WriteAsync(db, video.Id, from, to, ended, stop.Token);
                await transaction.CommitAsync(stop.Token);
                from = to;
                Tell(video, faces);
            }
        }
        catch (OperationCanceledException) when (lost && !cancel.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            progress.End(video.Id);
        }
    }

    private async Task<IVideoFrames> OpenAsync(Photo video, VideoSampling? sampling, TimeSpan from, CancellationToken cancel)
    {
        try
        {
            return await files.OpenAsync(store.PathOf(video.Sha256), sampling, from, DecodeAsker.Job, progress.CopyOf(video), cancel);
        }
        finally
        {
            progress.EndCopy(video.Id);
        }
    }

    private async Task<bool> FinishAsync(Photo video, VideoFacts facts, PhotoTurn turn, long end, CancellationToken cancel)
    {
        var (width, height) = SizeOf(facts, turn);
        var duration = Math.Max(Milliseconds(facts.Duration), end);
        using var hold = suggest.Hold();
        await using var db = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (!await PhotoStates.FinishAsync(
            db, video, new FinishedPhoto(width, height, turn, turn, models.Pipeline.Pack.Name), DateTime.UtcNow, cancel))
            return false;
        // What another analysis found behind the last frame is there no more.
        await VideoFaces.WriteAsync(db, video.Id, end + 1, long.MaxValue, [], cancel);
        var id = video.Id;
        await db.Photos.Where(p => p.Id == id).ExecuteUpdateAsync(
            set => set.SetProperty(p => p.Duration, duration).SetProperty(p => p.LookedUpTo, end), cancel);
        await transaction.CommitAsync(cancel);
        return true;
    }

    private void Tell(Photo video, IReadOnlyList<Face> faces)
    {
        if (video.AnalysedAt is not null)
            pictures.Renew(faces.Select(f => f.Id));
        suggest.Request(faces.Select(f => f.Id));
        if (faces.Any(f => f.Decision == FaceDecision.Confirmed))
            suggest.GalleryChanged();
        if (faces.Count > 0)
            changes.Announce(new Change(ChangeKind.Photo, video.AlbumId, video.Id));
    }

    private static long Milliseconds(TimeSpan time) => (long)Math.Round(time.TotalMilliseconds);

    private static (int Width, int Height) SizeOf(VideoFacts facts, PhotoTurn turn) =>
        turn.OnItsSide ? (facts.Height, facts.Width) : (facts.Width, facts.Height);
}
