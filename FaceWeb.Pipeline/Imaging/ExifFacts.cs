using System.Globalization;
using MetadataExtractor;
using MetadataExtractor.Formats.Exif;
using MetadataExtractor.Formats.Tiff;
using MetadataExtractor.IO;

namespace FaceWeb.Pipeline.Imaging;

/// <summary>What EXIF says about a photo.</summary>
/// <param name="Orientation">1..8 as in EXIF's tag 0x0112; 1 = upright.</param>
/// <param name="TakenAt">When it was taken, or null.</param>
internal readonly record struct ExifFacts(int Orientation, DateTimeOffset? TakenAt)
{
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

    private static DateTimeOffset? ReadTakenAt(IReadOnlyList<MetadataExtractor.Directory> directories)
    {
        // CR3 files keep the directory of the date apart, as a first one.
        var exif = directories.OfType<ExifDirectoryBase>().LastOrDefault(d => d.ContainsTag(ExifDirectoryBase.TagDateTimeOriginal));
        if (exif?.GetString(ExifDirectoryBase.TagDateTimeOriginal) is not { } text
            || !DateTime.TryParseExact(text.Trim('\0', ' '), "yyyy:MM:dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            return null;
        var zone = "2000-01-01 " + exif.GetString(ExifTags.OffsetTimeOriginal)?.Trim('\0', ' ');
        var offset = DateTimeOffset.TryParseExact(zone, "yyyy-MM-dd zzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed)
            ? parsed.Offset
            : TimeSpan.Zero;
        var utc = local.Ticks - offset.Ticks;
        return utc > 0 && utc <= DateTime.MaxValue.Ticks ? new DateTimeOffset(local, offset) : null;
    }
}
