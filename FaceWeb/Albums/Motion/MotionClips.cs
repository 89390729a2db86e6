using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Pipeline.Video;
using FaceWeb.Store;

namespace FaceWeb.Albums.Motion;

/// <summary>
/// Finds the clips of motion photos, which are a part of the photo's file, and of Live Photos, which are files of their own. They are kept, deleted,
/// restored, given out and backed up with their photo.
/// </summary>
public sealed class MotionClips(PhotoService photos, PhotoStore store, StoredMotion motion)
{
    /// <summary>Whether a photo has a clip.</summary>
    /// <exception cref="RefusedException">There is no such photo (404).</exception>
    public async Task<bool> HasAsync(long photoId) => await OfAsync(await photos.FindFileAsync(photoId)) is not null;

    /// <summary>A photo's clip as a file of its own.</summary>
    /// <returns>The clip's bytes, which the caller disposes, its media type, its name and what tells it from others.</returns>
    /// <exception cref="RefusedException">There is no such photo, or it has no clip (404).</exception>
    public async Task<(Stream Bytes, string MimeType, string FileName, string Tag)> OpenAsync(long photoId)
    {
        var photo = await photos.FindFileAsync(photoId);
        var (path, clip) = await OfAsync(photo) ?? throw new RefusedException("This photo has no clip.", StatusCodes.Status404NotFound);
        var name = Path.ChangeExtension(photo.FileName, clip.MimeType == "video/mp4" ? ".mp4" : ".mov");
        return (new PartialFileStream(path, clip.Offset, clip.Length), clip.MimeType, name, photo.ClipSha256 ?? photo.Sha256);
    }

    private async Task<(string Path, MotionClip Clip)?> OfAsync(Photo photo)
    {
        if (photo.Duration is not null)
            return null;
        if (photo.ClipSha256 is { } own && new FileInfo(store.PathOf(own)) is { Exists: true } file)
            return (file.FullName, new MotionClip(0, file.Length, "video/quicktime"));
        var path = store.PathOf(photo.Sha256);
        return (await motion.FindAsync(photo.Sha256)).Clip is { } inside && File.Exists(path) ? (path, inside) : null;
    }
}
