using System.Buffers.Binary;

namespace FaceWeb.Bench.Library;

/// <summary>Looks for pieces of many byte strings in files: eight bytes out of the middle of each.</summary>
internal sealed class ByteTraces
{
    private const int Piece = sizeof(ulong);
    private const int Step = 1 << 24;

    // One for all files: most of them are a small part of it.
    private readonly byte[] buffer = new byte[Step];
    private readonly HashSet<ulong> pieces;

    // One bit for each value of a hash of 24 bits: nearly all places are passed over by it.
    private readonly bool[] maybe = new bool[1 << 24];

    /// <param name="texts">The byte strings; those too short for a piece are left out.</param>
    public ByteTraces(IEnumerable<byte[]> texts)
    {
        pieces = [.. texts.Where(t => t.Length >= 2 * Piece).Select(t => BinaryPrimitives.ReadUInt64LittleEndian(t.AsSpan(t.Length / 2)))];
        foreach (var piece in pieces)
            maybe[Hash(piece)] = true;
    }

    /// <summary>How many different ones are found in the files of a folder and of all below it.</summary>
    public int CountIn(string folder)
    {
        var found = new HashSet<ulong>();
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            try
            {
                Search(file, found);
            }
            catch (IOException) when (file.EndsWith(".lock", StringComparison.Ordinal))
            {
                // The running FaceWeb's own, without a byte in it.
            }
        }
        return found.Count;
    }

    private void Search(string file, HashSet<ulong> found)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var kept = 0;
        while (stream.Read(buffer, kept, buffer.Length - kept) is > 0 and var read)
        {
            var length = kept + read;
            for (var i = 0; i + Piece <= length; i++)
            {
                var value = BinaryPrimitives.ReadUInt64LittleEndian(buffer.AsSpan(i));
                if (maybe[Hash(value)] && pieces.Contains(value))
                    found.Add(value);
            }
            // A piece may lie across two steps.
            kept = Math.Min(Piece - 1, length);
            buffer.AsSpan(length - kept, kept).CopyTo(buffer);
        }
    }

    private static int Hash(ulong value) => (int)((value * 0x9E3779B97F4A7C15) >> 40);
}
