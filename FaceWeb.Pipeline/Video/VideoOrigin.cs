using System.Globalization;
using System.Text.RegularExpressions;
using MetadataExtractor;
using MetadataExtractor.Formats.QuickTime;

namespace FaceWeb.Pipeline.Video;

/// <summary>When and where a video was taken, as its container says: MP4, MOV, M4V, 3GP, MKV and WebM can.</summary>
/// <param name="TakenAt">When; the offset is zero where the container gives universal time. Null without a date.</param>
/// <param name="Latitude">Degrees north, -90 to 90; null without a place.</param>
/// <param name="Longitude">Degrees east, -180 to 180; null without a place.</param>
public sealed partial record VideoOrigin(DateTimeOffset? TakenAt, double? Latitude, double? Longitude)
{
    // Cameras whose clock was never set begin with their format's first year; no film is older than this.
    private const int FirstYear = 1971;

    /// <summary>Nothing is said.</summary>
    public static VideoOrigin Unknown { get; } = new(null, null, null);

    /// <summary>Reads it.</summary>
    /// <param name="path">The file, of whatever kind.</param>
    /// <returns><see cref="Unknown"/> for what cannot be read.</returns>
    public static VideoOrigin Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var type = VideoFormat.MimeTypeOf(file);
            if (type is "video/webm" or "video/x-matroska")
                return Of(MatroskaTags.Read(file));
            if (type is not ("video/mp4" or "video/quicktime" or "video/3gpp" or "video/x-m4v"))
                return Unknown;
            var (latitude, longitude) = PlaceOf(ContainerPlace.Find(file));
            file.Position = 0;
            var directories = QuickTimeMetadataReader.ReadMetadata(file);
            var said = directories.OfType<QuickTimeMetadataHeaderDirectory>().ToList();
            return new(DateOf(Said(QuickTimeMetadataHeaderDirectory.TagCreationDate)) ?? CreatedOf(directories), latitude, longitude);

            string? Said(int tag) => said.Select(d => d.GetString(tag)).FirstOrDefault(text => text is not null);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A reader of strangers' files may fail in any way; the pictures are looked at all the same.
            return Unknown;
        }
    }

    /// <summary>Reads a place as ISO 6709 writes it: <c>+47.3769+008.5417+408/</c>.</summary>
    public static (double? Latitude, double? Longitude) PlaceOf(string? text)
    {
        if (text is null || Iso6709().Match(text) is not { Success: true } match)
            return (null, null);
        var latitude = double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        var longitude = double.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture);
        // Where a camera knows no place it may write the gulf of Guinea.
        return Math.Abs(latitude) <= 90 && Math.Abs(longitude) <= 180 && (latitude != 0 || longitude != 0) ? (latitude, longitude) : (null, null);
    }

    // Matroska's own names, and those that ffmpeg keeps when it packs another container's pictures anew.
    private static VideoOrigin Of(MatroskaTags tags)
    {
        var date = DateOf(tags["com.apple.quicktime.creationdate"]) ?? DateOf(tags["DATE_RECORDED"]) ?? DateOf(tags["creation_time"])
            ?? (tags.Date is { } made && IsLikely(made.UtcDateTime) ? made : null);
        var place = PlaceOf(tags["com.apple.quicktime.location.ISO6709"]);
        var (latitude, longitude) = place.Latitude is null ? PlaceOf(tags["LOCATION"]) : place;
        return new(date, latitude, longitude);
    }

    private static DateTimeOffset? DateOf(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) && IsLikely(date.UtcDateTime)
            ? date : null;

    // The movie header counts seconds of universal time.
    private static DateTimeOffset? CreatedOf(IEnumerable<MetadataExtractor.Directory> directories)
    {
        foreach (var header in directories.OfType<QuickTimeMovieHeaderDirectory>())
        {
            if (header.TryGetDateTime(QuickTimeMovieHeaderDirectory.TagCreated, out var created) && IsLikely(created))
                return new DateTimeOffset(DateTime.SpecifyKind(created, DateTimeKind.Utc));
        }
        return null;
    }

    private static bool IsLikely(DateTime date) => date.Year >= FirstYear && date < DateTime.UtcNow.AddDays(1);

    [GeneratedRegex(@"^([+-]\d{1,2}(?:\.\d{1,9})?)([+-]\d{1,3}(?:\.\d{1,9})?)(?:[+-]\d{1,6}(?:\.\d{1,9})?)?(?:CRS\w*)?/?")]
    private static partial Regex Iso6709();
}
