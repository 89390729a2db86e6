using FaceWeb.Albums.Uploading;
using FaceWeb.Data;
using FaceWeb.Live;
using FaceWeb.Store;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Albums.Motion;

/// <summary>
/// Live Photos: an iPhone saves a photo and a clip of about three seconds under one name, <c>IMG_0001.HEIC</c> and <c>IMG_0001.MOV</c>. The clip
/// that is uploaded soon after its photo becomes a part of it and no video of its own.
/// </summary>
public sealed class LivePhotos(PhotoStore store, ChangeFeed changes, TimeProvider clock)
{
    /// <summary>A longer film is not taken for a clip, in milliseconds.</summary>
    public const long LongestClip = 6000;

    /// <summary>A photo that was uploaded longer ago has no clip any more to come.</summary>
    public static readonly TimeSpan Together = TimeSpan.FromMinutes(30);

    private static readonly string[] PhotoTypes = ["image/heic", "image/heif", "image/jpeg"];

    /// <summary>Takes a film as the clip of the photo of the same name that came before it.</summary>
    /// <param name="db">The database.</param>
    /// <param name="albumId">The album.</param>
    /// <param name="fileName">The film's name.</param>
    /// <param name="staged">The film.</param>
    /// <param name="info">What is known of it.</param>
    /// <param name="cancel">Stops looking for the photo.</param>
    /// <returns>The photo's key; null where there is none, or more than one: then it is a video of its own.</returns>
    internal async Task<long?> TakeAsync(
        FaceWebDb db, long albumId, string fileName, StagedFile staged, IdentifiedFile info, CancellationToken cancel)
    {
        if (info is not { MimeType: "video/quicktime", Duration: > 0 and <= LongestClip })
            return null;
        var since = clock.GetUtcNow().UtcDateTime - Together;
        var name = Path.GetFileNameWithoutExtension(fileName);
        var recent = await db.Photos.Where(p => p.AlbumId == albumId && p.UploadedAt >= since && p.ClipSha256 == null)
            .Where(p => PhotoTypes.Contains(p.MimeType) && p.FileName.StartsWith(name))
            .Select(p => new { p.Id, p.FileName }).ToListAsync(cancel);
        var named = recent.FindAll(p => Path.GetFileNameWithoutExtension(p.FileName) == name);
        if (named.Count != 1)
            return null;
        var id = named[0].Id;
        using var held = await store.Locks.HoldAsync(staged.Sha256, cancel);
        store.Keep(staged);
        // Not cancellable: what is kept must be named by a row, or swept away.
        var taken = await db.Photos.Where(p => p.Id == id && p.ClipSha256 == null)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.ClipSha256, staged.Sha256), CancellationToken.None);
        if (taken == 0)
            return null;
        changes.Announce(new Change(ChangeKind.Photo, albumId, id));
        return id;
    }
}
