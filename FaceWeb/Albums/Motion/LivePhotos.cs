using FaceWeb.Albums.Uploading;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.History;
using FaceWeb.Live;
using FaceWeb.Store;
using FaceWeb.Store.Quotas;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Albums.Motion;

/// <summary>
/// Live Photos: an iPhone saves a photo and a clip of about three seconds under one name, <c>IMG_0001.HEIC</c> and <c>IMG_0001.MOV</c>, and writes
/// one identifier into both. The clip becomes a part of its photo and no video of its own, whichever comes first.
/// </summary>
public sealed class LivePhotos(
    PhotoStore store, StorageQuotas quotas, StoredMotion motion, ReviewAnnouncer announcer, ChangeFeed changes, TimeProvider clock)
{
    /// <summary>A longer film is not taken for a clip, in milliseconds.</summary>
    public const long LongestClip = 6000;

    // A file that says so may be read once more for its identifier, so there is a bound on how many are looked at.
    private const int MostRecent = 500;

    /// <summary>What was uploaded longer ago has no other half any more to come.</summary>
    public static readonly TimeSpan Together = TimeSpan.FromMinutes(30);

    // Where names alone say it. A film may tell universal time and its photo that of the place.
    private static readonly TimeSpan NearInTime = TimeSpan.FromDays(1);

    private static readonly string[] PhotoTypes = ["image/heic", "image/heif", "image/jpeg"];

    /// <summary>Takes a film as the clip of the photo that came before it.</summary>
    /// <param name="db">The database.</param>
    /// <param name="albumId">The album.</param>
    /// <param name="fileName">The film's name.</param>
    /// <param name="staged">The film.</param>
    /// <param name="info">What is known of it.</param>
    /// <param name="uploader">Who uploads it: a photo that somebody else uploaded does not get it, or it would count towards their quota.</param>
    /// <param name="cancel">Stops looking for the photo.</param>
    /// <returns>The photo's key; null where there is none, or more than one: then it is a video of its own.</returns>
    internal async Task<long?> TakeAsync(
        FaceWebDb db, long albumId, string fileName, StagedFile staged, IdentifiedFile info, string? uploader, CancellationToken cancel)
    {
        if (info is not { MimeType: "video/quicktime", Duration: > 0 and <= LongestClip })
            return null;
        var film = new Half(0, fileName, staged.Sha256, staged.Bytes, info.TakenAt?.Local);
        var photos = await RecentAsync(Photos(db, albumId).Where(p => p.ClipSha256 == null && p.UploaderId == uploader), cancel);
        if (await FindAsync(film, (await motion.FindAsync(staged, cancel)).ContentIdentifier, photos, cancel) is not { } photo)
            return null;
        using var held = await store.Locks.HoldAsync(staged.Sha256, cancel);
        using var room = await quotas.HoldAsync(uploader, staged.Bytes, cancel);
        store.Keep(staged, room.LibraryBytes);
        // Not cancellable: what is kept must be named by a row, or swept away.
        var taken = await db.Photos.Where(p => p.Id == photo.Id && p.ClipSha256 == null)
            .ExecuteUpdateAsync(
                set => set.SetProperty(p => p.ClipSha256, staged.Sha256).SetProperty(p => p.ClipBytes, staged.Bytes), CancellationToken.None);
        if (taken == 0)
            return null;
        changes.Announce(new Change(ChangeKind.Photo, albumId, photo.Id));
        return photo.Id;
    }

    /// <summary>Takes the film that came before a photo as its clip, unless somebody has said something of a face in it.</summary>
    /// <param name="db">The database, in which the photo has its row.</param>
    /// <param name="albumId">The album.</param>
    /// <param name="photoId">The photo.</param>
    /// <param name="uploader">Who uploaded it; null where no account did.</param>
    /// <returns>Whether there was one.</returns>
    internal async Task<bool> JoinAsync(FaceWebDb db, long albumId, long photoId, string? uploader)
    {
        var films = await RecentAsync(
            Recent(db, albumId).Where(p => p.UploaderId == uploader)
                .Where(p => p.MimeType == "video/quicktime" && p.Duration > 0 && p.Duration <= LongestClip),
            CancellationToken.None);
        if (films.Count == 0)
            return false;
        var photos = await RecentAsync(Photos(db, albumId), CancellationToken.None);
        if (photos.Find(p => p.Id == photoId) is not { } photo)
            return false;
        var name = (await motion.FindAsync(photo.Sha256)).ContentIdentifier;
        if (await FindAsync(photo, name, films, CancellationToken.None) is not { } film)
            return false;
        // Of two photos of one name neither is the film's, unless it says which.
        if (photos.Exists(p => p.Id != photoId && SameName(p, photo)) && (await motion.FindAsync(film.Sha256)).ContentIdentifier != (name ?? ""))
            return false;
        using var held = await store.Locks.HoldAsync(film.Sha256, CancellationToken.None);
        await using var transaction = await db.Database.BeginTransactionAsync();
        var gone = await db.Photos.Where(p => p.Id == film.Id)
            .Where(p => !p.Faces.Any(f => f.Decision != FaceDecision.Undecided || db.FaceEvents.Any(e => e.FaceId == f.Id))).ExecuteDeleteAsync();
        var taken = await db.Photos.Where(p => p.Id == photoId && p.ClipSha256 == null)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.ClipSha256, film.Sha256).SetProperty(p => p.ClipBytes, film.Bytes));
        if (gone == 0 || taken == 0)
            return false;
        await transaction.CommitAsync();
        changes.Announce(new Change(ChangeKind.Photo, albumId, film.Id));
        announcer.TellCompared();
        return true;
    }

    private IQueryable<Photo> Recent(FaceWebDb db, long albumId)
    {
        var since = clock.GetUtcNow().UtcDateTime - Together;
        return db.Photos.Where(p => p.AlbumId == albumId && p.UploadedAt >= since);
    }

    private IQueryable<Photo> Photos(FaceWebDb db, long albumId) => Recent(db, albumId).Where(p => PhotoTypes.Contains(p.MimeType));

    private static Task<List<Half>> RecentAsync(IQueryable<Photo> photos, CancellationToken cancel) =>
        photos.OrderByDescending(p => p.Id).Take(MostRecent).Select(p => new Half(p.Id, p.FileName, p.Sha256, p.Bytes, p.TakenAt))
            .ToListAsync(cancel);

    // The identifier wins over names: where both have one and it differs, they are no pair.
    private async Task<Half?> FindAsync(Half one, string? identifier, List<Half> others, CancellationToken cancel)
    {
        var named = new List<Half>();
        foreach (var other in others)
        {
            var same = SameName(one, other);
            if (identifier is null && !same)
                continue;
            var its = (await motion.FindAsync(other.Sha256, cancel)).ContentIdentifier;
            if (identifier is not null && its == identifier)
                return other;
            var far = one.TakenAt is { } at && other.TakenAt is { } then && (at - then).Duration() > NearInTime;
            if (same && !far && (identifier is null || its is null))
                named.Add(other);
        }
        return named.Count == 1 ? named[0] : null;
    }

    private static bool SameName(Half one, Half other) =>
        Path.GetFileNameWithoutExtension(one.FileName) == Path.GetFileNameWithoutExtension(other.FileName);

    private sealed record Half(long Id, string FileName, string Sha256, long Bytes, DateTime? TakenAt);
}
