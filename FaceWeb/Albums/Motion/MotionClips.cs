using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Pipeline.Video;
using FaceWeb.Store;

namespace FaceWeb.Albums.Motion;

/// <summary>Finds the clips inside motion photos. They are a part of the photo's file: kept, deleted, given out and backed up with it.</summary>
public sealed class MotionClips(PhotoService photos, PhotoStore store)
{
    /// <summary>A photo's clip; null where it has none.</summary>
    /// <exception cref="RefusedException">There is no such photo (404).</exception>
    public async Task<MotionClip?> FindAsync(long photoId) => Of(await photos.FindFileAsync(photoId));

    /// <summary>A photo's clip as a file of its own.</summary>
    /// <returns>The clip's bytes, which the caller disposes, its media type and its name.</returns>
    /// <exception cref="RefusedException">There is no such photo, or it has no clip (404).</exception>
    public async Task<(Stream Bytes, string MimeType, string FileName, string Sha256)> OpenAsync(long photoId)
    {
        var photo = await photos.FindFileAsync(photoId);
        var clip = Of(photo) ?? throw new RefusedException("This photo has no clip.", StatusCodes.Status404NotFound);
        var name = Path.ChangeExtension(photo.FileName, clip.MimeType == "video/mp4" ? ".mp4" : ".mov");
        return (new PartialFileStream(store.PathOf(photo.Sha256), clip.Offset, clip.Length), clip.MimeType, name, photo.Sha256);
    }

    private MotionClip? Of(Photo photo)
    {
        if (photo.Duration is not null)
            return null;
        try
        {
            return MotionClip.Find(store.PathOf(photo.Sha256));
        }
        catch (IOException)
        {
            // Deleted at this moment, or the data folder is incomplete: the picture itself says so.
            return null;
        }
    }
}
