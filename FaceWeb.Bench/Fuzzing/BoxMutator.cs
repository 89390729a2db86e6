using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace FaceWeb.Bench.Fuzzing;

/// <summary>
/// Damages HEIC, AVIF and JPEG XL by their boxes: repeated, nested, moved, left out, with lying lengths, or with wrong numbers in boxes whose lengths are
/// right, so that readers get as far as those numbers.
/// </summary>
/// <param name="random">Says what is done where.</param>
/// <param name="interesting">Numbers that readers fall for.</param>
[SuppressMessage("Security", "CA5394", Justification = "Damage has to be repeatable, not secret.")]
internal sealed class BoxMutator(Random random, IReadOnlyList<ulong> interesting)
{
    private static readonly string[] Types =
        ["meta", "iinf", "infe", "iref", "iprp", "ipco", "ipma", "iloc", "idat", "mdat", "ispe", "irot", "grid", "dimg", "auxl", "cdsc", "jxlc", "jxlp", "brob"];

    private static readonly string[] ItemTypes = ["grid", "iovl", "iden", "av01", "hvc1", "Exif", "mime", "tmap", "unci", "jpeg"];

    /// <summary>A damaged file.</summary>
    /// <param name="picture">The file to damage.</param>
    public byte[] Damage(byte[] picture)
    {
        var boxes = TakenApart(picture);
        for (var i = random.Next(1, 5); i > 0; i--)
            Once(boxes);
        return FileBox.Write(boxes, PictureMutator.LongestFile);
    }

    /// <summary>The file put together anew, undamaged: what damage begins with has to be whole.</summary>
    public static byte[] Rewritten(byte[] picture) => FileBox.Write(TakenApart(picture), PictureMutator.LongestFile);

    private static List<FileBox> TakenApart(byte[] picture)
    {
        var boxes = FileBox.Read(picture);
        DataFirst(boxes);
        return boxes;
    }

    /// <summary>Puts the pixels before the boxes that point at them, so that these may grow and still point at them.</summary>
    private static void DataFirst(List<FileBox> boxes)
    {
        var meta = boxes.FindIndex(box => box.Type == "meta");
        if (meta < 0 || boxes.FindLastIndex(box => box.Type == "mdat") < meta || boxes.Exists(box => box.Type == "free"))
            return;
        var moved = boxes[meta];
        var by = FileBox.Write([moved], int.MaxValue).Length;
        boxes.RemoveAt(meta);
        boxes.Add(moved);
        if (moved.Within?.Find(box => box.Type == "iloc") is { Content: { Length: > 8 } places })
            MovePlaces(places, -by);
    }

    /// <summary>iloc's offsets into the file (ISO/IEC 14496-12, 8.11.3), of the whole files that are given to this.</summary>
    private static void MovePlaces(byte[] places, int by)
    {
        var version = places[0];
        var (offsetSize, lengthSize, baseSize, indexSize) = (places[4] >> 4, places[4] & 15, places[5] >> 4, version == 0 ? 0 : places[5] & 15);
        var at = version < 2 ? 8 : 10;
        while (at < places.Length)
        {
            at += version < 2 ? 2 : 4;
            var inFile = version == 0 || (places[at + 1] & 15) == 0;
            at += (version == 0 ? 0 : 2) + 2;
            var moved = inFile && Add(places, at, baseSize, by);
            at += baseSize + 2;
            for (var extents = BinaryPrimitives.ReadUInt16BigEndian(places.AsSpan(at - 2)); extents > 0; extents--)
            {
                at += indexSize;
                if (inFile && !moved)
                    Add(places, at, offsetSize, by);
                at += offsetSize + lengthSize;
            }
        }
    }

    private static bool Add(byte[] bytes, int at, int size, int by)
    {
        if (size != 4 || BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at)) is var number && number == 0)
            return false;
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(at), number + by);
        return true;
    }

    private void Once(List<FileBox> file)
    {
        var lists = new List<List<FileBox>> { file };
        lists.AddRange(file.SelectMany(box => box.All()).Select(box => box.Within).OfType<List<FileBox>>());
        var list = lists[random.Next(lists.Count)];
        if (list.Count == 0)
            return;
        var index = random.Next(list.Count);
        var box = list[index];
        switch (random.Next(14))
        {
            case 0: list.InsertRange(index, Enumerable.Repeat(box, random.Next(1, random.Next(2) == 0 ? 5 : 3000))); break;
            case 1: Nest(list, index); break;
            case 2: box.Claimed = random.Next(2) == 0 ? interesting[random.Next(interesting.Count)] : (ulong)random.Next(0, 300); break;
            case 3: list.RemoveAt(index); break;
            case 4: lists[random.Next(lists.Count)].Add(box.Copy()); break;
            case 5: (list[index], list[^1]) = (list[^1], list[index]); break;
            case 6: box.Type = Types[random.Next(Types.Length)]; break;
            case 7: box.Wide = true; break;
            case 8: Resize(box); break;
            case 9: Items(file); break;
            default: Numbers(random.Next(3) > 0 ? Leaf(file) : box); break;
        }
    }

    private void Nest(List<FileBox> list, int index)
    {
        var outer = random.Next(2) == 0 ? list[index].Type : Types[random.Next(5)];
        for (var depth = random.Next(1, random.Next(2) == 0 ? 4 : 1500); depth > 0; depth--)
            list[index] = new FileBox { Type = outer, Content = new byte[outer is "meta" or "iref" ? 4 : 0], Within = [list[index]] };
    }

    private void Resize(FileBox box)
    {
        var more = new byte[random.Next(1, random.Next(4) == 0 ? 100_000 : 40)];
        random.NextBytes(more);
        box.Content = random.Next(2) == 0 ? [.. box.Content, .. more] : box.Content[..random.Next(box.Content.Length + 1)];
    }

    /// <summary>Items of other kinds, which refer to each other in rings.</summary>
    private void Items(List<FileBox> file)
    {
        var all = file.SelectMany(box => box.All()).ToList();
        if (random.Next(2) == 0 && all.FindAll(box => box is { Type: "infe", Content.Length: >= 12 }) is { Count: > 0 } items)
        {
            var item = items[random.Next(items.Count)];
            System.Text.Encoding.Latin1.GetBytes(ItemTypes[random.Next(ItemTypes.Length)], item.Content.AsSpan(8));
            return;
        }
        var (from, count) = (random.Next(4), random.Next(1, random.Next(2) == 0 ? 4 : 3000));
        var reference = new byte[4 + (2 * count)];
        reference[1] = (byte)from;
        BinaryPrimitives.WriteUInt16BigEndian(reference.AsSpan(2), (ushort)count);
        for (var i = 0; i < count; i++)
            reference[5 + (2 * i)] = (byte)random.Next(4);
        var made = new FileBox { Type = random.Next(3) == 0 ? "auxl" : "dimg", Content = reference };
        if (all.Find(box => box.Type == "iref") is { Within: { } references })
            references.Add(made);
        else
            all.Find(box => box.Type == "meta")?.Within?.Add(new FileBox { Type = "iref", Content = new byte[4], Within = [made] });
    }

    private FileBox Leaf(List<FileBox> file)
    {
        var leaves = file.SelectMany(box => box.All()).Where(box => box.Within is null).ToList();
        return leaves.Count == 0 ? file[0] : leaves[random.Next(leaves.Count)];
    }

    private void Numbers(FileBox box)
    {
        if (box.Content.Length == 0)
            return;
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            // In pixels, what a decoder reads first stands first.
            var at = random.Next(random.Next(2) == 0 ? Math.Min(40, box.Content.Length) : box.Content.Length);
            if (random.Next(2) == 0)
            {
                box.Content[at] ^= (byte)(1 << random.Next(8));
                continue;
            }
            var (size, value) = (1 << random.Next(4), interesting[random.Next(interesting.Count)]);
            for (var b = 0; b < size && at + b < box.Content.Length; b++)
                box.Content[at + b] = (byte)(value >> (8 * (size - 1 - b)));
        }
    }
}
