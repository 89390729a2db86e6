using System.Buffers;
using System.Text;

namespace FaceWeb.Pipeline.ModelPacks.Preparation;

/// <summary>
/// A message in protobuf's wire format as a list of fields, in their order: without a schema, so that what is not known here is written
/// back as it was read.
/// </summary>
internal sealed class ProtoMessage
{
    /// <summary>The fields, in the order in which they are written.</summary>
    public List<ProtoField> Fields { get; } = [];

    /// <summary>Reads a message; the fields' bytes are views of the given ones.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a message.</exception>
    public static ProtoMessage Parse(Memory<byte> bytes)
    {
        var message = new ProtoMessage();
        var at = 0;
        while (at < bytes.Length)
        {
            var tag = ReadVarint(bytes.Span, ref at);
            var (number, wireType) = ((int)(tag >> 3), (int)(tag & 7));
            if (number == 0)
                throw new InvalidDataException("A field has the number 0.");
            if (wireType == 0)
            {
                message.Fields.Add(new(number, 0, ReadVarint(bytes.Span, ref at), default));
                continue;
            }
            var length = wireType switch
            {
                1 => 8UL,
                2 => ReadVarint(bytes.Span, ref at),
                5 => 4UL,
                _ => throw new InvalidDataException($"The wire type {wireType} is not known."),
            };
            if (length > (ulong)(bytes.Length - at))
                throw new InvalidDataException("A field is longer than its message.");
            message.Fields.Add(new(number, wireType, 0, bytes.Slice(at, (int)length)));
            at += (int)length;
        }
        return message;
    }

    /// <summary>The message as bytes.</summary>
    public byte[] ToBytes()
    {
        var to = new ArrayBufferWriter<byte>(Math.Max(256, Fields.Sum(f => f.Bytes.Length + 12)));
        foreach (var field in Fields)
        {
            WriteVarint(to, (ulong)(uint)field.Number << 3 | (uint)field.WireType);
            if (field.WireType == 0)
                WriteVarint(to, field.Value);
            if (field.WireType == 2)
                WriteVarint(to, (ulong)field.Bytes.Length);
            to.Write(field.Bytes.Span);
        }
        return to.WrittenSpan.ToArray();
    }

    /// <summary>The messages in the fields of this number.</summary>
    /// <exception cref="InvalidDataException">A field holds no message.</exception>
    public IEnumerable<ProtoMessage> Messages(int number) => Fields.Where(f => f.Number == number && f.WireType == 2).Select(f => Parse(f.Bytes));

    /// <summary>The texts in the fields of this number.</summary>
    public IEnumerable<string> Texts(int number) =>
        Fields.Where(f => f.Number == number && f.WireType == 2).Select(f => Encoding.UTF8.GetString(f.Bytes.Span));

    /// <summary>The whole numbers in the fields of this number, written one by one or packed.</summary>
    /// <exception cref="InvalidDataException">The packed numbers end in the middle of one.</exception>
    public IReadOnlyList<long> Numbers(int number)
    {
        var numbers = new List<long>();
        foreach (var field in Fields.Where(f => f.Number == number))
        {
            if (field.WireType == 0)
                numbers.Add((long)field.Value);
            for (var at = 0; field.WireType == 2 && at < field.Bytes.Length;)
                numbers.Add((long)ReadVarint(field.Bytes.Span, ref at));
        }
        return numbers;
    }

    /// <summary>Adds a whole number.</summary>
    public void Add(int number, long value) => Fields.Add(new(number, 0, (ulong)value, default));

    /// <summary>Adds a text.</summary>
    public void Add(int number, string value) => Add(number, Encoding.UTF8.GetBytes(value));

    /// <summary>Adds bytes, which are not copied.</summary>
    public void Add(int number, byte[] value) => Fields.Add(new(number, 2, 0, value));

    /// <summary>Adds a message.</summary>
    public void Add(int number, ProtoMessage value) => Add(number, value.ToBytes());

    private static ulong ReadVarint(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (at == bytes.Length)
                break;
            var next = bytes[at++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
                return value;
        }
        throw new InvalidDataException("A number has no end.");
    }

    private static void WriteVarint(ArrayBufferWriter<byte> to, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            to.Write([(byte)(value | 0x80)]);
        to.Write([(byte)value]);
    }
}
