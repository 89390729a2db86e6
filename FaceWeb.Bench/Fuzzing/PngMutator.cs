using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using System.Text;

namespace FaceWeb.Bench.Fuzzing;

/// <summary>
/// Damages PNG by its chunks, with right check sums: sizes and kinds of colour that contradict the pixels, chunks repeated, moved, left out and made up,
/// and pixels damaged before they are deflated anew.
/// </summary>
/// <param name="random">Says what is done where.</param>
/// <param name="interesting">Numbers that readers fall for.</param>
[SuppressMessage("Security", "CA5394", Justification = "Damage has to be repeatable, not secret.")]
internal sealed class PngMutator(Random random, IReadOnlyList<ulong> interesting)
{
    private static readonly string[] Types =
    [
        "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "tEXt", "zTXt", "iTXt", "bKGD", "hIST", "pHYs", "sPLT", "tIME", "eXIf",
        "acTL", "fcTL", "fdAT", "oFFs", "pCAL", "sCAL", "CgBI", "cICP", "orNT", "caNv", "vpAg",
    ];

    /// <summary>A damaged file.</summary>
    /// <param name="picture">The file to damage.</param>
    public byte[] Damage(byte[] picture)
    {
        var chunks = Read(picture);
        for (var i = random.Next(1, 5); i > 0 && chunks.Count > 0; i--)
            Once(chunks);
        using var file = new MemoryStream();
        file.Write(picture.AsSpan(0, 8));
        foreach (var (type, content) in chunks)
        {
            if (file.Length > PictureMutator.LongestFile)
                break;
            Write(file, type, content);
        }
        return file.ToArray();
    }

    private static List<(string Type, byte[] Content)> Read(byte[] png)
    {
        var chunks = new List<(string, byte[])>();
        for (var at = 8; at + 12 <= png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            chunks.Add((Encoding.Latin1.GetString(png, at + 4, 4), png[(at + 8)..(at + 8 + length)]));
            at += 12 + length;
        }
        return chunks;
    }

    private static void Write(MemoryStream file, string type, byte[] content)
    {
        byte[] checkedPart = [.. Encoding.Latin1.GetBytes(type), .. content];
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(checkedPart);
        BinaryPrimitives.WriteUInt32BigEndian(number, PngChunks.Crc32(checkedPart));
        file.Write(number);
    }

    private void Once(List<(string Type, byte[] Content)> chunks)
    {
        var index = random.Next(chunks.Count);
        var (type, content) = chunks[index];
        switch (random.Next(11))
        {
            case 0: chunks.InsertRange(index, Enumerable.Repeat((type, content), random.Next(1, random.Next(2) == 0 ? 4 : 3000))); break;
            case 1: chunks.RemoveAt(index); break;
            case 2: (chunks[index], chunks[^1]) = (chunks[^1], chunks[index]); break;
            case 3: chunks[index] = (Types[random.Next(Types.Length)], content); break;
            case 4 or 5: chunks.Insert(random.Next(chunks.Count + 1), Made()); break;
            case 6 or 7: Header(chunks); break;
            case 8: Pixels(chunks); break;
            case 9: Split(chunks); break;
            default: chunks[index] = (type, Changed(content)); break;
        }
    }

    /// <summary>Width, height, bits a sample, kind of colour, interlacing: wrong ones.</summary>
    private void Header(List<(string Type, byte[] Content)> chunks)
    {
        if (chunks.FindIndex(chunk => chunk is { Type: "IHDR", Content.Length: 13 }) is var at && at < 0)
            return;
        byte[] header = [.. chunks[at].Content];
        switch (random.Next(5))
        {
            case 0: BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4 * random.Next(2)), (uint)interesting[random.Next(interesting.Count)]); break;
            case 1: BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4 * random.Next(2)), (uint)random.Next(1, 12_000)); break;
            case 2: header[8] = (byte)(1 << random.Next(6)); break;
            case 3: header[9] = (byte)random.Next(8); break;
            default: header[10 + random.Next(3)] ^= 1; break;
        }
        chunks[at] = ("IHDR", header);
    }

    /// <summary>The scan lines with their filters, damaged and deflated anew.</summary>
    private void Pixels(List<(string Type, byte[] Content)> chunks)
    {
        var first = chunks.FindIndex(chunk => chunk.Type == "IDAT");
        if (first < 0)
            return;
        byte[] lines;
        try
        {
            using var inflated = new ZLibStream(new MemoryStream(chunks[first].Content), CompressionMode.Decompress);
            using var all = new MemoryStream();
            inflated.CopyTo(all);
            lines = all.ToArray();
        }
        catch (InvalidDataException)
        {
            return;
        }
        for (var i = random.Next(1, 30); i > 0 && lines.Length > 0; i--)
            lines[random.Next(lines.Length)] = (byte)random.Next(random.Next(2) == 0 ? 8 : 256);
        lines = random.Next(4) switch
        {
            0 => lines[..random.Next(lines.Length + 1)],
            1 => [.. Enumerable.Repeat(lines, random.Next(2, 40)).SelectMany(l => l)],
            _ => lines,
        };
        chunks[first] = ("IDAT", Deflated(lines));
    }

    private void Split(List<(string Type, byte[] Content)> chunks)
    {
        var at = chunks.FindIndex(chunk => chunk.Type == "IDAT");
        if (at < 0)
            return;
        var parts = chunks[at].Content.Chunk(random.Next(1, 200)).Select(part => ("IDAT", part)).ToList();
        chunks.RemoveAt(at);
        chunks.InsertRange(at, parts);
        if (random.Next(2) == 0)
            chunks.Insert(at + random.Next(parts.Count + 1), Made());
    }

    /// <summary>A chunk of a kind that pictures seldom have, with something in it that is nearly right.</summary>
    private (string Type, byte[] Content) Made()
    {
        var type = Types[random.Next(Types.Length)];
        var content = new byte[random.Next(random.Next(4) == 0 ? 2000 : 40)];
        random.NextBytes(content);
        return (type, type switch
        {
            "zTXt" or "iCCP" => [.. "name\0\0"u8, .. Deflated(new byte[random.Next(5_000_000)])],
            "iTXt" => [.. "name\0\x1\0\0\0"u8, .. Deflated(new byte[random.Next(5_000_000)])],
            "tEXt" => [.. "Raw profile type exif\0\nexif\n"u8, .. Encoding.ASCII.GetBytes(Convert.ToHexString(content))],
            "eXIf" => [.. "MM\0*\0\0\0\x8"u8, .. content],
            "acTL" => [.. Number(), 0, 0, 0, 0],
            "fcTL" => [0, 0, 0, 0, .. Number(), .. Number(), .. Number(), .. Number(), 0, 1, 0, 1, 0, 0],
            _ => content,
        });
    }

    private byte[] Changed(byte[] content)
    {
        byte[] changed = [.. content];
        if (changed.Length == 0 || random.Next(6) == 0)
            return [.. changed, .. Number()];
        if (random.Next(6) == 0)
            return changed[..random.Next(changed.Length)];
        for (var i = random.Next(1, 5); i > 0; i--)
            changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
        return changed;
    }

    private byte[] Number()
    {
        var number = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(number, (uint)interesting[random.Next(interesting.Count)]);
        return number;
    }

    private static byte[] Deflated(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            deflate.Write(bytes);
        return packed.ToArray();
    }
}
