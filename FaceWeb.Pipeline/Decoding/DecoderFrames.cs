using System.Buffers.Binary;
using System.Text;

namespace FaceWeb.Pipeline.Decoding;

/// <summary>
/// The wire between parent and child: frames of a length (32 bits, least byte first, at most <see cref="LongestPayload"/>) and so many bytes.
/// </summary>
internal static class DecoderFrames
{
    /// <summary>The protocol's version; parent and child are one program, so a mismatch means an installation replaced halfway.</summary>
    public const int Version = 3;

    /// <summary>The longest payload in bytes.</summary>
    public const int LongestPayload = 32 * 1024;

    /// <summary>Writes one frame.</summary>
    public static void Write(Stream to, byte[] payload)
    {
        if (payload.Length > LongestPayload)
            throw new InvalidDataException($"A frame of {payload.Length} bytes is too long.");
        var frame = new byte[4 + payload.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, payload.Length);
        payload.CopyTo(frame.AsSpan(4));
        to.Write(frame);
        to.Flush();
    }

    /// <summary>Reads one frame's payload; null where the stream ends before it is whole.</summary>
    /// <exception cref="InvalidDataException">The length is beyond the bounds.</exception>
    public static byte[]? Read(Stream from)
    {
        Span<byte> head = stackalloc byte[4];
        if (from.ReadAtLeast(head, 4, throwOnEndOfStream: false) < 4)
            return null;
        var length = BinaryPrimitives.ReadInt32LittleEndian(head);
        if (length is < 1 or > LongestPayload)
            throw new InvalidDataException($"A frame of {length} bytes is none.");
        var payload = new byte[length];
        return from.ReadAtLeast(payload, length, throwOnEndOfStream: false) < length ? null : payload;
    }

    /// <summary>Builds a payload.</summary>
    public static byte[] Payload(Action<BinaryWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(bytes, Encoding.UTF8, leaveOpen: true))
            write(writer);
        return bytes.ToArray();
    }

    /// <summary>Takes a payload apart, to its last byte.</summary>
    /// <exception cref="InvalidDataException">It does not read as what it should be.</exception>
    public static T Parse<T>(byte[] payload, Func<BinaryReader, T> read)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(payload, writable: false), Encoding.UTF8);
            var value = read(reader);
            return reader.BaseStream.Position == payload.Length ? value : throw new InvalidDataException("A frame has bytes left over.");
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException or ArgumentException or IOException)
        {
            throw new InvalidDataException("A frame cannot be read.", e);
        }
    }
}
