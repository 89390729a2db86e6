using FaceWeb.Pipeline.Imaging;
using MetadataExtractor;
using MetadataExtractor.Formats.QuickTime;

namespace FaceWeb.Pipeline.Video;

/// <summary>What a photo or a film says of its other half: the clip inside a motion photo, and what a Live Photo's two files are called by.</summary>
/// <param name="Clip">The clip inside the photo; null where there is none.</param>
/// <param name="ContentIdentifier">
/// Apple's name for both files of a Live Photo: in the photo's maker note, and in the film's QuickTime metadata. Null where it has none.
/// </param>
public sealed record MotionFacts(MotionClip? Clip, string? ContentIdentifier)
{
    /// <summary>Nothing is said.</summary>
    public static MotionFacts None { get; } = new(null, null);

    /// <summary>Reads them.</summary>
    /// <param name="path">The file, of whatever kind.</param>
    /// <returns><see cref="None"/> for what cannot be read, or says nothing.</returns>
    /// <exception cref="IOException">The file is not there.</exception>
    public static MotionFacts Read(string path)
    {
        var head = new byte[VideoFormat.HeadBytes];
        int read;
        using (var file = File.OpenRead(path))
            read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return VideoFormat.MimeTypeOf(head.AsSpan(0, read)) is { } type
            ? new(null, type is "video/quicktime" or "video/mp4" ? OfFilm(path) : null)
            : new(MotionClip.Find(path), OfPhoto(path));
    }

    private static string? OfFilm(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return QuickTimeMetadataReader.ReadMetadata(file).OfType<QuickTimeMetadataHeaderDirectory>()
                .Select(d => AppleMakerNote.Plain(d.GetString(QuickTimeMetadataHeaderDirectory.TagContentIdentifier)))
                .FirstOrDefault(name => name is not null);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A reader of strangers' files may fail in any way.
            return null;
        }
    }

    private static string? OfPhoto(string path)
    {
        try
        {
            using var file = new FileBytes(path);
            var header = PictureHeader.Read(file.Bytes, path);
            return AppleMakerNote.ContentIdentifier(header.Exif ?? ExifPlace.Find(file.Bytes, header.Format));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return null;
        }
    }
}
