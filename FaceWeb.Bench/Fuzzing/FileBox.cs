using System.Buffers.Binary;
using System.Text;

namespace FaceWeb.Bench.Fuzzing;

/// <summary>A box of an ISO base media file (ISO/IEC 14496-12), taken apart so that it can be damaged and put together again with right sizes.</summary>
internal sealed class FileBox
{
    // What stands in a box before the boxes within it: version and flags, and iinf's count.
    private static readonly Dictionary<string, int> Containers = new()
    {
        ["meta"] = 4,
        ["iinf"] = 6,
        ["iref"] = 4,
        ["iprp"] = 0,
        ["ipco"] = 0,
        ["dinf"] = 0,
        ["grpl"] = 0,
        ["moov"] = 0,
        ["trak"] = 0,
        ["mdia"] = 0,
        ["minf"] = 0,
        ["stbl"] = 0,
    };

    /// <summary>Four characters.</summary>
    public required string Type { get; set; }

    /// <summary>The content, or what stands before the boxes within.</summary>
    public required byte[] Content { get; set; }

    /// <summary>The boxes within; null where it holds none.</summary>
    public List<FileBox>? Within { get; init; }

    /// <summary>The size that it claims; null: the right one.</summary>
    public ulong? Claimed { get; set; }

    /// <summary>Whether its size stands in 64 bits.</summary>
    public bool Wide { get; set; }

    /// <summary>Takes a file, or the content of a box, apart. What is no box becomes the content of one called <c>free</c>.</summary>
    public static List<FileBox> Read(ReadOnlySpan<byte> bytes)
    {
        var boxes = new List<FileBox>();
        while (bytes.Length >= 8)
        {
            var size = (int)Math.Min(int.MaxValue, BinaryPrimitives.ReadUInt32BigEndian(bytes));
            if (size == 0)
                size = bytes.Length;
            if (size < 8 || size > bytes.Length)
                break;
            var type = Encoding.Latin1.GetString(bytes[4..8]);
            var content = bytes[8..size];
            boxes.Add(Containers.TryGetValue(type, out var before) && content.Length >= before
                ? new FileBox { Type = type, Content = content[..before].ToArray(), Within = Read(content[before..]) }
                : new FileBox { Type = type, Content = content.ToArray() });
            bytes = bytes[size..];
        }
        if (bytes.Length > 0)
            boxes.Add(new FileBox { Type = "free", Content = bytes.ToArray() });
        return boxes;
    }

    /// <summary>Puts boxes together.</summary>
    /// <param name="boxes">They.</param>
    /// <param name="most">No more bytes than about so many.</param>
    public static byte[] Write(IEnumerable<FileBox> boxes, int most)
    {
        using var file = new MemoryStream();
        foreach (var box in boxes)
        {
            box.Write(file, most);
            if (file.Length > most)
                break;
        }
        return file.ToArray();
    }

    /// <summary>The box and all within it.</summary>
    public IEnumerable<FileBox> All() => Within is null ? [this] : [this, .. Within.SelectMany(box => box.All())];

    /// <summary>Another one like it.</summary>
    public FileBox Copy() =>
        new() { Type = Type, Content = [.. Content], Within = Within?.ConvertAll(box => box.Copy()), Claimed = Claimed, Wide = Wide };

    private void Write(MemoryStream file, int most)
    {
        var start = file.Position;
        Span<byte> header = stackalloc byte[16];
        var wide = Wide || Claimed > uint.MaxValue;
        Encoding.Latin1.GetBytes(Type, header[4..]);
        file.Write(header[..(wide ? 16 : 8)]);
        file.Write(Content);
        foreach (var box in Within ?? [])
        {
            if (file.Length > most)
                break;
            box.Write(file, most);
        }
        var end = file.Position;
        var size = Claimed ?? (ulong)(end - start);
        BinaryPrimitives.WriteUInt32BigEndian(header, wide ? 1 : (uint)size);
        BinaryPrimitives.WriteUInt64BigEndian(header[8..], size);
        file.Position = start;
        file.Write(header[..(wide ? 16 : 8)]);
        file.Position = end;
    }
}
