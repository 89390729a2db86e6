using FaceWeb.Access;
using FaceWeb.Albums;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Store;
using FaceWeb.Work;
using Hangfire;

namespace FaceWeb.Videos.Films;

/// <summary>Has films made of videos, and finds them.</summary>
public sealed class FilmService(
    PhotoService photos, FilmFiles films, JobRows rows, IBackgroundJobClient jobs, Ffmpeg ffmpeg, RoleCheck roles, ActingUser acting,
    FilmAskers askers)
{
    /// <summary>Queues the making of a film; one that waits or runs already is answered.</summary>
    /// <param name="photoId">The video.</param>
    /// <param name="kind">Which film.</param>
    /// <returns>The job.</returns>
    /// <exception cref="RefusedException">There is no such photo (404), it is no video (409), or the server has no ffmpeg (501).</exception>
    public async Task<JobView> StartAsync(long photoId, FilmKind kind)
    {
        // Whoever may watch a video may watch a small one; a new file with names on it is for editors.
        if (kind == FilmKind.Named)
            await roles.RequireAsync(Policies.Edit);
        await FindVideoAsync(photoId);
        if (ffmpeg.FindPath() is null)
            throw new RefusedException(Ffmpeg.Absent, StatusCodes.Status501NotImplemented);
        var (job, added) = await rows.AddForPhotoAsync(KindOf(kind), photoId, "Waiting to make a film");
        if (added)
        {
            askers.Add(job.Id, UserId);
            Enqueue(job.Id);
        }
        return job;
    }

    /// <summary>Calls the making of a film off: whoever asked for it may, and every editor.</summary>
    /// <param name="photoId">The video.</param>
    /// <param name="kind">Which film.</param>
    /// <exception cref="RefusedException">
    /// There is no such photo (404), it is no video or no such film is being made (409), or it is not for this user (403).
    /// </exception>
    public async Task CancelAsync(long photoId, FilmKind kind)
    {
        await FindVideoAsync(photoId);
        var job = await OpenAsync(photoId, kind);
        await roles.RequireAsync(job is not null && askers.Asked(job.Id, UserId) ? Policies.View : Policies.Edit);
        if (job is null)
            throw new RefusedException("This film is not being made: there is nothing to cancel.", StatusCodes.Status409Conflict);
        await rows.StopAsync(job.Id);
    }

    /// <summary>A video's film; null while it is not made.</summary>
    /// <exception cref="RefusedException">There is no such photo (404), or it is no video (409).</exception>
    public async Task<FileInfo?> FindAsync(long photoId, FilmKind kind)
    {
        var video = await FindVideoAsync(photoId);
        return films.Find(kind, video.Sha256, photoId);
    }

    /// <summary>The job that makes a video's film, if one waits or runs.</summary>
    public async Task<JobView?> OpenAsync(long photoId, FilmKind kind) => await rows.OpenForPhotoAsync(KindOf(kind), photoId);

    /// <summary>At the start: goes on with what a dead process left.</summary>
    internal async Task RecoverAsync()
    {
        foreach (var kind in new[] { JobKind.PreviewFilm, JobKind.NamedFilm })
        {
            foreach (var job in await rows.OpenAsync(kind))
                Enqueue(job.Id);
        }
    }

    private string? UserId => acting.Current is { } user ? Actor.From(user).UserId : null;

    private async Task<Photo> FindVideoAsync(long photoId)
    {
        var photo = await photos.FindFileAsync(photoId);
        return photo.Duration is null
            ? throw new RefusedException("This is a picture: films are made of videos.", StatusCodes.Status409Conflict)
            : photo;
    }

    private static JobKind KindOf(FilmKind kind) => kind == FilmKind.Named ? JobKind.NamedFilm : JobKind.PreviewFilm;

    private void Enqueue(long jobId) => jobs.Enqueue<FilmJob>(job => job.RunAsync(jobId, CancellationToken.None));
}
