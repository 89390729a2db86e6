using System.Buffers.Binary;
using System.Text;

namespace FaceWeb.Pipeline.Imaging;

/// <summary>The one thing of the note that iPhones write into EXIF that is of use here: what a Live Photo's two files are called by.</summary>
internal static class AppleMakerNote
{
    private const ushort ExifDirectory = 0x8769;
    private const ushort MakerNote = 0x927c;
    private const ushort Identifier = 0x0011;

    // A directory has no more entries than this that are looked at.
    private const int MostEntries = 200;
    private const int LongestName = 64;

    // The note's own directory begins behind its name, version and order of bytes; its offsets count from the note's first byte.
    private const int NoteDirectory = 14;

    private static ReadOnlySpan<byte> Name => "Apple iOS\0"u8;

    /// <summary>Reads the identifier.</summary>
    /// <param name="tiff">EXIF's bytes, a TIFF directory.</param>
    /// <returns>Upper case; null where there is none.</returns>
    public static string? ContentIdentifier(ReadOnlySpan<byte> tiff)
    {
        if (!TryOrder(tiff, 0, out var little) || Number(tiff, 4, 4, little) is not { } first
            || Value(tiff, first, ExifDirectory, little) is not { } exif
            || Entry(tiff, exif.At, MakerNote, little) is not { } place)
            return null;
        var note = Part(tiff, place.At, place.Count);
        if (!note.StartsWith(Name) || !TryOrder(note, NoteDirectory - 2, out var noteLittle)
            || Entry(note, NoteDirectory, Identifier, noteLittle) is not { Count: <= LongestName } name)
            return null;
        return Plain(Encoding.Latin1.GetString(Part(note, name.At, name.Count)));
    }

    /// <summary>An identifier as both files write it, without what is no part of it.</summary>
    /// <returns>Null where it is none: letters, digits and dashes.</returns>
    public static string? Plain(string? text)
    {
        var plain = text?.Trim('\0', ' ').ToUpperInvariant();
        return plain is { Length: >= 8 and <= LongestName } && plain.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? plain : null;
    }

    private static bool TryOrder(ReadOnlySpan<byte> bytes, int at, out bool little)
    {
        var mark = Part(bytes, at, 2);
        little = mark.SequenceEqual("II"u8);
        return little || mark.SequenceEqual("MM"u8);
    }

    private static (long At, long Count)? Value(ReadOnlySpan<byte> bytes, long directory, ushort tag, bool little) =>
        Find(bytes, directory, tag, little) is { } entry && Number(bytes, entry + 8, 4, little) is { } value ? (value, 1) : null;

    // Where bytes or characters lie that an entry names; up to four of them would stand in the entry itself, and are not these.
    private static (long At, long Count)? Entry(ReadOnlySpan<byte> bytes, long directory, ushort tag, bool little) =>
        Find(bytes, directory, tag, little) is { } entry && Number(bytes, entry + 2, 2, little) is 2 or 7
            && Number(bytes, entry + 4, 4, little) is > 4 and var count && Number(bytes, entry + 8, 4, little) is { } at
                ? (at, count) : null;

    private static long? Find(ReadOnlySpan<byte> bytes, long directory, ushort tag, bool little)
    {
        var entries = Math.Min(MostEntries, Number(bytes, directory, 2, little) ?? 0);
        for (var i = 0; i < entries; i++)
        {
            var at = directory + 2 + (12L * i);
            if (Number(bytes, at, 2, little) == tag)
                return at;
        }
        return null;
    }

    private static long? Number(ReadOnlySpan<byte> bytes, long at, int length, bool little)
    {
        var part = Part(bytes, at, length);
        if (part.IsEmpty)
            return null;
        if (length == 2)
            return little ? BinaryPrimitives.ReadUInt16LittleEndian(part) : BinaryPrimitives.ReadUInt16BigEndian(part);
        return little ? BinaryPrimitives.ReadUInt32LittleEndian(part) : BinaryPrimitives.ReadUInt32BigEndian(part);
    }

    // Empty where it is not all there.
    private static ReadOnlySpan<byte> Part(ReadOnlySpan<byte> bytes, long at, long length) =>
        at >= 0 && length > 0 && at <= bytes.Length && length <= bytes.Length - at ? bytes.Slice((int)at, (int)length) : [];
}
