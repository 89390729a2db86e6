using System.Buffers.Binary;
using System.Text;

namespace FaceWeb.Bench.Load;

/// <summary>
/// The messages between a browser and a Blazor Server circuit: SignalR's hub protocol in MessagePack, under the name <c>blazorpack</c>
/// (ASP.NET Core's HubProtocol.md, "MessagePack (MsgPack) Hub Protocol"; msgpack/spec.md). Only what a visit needs.
/// </summary>
internal static class BlazorPack
{
    /// <summary>The first message of a connection.</summary>
    public static ReadOnlySpan<byte> Handshake => "{\"protocol\":\"blazorpack\",\"version\":1}\x1e"u8;

    /// <summary>A call of a hub method, its length in front.</summary>
    /// <param name="invocation">By which the answer is told; null for a call without an answer.</param>
    /// <param name="target">The method.</param>
    /// <param name="arguments">Strings, whole numbers, null.</param>
    public static byte[] Call(string? invocation, string target, params object?[] arguments)
    {
        using var body = new MemoryStream();
        body.WriteByte(0x96);
        body.WriteByte(1);
        body.WriteByte(0x80);
        Write(body, invocation);
        Write(body, target);
        body.WriteByte((byte)(0x90 + arguments.Length));
        foreach (var argument in arguments)
            Write(body, argument);
        body.WriteByte(0x90);
        var message = body.ToArray();
        var framed = new List<byte>(message.Length + 5);
        for (var left = message.Length; ; left >>= 7)
        {
            framed.Add((byte)(left > 0x7f ? (left & 0x7f) | 0x80 : left));
            if (left <= 0x7f)
                break;
        }
        framed.AddRange(message);
        return [.. framed];
    }

    /// <summary>Cuts the next message off the front of what has come; null while it is not whole.</summary>
    public static object?[]? Next(List<byte> buffer)
    {
        int length = 0, shift = 0, at = 0;
        while (true)
        {
            if (at == buffer.Count)
                return null;
            var part = buffer[at++];
            length |= (part & 0x7f) << shift;
            shift += 7;
            if (part < 0x80)
                break;
        }
        if (buffer.Count < at + length)
            return null;
        var message = buffer.GetRange(at, length).ToArray();
        buffer.RemoveRange(0, at + length);
        var position = 0;
        return Read(message, ref position) as object?[];
    }

    private static void Write(MemoryStream to, object? value)
    {
        Span<byte> number = stackalloc byte[8];
        switch (value)
        {
            case null:
                to.WriteByte(0xc0);
                break;
            case string text:
                var bytes = Encoding.UTF8.GetBytes(text);
                to.WriteByte(0xdb);
                BinaryPrimitives.WriteInt32BigEndian(number, bytes.Length);
                to.Write(number[..4]);
                to.Write(bytes);
                break;
            case long whole:
                to.WriteByte(0xd3);
                BinaryPrimitives.WriteInt64BigEndian(number, whole);
                to.Write(number);
                break;
            default:
                throw new ArgumentException($"A {value.GetType().Name} cannot be sent.", nameof(value));
        }
    }

    private static object? Read(byte[] from, ref int at)
    {
        var kind = from[at++];
        switch (kind)
        {
            case <= 0x7f:
                return (long)kind;
            case <= 0x8f:
                return Map(from, ref at, kind & 0xf);
            case <= 0x9f:
                return Items(from, ref at, kind & 0xf);
            case <= 0xbf:
                return Text(from, ref at, kind & 0x1f);
            case 0xc0:
                return null;
            case 0xc2 or 0xc3:
                return kind == 0xc3;
            case 0xc4 or 0xc5 or 0xc6:
                var bytes = (int)Unsigned(from, ref at, 1 << (kind - 0xc4));
                at += bytes;
                return bytes;
            case 0xca:
                at += 4;
                return null;
            case 0xcb:
                at += 8;
                return null;
            case >= 0xcc and <= 0xcf:
                return Unsigned(from, ref at, 1 << (kind - 0xcc));
            case >= 0xd0 and <= 0xd3:
                return Unsigned(from, ref at, 1 << (kind - 0xd0));
            case 0xd9 or 0xda or 0xdb:
                return Text(from, ref at, (int)Unsigned(from, ref at, 1 << (kind - 0xd9)));
            case 0xdc or 0xdd:
                return Items(from, ref at, (int)Unsigned(from, ref at, kind == 0xdc ? 2 : 4));
            case 0xde or 0xdf:
                return Map(from, ref at, (int)Unsigned(from, ref at, kind == 0xde ? 2 : 4));
            case >= 0xe0:
                return (long)(sbyte)kind;
            default:
                throw new InvalidDataException($"A message holds a {kind:x2}, which is not known here.");
        }
    }

    private static object?[] Items(byte[] from, ref int at, int count)
    {
        var items = new object?[count];
        for (var i = 0; i < count; i++)
            items[i] = Read(from, ref at);
        return items;
    }

    private static object? Map(byte[] from, ref int at, int count)
    {
        for (var i = 0; i < 2 * count; i++)
            Read(from, ref at);
        return null;
    }

    private static string Text(byte[] from, ref int at, int length)
    {
        var text = Encoding.UTF8.GetString(from, at, length);
        at += length;
        return text;
    }

    private static long Unsigned(byte[] from, ref int at, int bytes)
    {
        long value = 0;
        for (var i = 0; i < bytes; i++)
            value = (value << 8) | from[at++];
        return value;
    }
}
