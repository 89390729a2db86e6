using System.Buffers.Binary;
using System.Text;

namespace FaceWeb.Pipeline.Video;

/// <summary>The boxes of an MP4, MOV or 3GP file (ISO/IEC 14496-12, 4.2), read where they are wanted: the file may have gigabytes.</summary>
/// <param name="file">The file; its position moves.</param>
internal sealed class ContainerBoxes(Stream file)
{
    // A lying file has no more boxes to look at than this, and none with more to read.
    private const int MostBoxes = 10_000;
    private const int LongestContent = 1 << 16;

    private readonly byte[] head = new byte[16];
    private int left = MostBoxes;

    /// <summary>The boxes of a name between two places.</summary>
    /// <param name="start">Where the first box begins.</param>
    /// <param name="end">Where the last one ends.</param>
    /// <param name="name">Four characters of Latin 1; null for all boxes.</param>
    /// <returns>Where the content of each lies.</returns>
    public List<(long Start, long End)> Find(long start, long end, string? name)
    {
        var found = new List<(long, long)>();
        for (var at = start; at + 8 <= end && left > 0; left--)
        {
            file.Position = at;
            if (file.ReadAtLeast(head, 16, throwOnEndOfStream: false) < 8)
                break;
            long size = BinaryPrimitives.ReadUInt32BigEndian(head);
            var own = 8;
            if (size == 1)
                (size, own) = (BinaryPrimitives.ReadInt64BigEndian(head.AsSpan(8)), 16);
            else if (size == 0)
                size = end - at;
            if (size < own || size > end - at)
                break;
            if (name is null || Encoding.Latin1.GetString(head, 4, 4) == name)
                found.Add((at + own, at + size));
            at += size;
        }
        return found;
    }

    /// <summary>A box's content, as far as it is there and not too long.</summary>
    public byte[] Read(long start, long end)
    {
        var bytes = new byte[Math.Clamp(end - start, 0, LongestContent)];
        file.Position = start;
        var read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return read == bytes.Length ? bytes : bytes[..read];
    }
}
