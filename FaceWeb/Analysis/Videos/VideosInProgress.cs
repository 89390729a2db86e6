using System.Collections.Concurrent;
using FaceWeb.Data;
using FaceWeb.Live;
using FaceWeb.Pipeline.Video;

namespace FaceWeb.Analysis.Videos;

/// <summary>How far this process is in the videos that it is looking at, for the pages that show it.</summary>
public sealed class VideosInProgress
{
    /// <summary>The least time between two announcements of one video's progress.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<long, TimeSpan> times = new();
    private readonly ConcurrentDictionary<long, double> copies = new();
    private readonly ChangeFeed changes;
    private readonly TimeProvider clock;

    /// <summary>Knows of no video yet.</summary>
    public VideosInProgress(ChangeFeed changes, TimeProvider clock) => (this.changes, this.clock) = (changes, clock);

    /// <summary>Up to where a video has been looked at; null where nobody is looking at it.</summary>
    public TimeSpan? Find(long photoId) => times.TryGetValue(photoId, out var time) ? time : null;

    /// <summary>How much of the copy of a video is made that it has to have first, 0 to 1; null where none is being made.</summary>
    public double? FindCopy(long photoId) => copies.TryGetValue(photoId, out var share) ? share : null;

    /// <summary>Takes the progress of a video's copy, and announces it now and then.</summary>
    internal Action<double> CopyOf(Photo photo)
    {
        var told = 0L;
        return share =>
        {
            var first = !copies.ContainsKey(photo.Id);
            copies[photo.Id] = share;
            if (!first && clock.GetElapsedTime(told) < Pause)
                return;
            told = clock.GetTimestamp();
            changes.Announce(new Change(ChangeKind.Photo, photo.AlbumId, photo.Id));
        };
    }

    /// <summary>A video's copy is there, or is not made any more.</summary>
    internal void EndCopy(long photoId) => copies.TryRemove(photoId, out _);

    /// <summary>Takes the progress of a video, and announces it now and then.</summary>
    internal IProgress<VideoProgress> Of(Photo photo) => new Progress(this, photo);

    /// <summary>A video is not looked at any more.</summary>
    internal void End(long photoId) => times.TryRemove(photoId, out _);

    // Called for frame after frame by the task that looks at the video, and at once: System.Progress would have each wait its turn.
    private sealed class Progress(VideosInProgress all, Photo photo) : IProgress<VideoProgress>
    {
        private long told = all.clock.GetTimestamp();

        public void Report(VideoProgress value)
        {
            all.times[photo.Id] = value.Time;
            if (all.clock.GetElapsedTime(told) < Pause)
                return;
            told = all.clock.GetTimestamp();
            all.changes.Announce(new Change(ChangeKind.Photo, photo.AlbumId, photo.Id));
        }
    }
}
