using System.Globalization;
using MetadataExtractor;
using MetadataExtractor.Formats.Exif;
using MetadataExtractor.IO;

namespace FaceWeb.Pipeline.Imaging;

/// <summary>What EXIF says about a photo.</summary>
/// <param name="Orientation">1..8 as in EXIF's tag 0x0112; 1 = upright.</param>
/// <param name="TakenAt">When it was taken, or null.</param>
internal readonly record struct ExifFacts(int Orientation, DateTimeOffset? TakenAt)
{
    /// <summary>Whether upright and stored picture have width and height exchanged.</summary>
    public bool SwapsSides => Orientation >= 5;

    /// <summary>Reads the facts; a file without (readable) metadata counts as upright and undated.</summary>
    public static ExifFacts Read(string path) => Read(() => ImageMetadataReader.ReadMetadata(path));

    /// <summary>Reads the facts from EXIF's own bytes (a TIFF directory), as a container that the reader does not know holds them.</summary>
    public static ExifFacts ReadTiff(byte[] tiff) => Read(() => new ExifReader().Extract(new ByteArrayReader(tiff)));

    private static ExifFacts Read(Func<IReadOnlyList<MetadataExtractor.Directory>> read)
    {
        IReadOnlyList<MetadataExtractor.Directory> directories;
        try
        {
            directories = read();
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            // Broken metadata is no reason to refuse a picture that decodes, and the reader may throw anything on it.
            return new(1, null);
        }
        var orientation = directories.OfType<ExifIfd0Directory>()
            .Select(d => d.TryGetInt32(ExifDirectoryBase.TagOrientation, out var value) ? value : 1)
            .FirstOrDefault(1);
        return new(orientation is >= 1 and <= 8 ? orientation : 1, ReadTakenAt(directories));
    }

    private static DateTimeOffset? ReadTakenAt(IReadOnlyList<MetadataExtractor.Directory> directories)
    {
        const int offsetTimeOriginal = 0x9011;
        var exif = directories.OfType<ExifSubIfdDirectory>().FirstOrDefault(d => d.ContainsTag(ExifDirectoryBase.TagDateTimeOriginal));
        if (exif?.GetString(ExifDirectoryBase.TagDateTimeOriginal) is not { } text
            || !DateTime.TryParseExact(text.Trim('\0', ' '), "yyyy:MM:dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            return null;
        var zone = "2000-01-01 " + exif.GetString(offsetTimeOriginal)?.Trim('\0', ' ');
        var offset = DateTimeOffset.TryParseExact(zone, "yyyy-MM-dd zzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed)
            ? parsed.Offset
            : TimeSpan.Zero;
        return local.Ticks - offset.Ticks > 0 ? new DateTimeOffset(local, offset) : null;
    }
}
