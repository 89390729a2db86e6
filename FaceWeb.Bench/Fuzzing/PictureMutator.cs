using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace FaceWeb.Bench.Fuzzing;

/// <summary>Damages pictures in the ways that readers of pictures fall for; the same seed always damages in the same way.</summary>
/// <param name="seed">Of the random numbers.</param>
[SuppressMessage("Security", "CA5394", Justification = "Damage has to be repeatable, not secret.")]
public sealed class PictureMutator(int seed)
{
    /// <summary>No damaged file is longer, in bytes.</summary>
    public const int LongestFile = 2_000_000;

    private static readonly ulong[] Interesting =
    [
        0, 1, 2, 3, 4, 7, 8, 9, 15, 16, 31, 100, 127, 128, 255, 256, 32767, 32768, 65535, 65536, 0x7FFFFFF8, 0x7FFFFFFF, 0x80000000, 0xFFFFFFF0,
        0xFFFFFFFF, 0x100000000, 0x7FFFFFFFFFFFFFF8, 0x8000000000000000, 0xFFFFFFFFFFFFFFFF,
    ];

    private readonly Random random = new(seed);

    /// <summary>A damaged file made of one or, where it is the turn of that, two pictures.</summary>
    /// <param name="picture">The picture to damage.</param>
    /// <param name="other">One of another format.</param>
    public byte[] Damage(byte[] picture, byte[] other)
    {
        if (random.Next(2) == 0 && Structured(picture) is { } structured)
            return structured.Length > LongestFile ? structured[..LongestFile] : structured;
        var bytes = picture.ToList();
        // Light damage gets past the checks of the container, into the decoders.
        if (random.Next(2) == 0)
            Lightly(bytes);
        else
            for (var i = random.Next(1, 4); i > 0 && bytes.Count > 0; i--)
                Once(bytes, other);
        if (bytes.Count > LongestFile)
            bytes.RemoveRange(LongestFile, bytes.Count - LongestFile);
        byte[] damaged = [.. bytes];
        if (damaged.AsSpan().StartsWith<byte>([0x89, 0x50, 0x4E, 0x47]) && random.Next(4) > 0)
            PngChunks.Repair(damaged);
        return damaged;
    }

    /// <summary>Damage to parts that are known; null where the format has none that are.</summary>
    private byte[]? Structured(byte[] picture)
    {
        var boxes = new BoxMutator(random, Interesting);
        var start = picture.AsSpan();
        return start.StartsWith<byte>([0x89, 0x50, 0x4E, 0x47]) ? new PngMutator(random, Interesting).Damage(picture)
            : start.StartsWith<byte>([0xFF, 0x0A]) || start.StartsWith<byte>([0, 0, 0, 12, .. "JXL "u8]) ? new JxlMutator(random, boxes).Damage(picture)
            : start.Length > 8 && start[4..8].SequenceEqual("ftyp"u8) ? boxes.Damage(picture)
            : null;
    }

    private void Lightly(List<byte> bytes)
    {
        for (var i = random.Next(1, 4); i > 0; i--)
            bytes[random.Next(bytes.Count)] ^= (byte)(1 << random.Next(8));
    }

    private void Once(List<byte> bytes, byte[] other)
    {
        switch (random.Next(9))
        {
            case 0: Truncate(bytes); break;
            case 1 or 2: FlipBits(bytes); break;
            case 3 or 4: WriteNumbers(bytes); break;
            case 5: Repeat(bytes); break;
            case 6: Nest(bytes); break;
            case 7: Splice(bytes, other); break;
            default: MoveBlock(bytes); break;
        }
    }

    /// <summary>A place in the file; half of them in its first 600 bytes, where headers are.</summary>
    private int Place(List<byte> bytes) => random.Next(random.Next(2) == 0 ? Math.Min(600, bytes.Count) : bytes.Count);

    private void Truncate(List<byte> bytes)
    {
        var at = Place(bytes);
        bytes.RemoveRange(at, bytes.Count - at);
    }

    private void FlipBits(List<byte> bytes)
    {
        for (var i = random.Next(1, 20); i > 0; i--)
            bytes[Place(bytes)] ^= (byte)(1 << random.Next(8));
    }

    private void WriteNumbers(List<byte> bytes)
    {
        Span<byte> number = stackalloc byte[8];
        for (var i = random.Next(1, 6); i > 0; i--)
        {
            var value = Interesting[random.Next(Interesting.Length)];
            var size = new[] { 1, 2, 4, 8 }[random.Next(4)];
            if (random.Next(2) == 0)
                BinaryPrimitives.WriteUInt64LittleEndian(number, value);
            else
                BinaryPrimitives.WriteUInt64BigEndian(number, value << (8 * (8 - size)));
            var at = Place(bytes);
            for (var b = 0; b < size && at + b < bytes.Count; b++)
                bytes[at + b] = number[b];
        }
    }

    private void Repeat(List<byte> bytes)
    {
        var (at, length) = Block(bytes, 5000);
        var block = bytes.GetRange(at, length).ToArray();
        var times = Math.Min(random.Next(1, 1000), LongestFile / Math.Max(1, length));
        bytes.InsertRange(at + length, Enumerable.Repeat(block, times).SelectMany(b => b).ToArray());
    }

    private void Nest(List<byte> bytes)
    {
        var whole = bytes.ToArray();
        for (var i = random.Next(1, 8); i > 0 && bytes.Count < LongestFile; i--)
            bytes.InsertRange(Place(bytes), whole);
    }

    private void Splice(List<byte> bytes, byte[] other)
    {
        var (at, from) = (Place(bytes), random.Next(Math.Max(1, other.Length)));
        if (random.Next(2) == 0)
            bytes.RemoveRange(at, bytes.Count - at);
        bytes.InsertRange(at, other[from..]);
    }

    private void MoveBlock(List<byte> bytes)
    {
        var (at, length) = Block(bytes, 2000);
        var block = bytes.GetRange(at, length).ToArray();
        bytes.RemoveRange(at, length);
        if (random.Next(2) == 0)
            bytes.InsertRange(random.Next(bytes.Count + 1), block);
    }

    private (int At, int Length) Block(List<byte> bytes, int longest)
    {
        var at = Place(bytes);
        return (at, random.Next(1, Math.Min(longest, bytes.Count - at) + 1));
    }
}
