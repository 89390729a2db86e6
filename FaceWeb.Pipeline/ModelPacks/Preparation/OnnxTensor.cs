using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace FaceWeb.Pipeline.ModelPacks.Preparation;

/// <summary>A constant of a graph (onnx.proto's TensorProto), its numbers as a view of the file where it holds them as they are.</summary>
internal sealed class OnnxTensor
{
    private const int FloatType = 1;
    private const int LongType = 7;
    private readonly ProtoMessage? unread;

    /// <summary>A constant of single-precision numbers.</summary>
    public OnnxTensor(string name, float[] values, params ReadOnlySpan<long> dimensions)
        : this(name, FloatType, dimensions, MemoryMarshal.AsBytes(values.AsSpan()).ToArray())
    {
    }

    /// <summary>A list of whole numbers.</summary>
    public OnnxTensor(string name, ReadOnlySpan<long> values)
        : this(name, LongType, [values.Length], MemoryMarshal.AsBytes(values).ToArray())
    {
    }

    private OnnxTensor(string name, int type, ReadOnlySpan<long> dimensions, Memory<byte> raw, ProtoMessage? unread = null)
    {
        (Name, Type, Dimensions, Raw, this.unread) = (name, type, dimensions.ToArray(), raw, unread);
    }

    /// <summary>The name by which nodes take it.</summary>
    public string Name { get; }

    /// <summary>Its shape; empty for a single number.</summary>
    public IReadOnlyList<long> Dimensions { get; }

    /// <summary>Whether <see cref="Floats"/> are its numbers.</summary>
    public bool IsFloat => Type == FloatType && this.unread is null;

    /// <summary>Whether <see cref="Longs"/> are its numbers.</summary>
    public bool IsLong => Type == LongType && this.unread is null;

    /// <summary>The numbers of a tensor of single precision, row by row; they may be changed.</summary>
    public Span<float> Floats => MemoryMarshal.Cast<byte, float>(Raw.Span);

    /// <summary>The numbers of a tensor of 64-bit whole numbers.</summary>
    public ReadOnlySpan<long> Longs => MemoryMarshal.Cast<byte, long>(Raw.Span);

    private int Type { get; }

    private Memory<byte> Raw { get; }

    /// <summary>Reads a TensorProto: dims = 1, data_type = 2, float_data = 4, int64_data = 7, name = 8, raw_data = 9 (little-endian).</summary>
    /// <exception cref="InvalidDataException">A list of numbers ends in the middle of one.</exception>
    public static OnnxTensor Read(ProtoMessage tensor, string? name = null)
    {
        name ??= tensor.Texts(8).FirstOrDefault() ?? "";
        var type = (int)tensor.Numbers(2).DefaultIfEmpty().Max();
        long[] dimensions = [.. tensor.Numbers(1)];
        var numbers = type switch
        {
            FloatType => (Packed(tensor, 9) ?? Packed(tensor, 4)) is { } packed ? packed : Separate(tensor),
            LongType => Packed(tensor, 9) ?? MemoryMarshal.AsBytes(tensor.Numbers(7).ToArray().AsSpan()).ToArray(),
            _ => null,
        };
        var size = dimensions.Aggregate((type == LongType ? 8L : 4L), (a, b) => a * b);
        // Numbers that lie in another file, or of another kind, are passed on as they are.
        return numbers is { } raw && raw.Length == size ? new(name, type, dimensions, raw) : new(name, type, dimensions, default, tensor);
    }

    /// <summary>The tensor as a TensorProto.</summary>
    public ProtoMessage ToMessage()
    {
        var tensor = new ProtoMessage();
        if (this.unread is not null)
        {
            tensor.Fields.AddRange(this.unread.Fields.Where(f => f.Number != 8));
            tensor.Add(8, Name);
            return tensor;
        }
        foreach (var dimension in Dimensions)
            tensor.Add(1, dimension);
        tensor.Add(2, Type);
        tensor.Add(8, Name);
        tensor.Fields.Add(new(9, 2, 0, Raw));
        return tensor;
    }

    private static Memory<byte>? Packed(ProtoMessage tensor, int number)
    {
        var fields = tensor.Fields.FindAll(f => f.Number == number && f.WireType == 2);
        return fields.Count == 1 ? fields[0].Bytes : (Memory<byte>?)null;
    }

    private static Memory<byte>? Separate(ProtoMessage tensor)
    {
        var fields = tensor.Fields.FindAll(f => f.Number == 4 && f.WireType == 5);
        float[] values = [.. fields.Select(f => BinaryPrimitives.ReadSingleLittleEndian(f.Bytes.Span))];
        return values.Length > 0 ? MemoryMarshal.AsBytes(values.AsSpan()).ToArray() : (Memory<byte>?)null;
    }
}
