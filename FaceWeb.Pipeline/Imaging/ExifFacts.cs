using System.Globalization;
using MetadataExtractor;
using MetadataExtractor.Formats.Exif;
using MetadataExtractor.Formats.Tiff;
using MetadataExtractor.IO;

namespace FaceWeb.Pipeline.Imaging;

/// <summary>What EXIF says about a photo.</summary>
/// <param name="Orientation">1..8 as in EXIF's tag 0x0112; 1 = upright.</param>
/// <param name="TakenAt">When it was taken, or null.</param>
internal readonly record struct ExifFacts(int Orientation, TakenTime? TakenAt)
{
    // Satellites began to tell the time then.
    private const int FirstGpsYear = 1980;

    private static readonly TimeSpan WestMost = TimeSpan.FromHours(-12);
    private static readonly TimeSpan EastMost = TimeSpan.FromHours(14);

    /// <summary>Upright and undated: a file without (readable) metadata.</summary>
    public static ExifFacts None { get; } = new(1, null);

    /// <summary>Whether upright and stored picture have width and height exchanged.</summary>
    public bool SwapsSides => Orientation >= 5;

    /// <summary>Reads the facts from EXIF's own bytes, a TIFF directory; nothing else of it is read (see <see cref="ExifTags"/>).</summary>
    public static ExifFacts Read(IndexedReader tiff)
    {
        var directories = new List<MetadataExtractor.Directory>();
        try
        {
            TiffReader.ProcessTiff(tiff, new ExifTags(directories));
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            // Broken metadata is no reason to refuse a picture that decodes, and the reader may throw anything on it.
            return None;
        }
        var orientation = directories.OfType<ExifIfd0Directory>()
            .Select(d => d.TryGetInt32(ExifDirectoryBase.TagOrientation, out var value) ? value : 1)
            .FirstOrDefault(1);
        return new(orientation is >= 1 and <= 8 ? orientation : 1, ReadTakenAt(directories));
    }

    private static TakenTime? ReadTakenAt(IReadOnlyList<MetadataExtractor.Directory> directories)
    {
        var satellites = ReadGps(directories);
        // CR3 files keep the directory of the date apart, as a first one.
        var exif = directories.OfType<ExifDirectoryBase>().LastOrDefault(d => d.ContainsTag(ExifDirectoryBase.TagDateTimeOriginal));
        if (exif?.GetString(ExifDirectoryBase.TagDateTimeOriginal) is not { } text
            || !DateTime.TryParseExact(text.Trim('\0', ' '), "yyyy:MM:dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            // Only satellites say when it was, and they know no zone.
            return satellites is { } moment ? new TakenTime(moment, TimeSpan.Zero) : null;
        }
        if (local.Year < 2)
            return null;
        return new(local, ReadOffset(exif, ExifTags.OffsetTimeOriginal) ?? ReadOffset(exif, ExifTags.OffsetTime) ?? Between(local, satellites));
    }

    private static TimeSpan? ReadOffset(ExifDirectoryBase exif, int tag)
    {
        var zone = "2000-01-01 " + exif.GetString(tag)?.Trim('\0', ' ');
        return DateTimeOffset.TryParseExact(zone, "yyyy-MM-dd zzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed)
            ? parsed.Offset
            : null;
    }

    /// <summary>The satellites' time, which is universal (EXIF 2.32, 4.6.6): a day, and hours, minutes and seconds as fractions.</summary>
    private static DateTime? ReadGps(IReadOnlyList<MetadataExtractor.Directory> directories) =>
        directories.OfType<GpsDirectory>().FirstOrDefault() is { } gps && gps.TryGetGpsDate(out var moment) && moment.Year >= FirstGpsYear
            ? DateTime.SpecifyKind(moment, DateTimeKind.Unspecified)
            : null;

    /// <summary>
    /// The zone of a camera's clock beside the satellites' time: zones lie whole quarters of an hour apart. A time that is old already, from
    /// the last place where satellites were heard, gives none.
    /// </summary>
    private static TimeSpan? Between(DateTime local, DateTime? satellites)
    {
        if (satellites is not { } moment)
            return null;
        var quarters = Math.Round((local - moment).TotalMinutes / 15);
        var offset = TimeSpan.FromMinutes(quarters * 15);
        return offset >= WestMost && offset <= EastMost && (local - moment - offset).Duration() <= TimeSpan.FromMinutes(2) ? offset : null;
    }
}
