using MetadataExtractor.IO;

namespace FaceWeb.Pipeline.Imaging;

/// <summary>Lets the metadata reader look at a part of a file without a copy. Valid as long as the file's bytes are.</summary>
internal sealed class FilePartReader(FileBytes file, int start, int length, bool motorola = true) : IndexedReader(motorola)
{
    /// <inheritdoc/>
    public override long Length => length;

    /// <summary>A reader of a part of the file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="part">A part of its bytes.</param>
    public static FilePartReader Of(FileBytes file, ReadOnlySpan<byte> part) =>
        file.Bytes.Overlaps(part, out var at) ? new(file, at, part.Length) : new(file, 0, 0);

    /// <inheritdoc/>
    public override IndexedReader WithByteOrder(bool isMotorolaByteOrder) =>
        isMotorolaByteOrder == IsMotorolaByteOrder ? this : new FilePartReader(file, start, length, isMotorolaByteOrder);

    /// <inheritdoc/>
    public override IndexedReader WithShiftedBaseOffset(int shift)
    {
        ValidateIndex(shift, 0);
        return new FilePartReader(file, start + shift, length - shift, IsMotorolaByteOrder);
    }

    /// <inheritdoc/>
    public override int ToUnshiftedOffset(int localOffset) => checked(localOffset + start);

    /// <inheritdoc/>
    public override byte GetByte(int index)
    {
        ValidateIndex(index, 1);
        return file.Bytes[start + index];
    }

    /// <inheritdoc/>
    public override byte[] GetBytes(int index, int count)
    {
        ValidateIndex(index, count);
        return file.Bytes.Slice(start + index, count).ToArray();
    }

    /// <inheritdoc/>
    protected override void ValidateIndex(int index, int bytesRequested)
    {
        if (!IsValidIndex(index, bytesRequested))
            throw new BufferBoundsException(index, bytesRequested, length);
    }

    /// <inheritdoc/>
    protected override bool IsValidIndex(int index, int bytesRequested) =>
        index >= 0 && bytesRequested >= 0 && (long)index + bytesRequested <= length;
}
