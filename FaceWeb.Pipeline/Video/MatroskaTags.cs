using System.Buffers.Binary;
using System.Text;

namespace FaceWeb.Pipeline.Video;

/// <summary>
/// When a Matroska or WebM file (RFC 9559) says it was made, how its numbers stand for light, and its tags (Matroska's and ffmpeg's names): reads the
/// segment's <c>Info</c>, <c>Tracks</c> and <c>Tags</c> and steps over all else.
/// </summary>
internal sealed class MatroskaTags
{
    // A lying file has no more elements to look at than this, and no longer text.
    private const int MostElements = 20_000;
    private const int LongestText = 4096;

    private const uint Segment = 0x18538067;
    private const uint SeekHead = 0x114D9B74;
    private const uint Seek = 0x4DBB;
    private const uint SeekId = 0x53AB;
    private const uint SeekPosition = 0x53AC;
    private const uint Info = 0x1549A966;
    private const uint DateUtc = 0x4461;
    private const uint Tracks = 0x1654AE6B;
    private const uint TrackEntry = 0xAE;
    private const uint Pictures = 0xE0;
    private const uint Colour = 0x55B0;
    private const uint TransferCharacteristics = 0x55BA;
    private const uint Cluster = 0x1F43B675;
    private const uint AllTags = 0x1254C367;
    private const uint Tag = 0x7373;
    private const uint SimpleTag = 0x67C8;
    private const uint TagName = 0x45A3;
    private const uint TagString = 0x4487;

    private static readonly DateTimeOffset Millennium = new(2001, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Stream file;
    private readonly Dictionary<string, string> tags = new(StringComparer.OrdinalIgnoreCase);
    private readonly byte[] head = new byte[12];
    private int left = MostElements;

    private MatroskaTags(Stream file) => this.file = file;

    /// <summary>The element <c>DateUTC</c>; null without one.</summary>
    public DateTimeOffset? Date { get; private set; }

    /// <summary>Transfer characteristics of the first track that says them (ITU-T H.273); null without any.</summary>
    public int? Transfer { get; private set; }

    /// <summary>A tag's text; names are the same in capitals and small letters. Null without one.</summary>
    public string? this[string name] => tags.GetValueOrDefault(name);

    /// <summary>Reads them.</summary>
    /// <param name="file">The file; its position moves.</param>
    public static MatroskaTags Read(Stream file)
    {
        var found = new MatroskaTags(file);
        var at = 0L;
        while (found.Next(ref at, file.Length, out var id, out var start, out var end))
        {
            if (id == Segment)
                found.ReadSegment(start, end);
        }
        return found;
    }

    private void ReadSegment(long start, long end)
    {
        var at = start;
        var tagsAt = -1L;
        while (Next(ref at, end, out var id, out var inside, out var stop))
        {
            switch (id)
            {
                case SeekHead:
                    tagsAt = Math.Max(tagsAt, TagsAt(start, inside, stop, end));
                    break;
                case Info:
                    ReadInfo(inside, stop);
                    break;
                case Tracks:
                    ReadTracks(inside, stop);
                    break;
                case AllTags:
                    ReadTags(inside, stop);
                    break;
                case Cluster when tagsAt >= inside:
                    // Between here and there is nothing but pictures and sound; never back, or a file could lead in a circle.
                    (at, tagsAt) = (tagsAt, -1);
                    break;
            }
        }
    }

    // Where the segment's table of contents says that the tags are; -1 where it does not.
    private long TagsAt(long segment, long at, long end, long segmentEnd)
    {
        while (Next(ref at, end, out var id, out var start, out var stop))
        {
            if (id != Seek)
                continue;
            var (what, place) = (0UL, ulong.MaxValue);
            while (Next(ref start, stop, out var part, out var from, out var to))
            {
                if (part == SeekId)
                    what = Number(from, to);
                else if (part == SeekPosition)
                    place = Number(from, to);
            }
            if (what == AllTags && place < (ulong)(segmentEnd - segment))
                return segment + (long)place;
        }
        return -1;
    }

    private void ReadInfo(long at, long end)
    {
        while (Next(ref at, end, out var id, out var start, out var stop))
        {
            // Nanoseconds since the millennium: 292 years at most, either way.
            if (id == DateUtc && stop - start == 8)
                Date = Millennium.AddTicks((long)Number(start, stop) / 100);
        }
    }

    // Downwards through what leads to it: a lying file may go further down than anybody can follow.
    private void ReadTracks(long at, long end, int below = 3)
    {
        while (Next(ref at, end, out var id, out var start, out var stop))
        {
            if (id is TrackEntry or Pictures or Colour && below > 0)
                ReadTracks(start, stop, below - 1);
            else if (id == TransferCharacteristics)
                Transfer ??= (int)Math.Min(Number(start, stop), int.MaxValue);
        }
    }

    private void ReadTags(long at, long end)
    {
        while (Next(ref at, end, out var id, out var start, out var stop))
        {
            if (id != Tag)
                continue;
            while (Next(ref start, stop, out var part, out var from, out var to))
            {
                if (part == SimpleTag)
                    ReadTag(from, to);
            }
        }
    }

    private void ReadTag(long at, long end)
    {
        var (name, text) = ("", "");
        while (Next(ref at, end, out var id, out var start, out var stop))
        {
            if (id == TagName)
                name = Text(start, stop);
            else if (id == TagString)
                text = Text(start, stop);
        }
        if (name.Length > 0 && text.Length > 0)
            tags.TryAdd(name, text);
    }

    // An element begins with its name, one to four bytes, and its length, one to eight: the place of the first set bit says how many.
    private bool Next(ref long at, long end, out uint id, out long start, out long stop)
    {
        (id, start, stop) = (0, 0, 0);
        if (at < 0 || at >= end || left-- <= 0)
            return false;
        file.Position = at;
        var read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var nameBytes = Bytes(0, read);
        if (nameBytes is < 1 or > 4)
            return false;
        id = (uint)BigEndian(head.AsSpan(0, nameBytes));
        var lengthBytes = Bytes(nameBytes, read);
        if (lengthBytes < 1)
            return false;
        var rest = (1UL << (7 * lengthBytes)) - 1;
        var length = BigEndian(head.AsSpan(nameBytes, lengthBytes)) & rest;
        start = at + nameBytes + lengthBytes;
        // All ones: until its parent ends, as in what was written while it was filmed.
        if (start > end || (length != rest && length > (ulong)(end - start)))
            return false;
        stop = length == rest ? end : start + (long)length;
        at = stop;
        return true;
    }

    private int Bytes(int from, int read)
    {
        if (from >= read || head[from] == 0)
            return 0;
        var bytes = System.Numerics.BitOperations.LeadingZeroCount((uint)head[from]) - 23;
        return from + bytes <= read ? bytes : 0;
    }

    private ulong Number(long start, long stop) => stop - start is > 0 and <= 8 ? BigEndian(Read(start, stop)) : 0;

    private string Text(long start, long stop) => Encoding.UTF8.GetString(Read(start, stop)).TrimEnd('\0');

    private static ulong BigEndian(ReadOnlySpan<byte> bytes)
    {
        Span<byte> whole = stackalloc byte[8];
        whole.Clear();
        bytes.CopyTo(whole[(8 - bytes.Length)..]);
        return BinaryPrimitives.ReadUInt64BigEndian(whole);
    }

    private byte[] Read(long start, long stop)
    {
        var bytes = new byte[Math.Clamp(stop - start, 0, LongestText)];
        file.Position = start;
        var read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return read == bytes.Length ? bytes : bytes[..read];
    }
}
