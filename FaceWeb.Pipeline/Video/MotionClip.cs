using System.Buffers.Binary;
using System.Text;
using FaceWeb.Pipeline.Imaging;

namespace FaceWeb.Pipeline.Video;

/// <summary>
/// The few seconds of video inside a motion photo: behind a JPEG's picture (Google's Motion Photo format 1.0 and the MicroVideo before it, Samsung's
/// trailer), or in the box <c>mpvd</c> of a HEIC.
/// </summary>
/// <param name="Offset">Where it begins in the photo's file, in bytes.</param>
/// <param name="Length">How many bytes it has.</param>
/// <param name="MimeType"><c>video/mp4</c> or <c>video/quicktime</c>.</param>
public sealed record MotionClip(long Offset, long Length, string MimeType)
{
    // A lying file has no more segments, boxes or entries to look at than this.
    private const int Most = 200;
    private const int LeastBytes = 100;

    // Samsung's kind of entry for the clip, in the directory at the end of the file.
    private const ushort SamsungClip = 0x0a30;

    private static ReadOnlySpan<byte> XmpName => "http://ns.adobe.com/xap/1.0/\0"u8;

    /// <summary>Finds it.</summary>
    /// <param name="path">The photo's file.</param>
    /// <returns>Null where there is none, or none where the file says.</returns>
    public static MotionClip? Find(string path)
    {
        using var file = File.OpenRead(path);
        Span<byte> head = stackalloc byte[12];
        if (file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length)
            return null;
        if (head is [0xff, 0xd8, 0xff, ..])
            return OfXmp(file) ?? OfSamsung(file);
        return head[4..8].SequenceEqual("ftyp"u8) && VideoFormat.MimeTypeOf(head) is null ? OfBoxes(file) : null;
    }

    private static MotionClip? OfXmp(FileStream file)
    {
        var head = new byte[4];
        var at = 2L;
        for (var i = 0; i < Most && Read(file, at, head) && head[0] == 0xff; i++)
        {
            if (head[1] is 0xda or 0xd9)
                break;
            var length = BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(2));
            if (length < 2)
                break;
            if (head[1] == 0xe1 && length - 2 > XmpName.Length)
            {
                var segment = new byte[length - 2];
                if (Read(file, at + 4, segment) && segment.AsSpan().StartsWith(XmpName)
                    && MotionXmp.BytesBeforeEnd(segment.AsMemory(XmpName.Length)) is { } place)
                    return At(file, file.Length - place.FromEnd, place.Length);
            }
            at += 2 + length;
        }
        return null;
    }

    // SEFH, its version, how many entries; each two bytes of nothing, two of its kind, four of how far before SEFH its data begin, four of how many
    // they are; then the directory's length and SEFT. An entry's data begin with its kind again and its name.
    private static MotionClip? OfSamsung(FileStream file)
    {
        var end = new byte[8];
        if (!Read(file, file.Length - 8, end) || !end.AsSpan(4).SequenceEqual("SEFT"u8))
            return null;
        var start = file.Length - 8 - BinaryPrimitives.ReadUInt32LittleEndian(end);
        var head = new byte[12];
        if (!Read(file, start, head) || !head.AsSpan(0, 4).SequenceEqual("SEFH"u8))
            return null;
        var entries = Math.Min(Most, BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(8)));
        var entry = new byte[12];
        for (var i = 0; i < entries && Read(file, start + 12 + (12 * i), entry); i++)
        {
            if (BinaryPrimitives.ReadUInt16LittleEndian(entry.AsSpan(2)) != SamsungClip)
                continue;
            var data = start - BinaryPrimitives.ReadUInt32LittleEndian(entry.AsSpan(4));
            var name = new byte[8];
            if (!Read(file, data, name))
                return null;
            var before = 8L + BinaryPrimitives.ReadUInt32LittleEndian(name.AsSpan(4));
            return At(file, data + before, BinaryPrimitives.ReadUInt32LittleEndian(entry.AsSpan(8)) - before);
        }
        return null;
    }

    private static MotionClip? OfBoxes(FileStream file)
    {
        var head = new byte[16];
        var at = 0L;
        for (var i = 0; i < Most && Read(file, at, head); i++)
        {
            long size = BinaryPrimitives.ReadUInt32BigEndian(head);
            var own = 8;
            if (size == 1)
                (size, own) = (BinaryPrimitives.ReadInt64BigEndian(head.AsSpan(8)), 16);
            else if (size == 0)
                size = file.Length - at;
            if (size < own || size > file.Length - at)
                break;
            if (Encoding.Latin1.GetString(head, 4, 4) == "mpvd")
                return At(file, at + own, size - own);
            at += size;
        }
        return null;
    }

    // Whatever the photo says, there has to be a film.
    private static MotionClip? At(FileStream file, long offset, long length)
    {
        var head = new byte[12];
        return offset > 0 && length >= LeastBytes && length <= file.Length - offset && Read(file, offset, head)
            && head.AsSpan(4, 4).SequenceEqual("ftyp"u8) && VideoFormat.MimeTypeOf(head) is "video/mp4" or "video/quicktime"
                ? new(offset, length, VideoFormat.MimeTypeOf(head)!) : null;
    }

    private static bool Read(FileStream file, long at, byte[] into)
    {
        if (at < 0 || at > file.Length - into.Length)
            return false;
        file.Position = at;
        return file.ReadAtLeast(into, into.Length, throwOnEndOfStream: false) == into.Length;
    }
}
