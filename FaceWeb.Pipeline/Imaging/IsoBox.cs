using System.Buffers.Binary;

namespace FaceWeb.Pipeline.Imaging;

/// <summary>One box of an ISO base media file (ISO/IEC 14496-12, 4.2): HEIC, AVIF, CR3 and the container of JPEG XL are rows of boxes.</summary>
internal readonly ref struct IsoBox
{
    private IsoBox(ReadOnlySpan<byte> type, ReadOnlySpan<byte> content, bool whole)
    {
        Type = type;
        Content = content;
        IsWhole = whole;
    }

    /// <summary>Four characters.</summary>
    public ReadOnlySpan<byte> Type { get; }

    /// <summary>What follows size and type, as far as it is there.</summary>
    public ReadOnlySpan<byte> Content { get; }

    /// <summary>False when the bytes end before the box does.</summary>
    public bool IsWhole { get; }

    /// <summary>Reads the box at <paramref name="at"/> and moves behind it, always forward and never past the end.</summary>
    /// <returns>False where no further box begins.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, scoped ref int at, out IsoBox box)
    {
        box = default;
        var rest = bytes[at..];
        if (rest.Length < 8)
            return false;
        ulong size = BinaryPrimitives.ReadUInt32BigEndian(rest);
        var head = 8;
        if (size == 1 && rest.Length >= 16)
        {
            size = BinaryPrimitives.ReadUInt64BigEndian(rest[8..]);
            head = 16;
        }
        else if (size == 0)
        {
            size = (ulong)rest.Length;
        }
        if (size < (ulong)head)
            return false;
        var whole = size <= (ulong)rest.Length;
        var length = whole ? (int)size : rest.Length;
        box = new IsoBox(rest.Slice(4, 4), rest[head..length], whole);
        at += length;
        return true;
    }

    /// <summary>The content of the first box of a type, empty where there is none.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> bytes, scoped ReadOnlySpan<byte> type)
    {
        for (var at = 0; TryRead(bytes, ref at, out var box);)
        {
            if (box.Type.SequenceEqual(type))
                return box.Content;
        }
        return [];
    }

    /// <summary>Whether the file ends with its last box and not inside it.</summary>
    public static bool AllWhole(ReadOnlySpan<byte> bytes)
    {
        for (var at = 0; TryRead(bytes, ref at, out var box);)
        {
            if (!box.IsWhole)
                return false;
        }
        return true;
    }
}
