using MetadataExtractor.Formats.Exif;
using MetadataExtractor.Formats.Tiff;
using MetadataExtractor.IO;

namespace FaceWeb.Pipeline.Imaging;

/// <summary>
/// Takes three tags out of the first directory and its EXIF directory: orientation, date, its zone. Everything else is passed over unread, and
/// no further directory is entered: an honest reader copies each of 65,535 entries, which may all point at the same megabyte.
/// </summary>
internal sealed class ExifTags(List<MetadataExtractor.Directory> directories) : DirectoryTiffHandler(directories)
{
    /// <summary>EXIF's tag OffsetTimeOriginal: the zone of the date.</summary>
    public const int OffsetTimeOriginal = 0x9011;

    private const int ExifDirectory = 0x8769;
    private const int LongestValue = 64;

    // The reader asks once for each value of each entry of whole numbers; a TIFF of 32,000 x 32,000 pixels has 250,000 tiles of 64 x 64.
    private const int MostQuestions = 1_000_000;

    private int questions;
    private bool entered;

    /// <inheritdoc/>
    public override void SetTiffMarker(int marker) => PushDirectory(new ExifIfd0Directory());

    /// <inheritdoc/>
    public override bool TryEnterSubIfd(int tagType)
    {
        if (++questions > MostQuestions)
            throw new TiffProcessingException("The directory is too large.");
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
        tagId is not (ExifDirectoryBase.TagOrientation or ExifDirectoryBase.TagDateTimeOriginal or OffsetTimeOriginal) || byteCount > LongestValue;

    /// <inheritdoc/>
    public override bool TryCustomProcessFormat(int tagId, TiffDataFormatCode formatCode, uint componentCount, out long byteCount)
    {
        byteCount = 0;
        return false;
    }
}
