using FaceWeb.Data;
using FaceWeb.Data.Folder;
using FaceWeb.Data.Tracks;
using FaceWeb.Live;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Imaging;
using FaceWeb.Pipeline.Video;
using FaceWeb.Store;
using FaceWeb.Work;
using Hangfire;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Videos.Films;

/// <summary>
/// Makes one film of a video. It is written beside and put in place when it is whole, so it may be killed at any moment and run again.
/// </summary>
public sealed class FilmJob(
    IDbContextFactory<FaceWebDb> databases, IServiceScopeFactory scopes, PhotoStore store, VideoFiles files, FilmFiles films, Ffmpeg ffmpeg,
    JobRunner runner, ChangeFeed changes, FilmAskers askers) : IJobWork
{
    /// <summary>Makes the film that the row asks for; nothing when it is cancelled or done already.</summary>
    [Queue(JobQueues.Film)]
    [AutomaticRetry(Attempts = 0)]
    public async Task RunAsync(long jobId, CancellationToken cancel)
    {
        try
        {
            await runner.RunAsync(jobId, this, cancel);
        }
        finally
        {
            askers.Remove(jobId);
        }
    }

    string IJobWork.FirstStep => "Making a film";

    async Task<JobEnd> IJobWork.DoAsync(JobProgress progress)
    {
        await using var db = await databases.CreateDbContextAsync(progress.Token);
        var job = await db.Jobs.AsNoTracking().FirstAsync(j => j.Id == progress.JobId, progress.Token);
        var video = await db.Photos.AsNoTracking().FirstOrDefaultAsync(p => p.Id == job.PhotoId, progress.Token);
        if (video is null)
            return JobEnd.Cancelled("The video has been deleted.");
        try
        {
            await MakeAsync(video, job.Kind == JobKind.NamedFilm ? FilmKind.Named : FilmKind.Preview, progress);
        }
        catch (Exception e) when (e is FilmException or PhotoException)
        {
            return JobEnd.Failed($"The film could not be made. {e.Message}");
        }
        finally
        {
            changes.Announce(new Change(ChangeKind.Photo, video.AlbumId, video.Id));
        }
        return JobEnd.Done($"The film of {video.FileName} is on its page.");
    }

    Task<JobEnd> IJobWork.CancelledAsync() => Task.FromResult(JobEnd.Cancelled("Cancelled; no film was made."));

    JobEnd IJobWork.Deleted(OperationCanceledException stopped) => JobEnd.Cancelled("Stopped from outside; no film was made.");

    JobEnd IJobWork.Failed(Exception error, long jobId) =>
        JobEnd.Failed($"The film could not be made: {error.Message} The server's log says more (job {jobId}).");

    private async Task MakeAsync(Photo video, FilmKind kind, JobProgress progress)
    {
        var folder = Directory.CreateDirectory(Path.Combine(store.Inbox, $"film-{progress.JobId}")).FullName;
        try
        {
            var (turn, light) = (Turned(video.Turn), Lit((await files.FactsAsync(store.PathOf(video.Sha256), progress.Token)).Transfer));
            string filter;
            if (kind == FilmKind.Named)
            {
                await File.WriteAllTextAsync(Path.Combine(folder, "names.ass"), await NamesAsync(video), progress.Token);
                filter = $"{turn}{light}ass=names.ass,scale=trunc(iw/2)*2:trunc(ih/2)*2";
            }
            else
            {
                // Small before it is lit: that is done in floating point.
                filter = $"{turn}scale=trunc(min(854\\,iw)/2)*2:-2{(light.Length > 0 ? $",{light.TrimEnd(',')}" : "")}";
            }
            await ffmpeg.RunAsync(
                store.PathOf(video.Sha256),
                [
                    "-map", "0:v:0", "-map", "0:a:0?", "-map_metadata", "-1", "-vf", filter, "-c:v", "libx264", "-preset", "veryfast",
                    "-crf", kind == FilmKind.Named ? "20" : "26", "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "128k", "-ac", "2",
                    "-movflags", "+faststart", "film.mp4",
                ],
                folder, TimeSpan.FromMilliseconds(video.Duration ?? 0),
                share => progress.Report(new JobStep(share, kind == FilmKind.Named ? "Burning names into the picture" : "Making a small film")),
                progress.Token);
            var path = films.PathOf(kind, video.Sha256, video.Id);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            WholeFile.Flush(Path.Combine(folder, "film.mp4"));
            File.Move(Path.Combine(folder, "film.mp4"), path, overwrite: true);
            // Deleted while the film was made: none of it may stay behind.
            if (!File.Exists(store.PathOf(video.Sha256)))
                File.Delete(path);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<string> NamesAsync(Photo video)
    {
        await using var scope = scopes.CreateAsyncScope();
        var view = await scope.ServiceProvider.GetRequiredService<VideoService>().FindAsync(video.Id);
        await using var db = await databases.CreateDbContextAsync();
        var id = video.Id;
        var sightings = await db.Faces.Where(f => f.PhotoId == id && f.Track != null).Select(f => new { f.Id, f.Track!.Sightings })
            .ToDictionaryAsync(f => f.Id, f => f.Sightings);
        return NamesOnFilm.ToAss(
            video.Width, video.Height,
            view.Tracks.Where(t => sightings.ContainsKey(t.Face.Id)).Select(t => (t.Face, StoredSightings.Read(sightings[t.Face.Id]))));
    }

    // HDR in the light of ordinary screens, as the analysis sees it: paper white (203 cd/m2) is white, what is brighter is drawn together.
    // The colours are BT.2020's, as they are with all HDR, also where the container does not say so.
    private static string Lit(VideoTransfer transfer) => transfer == VideoTransfer.Usual ? ""
        : $"zscale=tin={(transfer == VideoTransfer.HybridLogGamma ? "arib-std-b67" : "smpte2084")}:pin=bt2020:min=bt2020nc:t=linear:npl=203,format=gbrpf32le,"
            + "zscale=p=bt709,tonemap=mobius:param=0.5:desat=0:peak=4.93,zscale=t=bt709:m=bt709:r=tv,format=yuv420p,";

    // What the file says of its way up is followed by ffmpeg itself; this is what the analysis found beyond.
    private static string Turned(PhotoTurn turn) => turn.Degrees switch
    {
        90 => "transpose=1,",
        180 => "hflip,vflip,",
        270 => "transpose=2,",
        _ => "",
    };
}
