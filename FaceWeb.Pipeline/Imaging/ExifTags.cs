using MetadataExtractor.Formats.Exif;
using MetadataExtractor.Formats.Tiff;
using MetadataExtractor.IO;

namespace FaceWeb.Pipeline.Imaging;

/// <summary>
/// Takes six tags out of the first directory, its EXIF and its GPS directory: orientation, date, its zone (two), the satellites' day and time.
/// Everything else is passed over unread, and no further directory is entered: an honest reader copies each of 65,535 entries, which may all
/// point at the same megabyte.
/// </summary>
internal sealed class ExifTags(List<MetadataExtractor.Directory> directories) : DirectoryTiffHandler(directories)
{
    /// <summary>EXIF's tag OffsetTimeOriginal: the zone of the date.</summary>
    public const int OffsetTimeOriginal = 0x9011;

    /// <summary>EXIF's tag OffsetTime: the zone of the time of the last change, which cameras write beside or instead of the other.</summary>
    public const int OffsetTime = 0x9010;

    private const int ExifDirectory = 0x8769;
    private const int GpsDirectoryTag = 0x8825;
    private const int LongestValue = 64;

    // The reader asks once for each value of each entry of whole numbers; a TIFF of 32,000 x 32,000 pixels has 250,000 tiles of 64 x 64.
    private const int MostQuestions = 1_000_000;

    private int questions;
    private bool entered;
    private bool enteredGps;

    /// <inheritdoc/>
    public override void SetTiffMarker(int marker) => PushDirectory(new ExifIfd0Directory());

    /// <inheritdoc/>
    public override bool TryEnterSubIfd(int tagType)
    {
        if (++questions > MostQuestions)
            throw new TiffProcessingException("The directory is too large.");
        if (tagType == GpsDirectoryTag && !enteredGps)
        {
            enteredGps = true;
            PushDirectory(new GpsDirectory());
            return true;
        }
        if (tagType != ExifDirectory || entered)
            return false;
        entered = true;
        PushDirectory(new ExifSubIfdDirectory());
        return true;
    }

    /// <inheritdoc/>
    public override bool HasFollowerIfd() => false;

    /// <inheritdoc/>
    public override bool CustomProcessTag(int tagOffset, ICollection<int> processedIfdOffsets, IndexedReader reader, int tagId, int byteCount) =>
        byteCount > LongestValue || (CurrentDirectory is GpsDirectory
            ? tagId is not (GpsDirectory.TagTimeStamp or GpsDirectory.TagDateStamp)
            : tagId is not (ExifDirectoryBase.TagOrientation or ExifDirectoryBase.TagDateTimeOriginal or OffsetTimeOriginal or OffsetTime));

    /// <inheritdoc/>
    public override bool TryCustomProcessFormat(int tagId, TiffDataFormatCode formatCode, uint componentCount, out long byteCount)
    {
        byteCount = 0;
        return false;
    }
}
