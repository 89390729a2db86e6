using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace FaceWeb.Bench.Fuzzing;

/// <summary>
/// Damages JPEG XL (ISO/IEC 18181): the bits of its headers, which have no bytes, and the boxes around its code stream, which may come in parts, in any
/// number, and packed.
/// </summary>
/// <param name="random">Says what is done where.</param>
/// <param name="boxes">Damages boxes.</param>
[SuppressMessage("Security", "CA5394", Justification = "Damage has to be repeatable, not secret.")]
internal sealed class JxlMutator(Random random, BoxMutator boxes)
{
    // Signature, size, metadata and the first frame's header of a small picture lie in so many bits.
    private const int HeaderBits = 600;

    private const uint LastPart = 0x80000000;

    /// <summary>A damaged file.</summary>
    /// <param name="picture">A code stream, or boxes around one.</param>
    public byte[] Damage(byte[] picture)
    {
        var file = FileBox.Read(picture.AsSpan().StartsWith<byte>([0xFF, 0x0A]) ? [] : picture);
        var stream = file.Count == 0 ? picture : [.. file.Where(box => box.Type == "jxlc").SelectMany(box => box.Content)];
        if (stream.Length == 0)
            return boxes.Damage(picture);
        if (random.Next(4) > 0)
            stream = Bits(stream);
        if (random.Next(2) == 0)
            return stream;
        var whole = InBoxes(stream);
        return random.Next(2) == 0 ? whole : boxes.Damage(whole);
    }

    /// <summary>Bits flipped, put in and left out: what follows moves by one, as in no other kind of damage.</summary>
    private byte[] Bits(byte[] stream)
    {
        var bits = new List<bool>(stream.Length * 8);
        for (var i = 0; i < stream.Length * 8; i++)
            bits.Add((stream[i / 8] >> (i % 8) & 1) != 0);
        for (var i = random.Next(1, 4); i > 0 && bits.Count > 16; i--)
        {
            var at = random.Next(16, random.Next(4) > 0 ? Math.Min(HeaderBits, bits.Count) : bits.Count);
            switch (random.Next(4))
            {
                case 0: bits.Insert(at, random.Next(2) == 0); break;
                case 1: bits.RemoveAt(at); break;
                case 2: bits.InsertRange(at, Enumerable.Repeat(random.Next(2) == 0, random.Next(1, 70))); break;
                default: bits[at] = !bits[at]; break;
            }
        }
        var changed = new byte[(bits.Count + 7) / 8];
        for (var i = 0; i < bits.Count; i++)
            changed[i / 8] |= (byte)(bits[i] ? 1 << (i % 8) : 0);
        return changed;
    }

    private byte[] InBoxes(byte[] stream)
    {
        var file = new List<FileBox>
        {
            new() { Type = "JXL ", Content = [0x0D, 0x0A, 0x87, 0x0A] },
            new() { Type = "ftyp", Content = [.. "jxl \0\0\0\0jxl "u8] },
        };
        if (random.Next(3) == 0)
            file.Add(new FileBox { Type = "jxll", Content = [(byte)random.Next(12)] });
        if (random.Next(2) == 0)
            file.Add(new FileBox { Type = "jxlc", Content = stream });
        else
            file.AddRange(Parts(stream));
        for (var i = random.Next(4); i > 0; i--)
            file.Insert(random.Next(2, file.Count + 1), Beside());
        return FileBox.Write(file, PictureMutator.LongestFile);
    }

    private IEnumerable<FileBox> Parts(byte[] stream)
    {
        var parts = stream.Chunk(random.Next(1, random.Next(2) == 0 ? 20 : stream.Length + 1)).ToList();
        for (var i = 0; i < parts.Count; i++)
        {
            var number = (uint)(random.Next(30) == 0 ? random.Next() : i) | (i == parts.Count - 1 || random.Next(50) == 0 ? LastPart : 0);
            var head = new byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(head, number);
            yield return new FileBox { Type = "jxlp", Content = [.. head, .. parts[i]] };
        }
    }

    /// <summary>Metadata, an index of frames, a JPEG's remains, packed boxes: most hold nothing that makes sense.</summary>
    private FileBox Beside()
    {
        var content = new byte[random.Next(random.Next(4) == 0 ? 50_000 : 60)];
        random.NextBytes(content);
        return random.Next(6) switch
        {
            0 => new FileBox { Type = "Exif", Content = [0, 0, 0, 0, .. "MM\0*\0\0\0\x8"u8, .. content] },
            1 => new FileBox { Type = "brob", Content = [.. "brobExif"u8, .. content] },
            2 => new FileBox { Type = "brob", Content = [.. "Exif"u8, .. content] },
            3 => new FileBox { Type = "jbrd", Content = content },
            4 => new FileBox { Type = "jxli", Content = content },
            _ => new FileBox { Type = "xml ", Content = content },
        };
    }
}
