using FaceWeb.Albums;
using FaceWeb.Analysis.Videos;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Data.Tracks;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Videos;

/// <summary>Reads videos with their tracks.</summary>
public sealed class VideoService(IDbContextFactory<FaceWebDb> databases, PhotoService photos, VideosInProgress progress)
{
    /// <summary>One video.</summary>
    /// <exception cref="RefusedException">There is no such photo, or it is no video (404).</exception>
    public async Task<VideoView> FindAsync(long id)
    {
        var photo = await photos.FindAsync(id);
        if (photo.Duration is null)
            throw new RefusedException($"Photo {id} is a picture and no video: nobody appears on it at a time.", StatusCodes.Status404NotFound);
        await using var db = await databases.CreateDbContextAsync();
        var times = await db.Faces.Where(f => f.PhotoId == id && f.Track != null)
            .Select(f => new
            {
                f.Id,
                f.Track!.Start,
                f.Track.End,
                GroupId = f.Decision == FaceDecision.Undecided && f.BestPersonId == null ? f.GroupId : null,
            }).ToDictionaryAsync(f => f.Id);
        var looked = await db.Photos.Where(p => p.Id == id).Select(p => new { p.LookedUpTo, p.EveryFrame, p.Latitude, p.Longitude }).FirstOrDefaultAsync();
        return new VideoView(
            photo with { Faces = [] },
            // Nothing of a video asks for the landmarks of its thousands of faces.
            [.. photo.Faces.Where(f => times.ContainsKey(f.Id))
                .Select(f => new TrackView(f with { Landmarks = [] }, times[f.Id].Start, times[f.Id].End, times[f.Id].GroupId))
                .OrderBy(t => t.Start).ThenBy(t => t.Face.Id)],
            progress.Find(id) is { } time ? (long)time.TotalMilliseconds : looked?.LookedUpTo,
            looked?.EveryFrame ?? false, looked?.Latitude, looked?.Longitude, progress.FindCopy(id));
    }

    /// <summary>One video with where its tracks are seen.</summary>
    /// <param name="id">The video.</param>
    /// <param name="from">Without the tracks that end before this, in milliseconds.</param>
    /// <param name="to">Without those that begin behind this.</param>
    /// <exception cref="RefusedException">There is no such photo, or it is no video (404).</exception>
    public async Task<VideoTracksView> TracksAsync(long id, long from = 0, long to = long.MaxValue)
    {
        var video = await FindAsync(id);
        await using var db = await databases.CreateDbContextAsync();
        var sightings = await db.Faces.Where(f => f.PhotoId == id && f.Track!.Start <= to && f.Track.End >= from).Select(f => new { f.Id, f.Track!.Sightings })
            .ToDictionaryAsync(f => f.Id, f => f.Sightings);
        return new VideoTracksView(
            id, video.Duration, video.Photo.Width, video.Photo.Height, video.Photo.Turn, video.Photo.State, video.LookedUpTo, video.Copying,
            [.. video.Tracks.Where(t => sightings.ContainsKey(t.Face.Id)).Select(t => new TrackSightings(
                t.Face.Id, t.Start, t.End, t.Face.Decision, t.Face.Person, t.Face.Suggestions,
                [.. StoredSightings.Read(sightings[t.Face.Id]).Select(Numbers)]))]);
    }

    // A tenth of a pixel is finer than any detector.
    private static double[] Numbers(Sighting s) =>
        [s.At, Math.Round(s.Box.X, 1), Math.Round(s.Box.Y, 1), Math.Round(s.Box.Width, 1), Math.Round(s.Box.Height, 1)];
}
