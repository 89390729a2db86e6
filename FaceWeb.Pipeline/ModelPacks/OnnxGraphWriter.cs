using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace FaceWeb.Pipeline.ModelPacks;

/// <summary>Writes a small ONNX model (onnx.proto, operator set 13) for weights that come in another form.</summary>
internal sealed class OnnxGraphWriter
{
    private const int Float = 1;
    private const int Long = 7;
    private readonly ArrayBufferWriter<byte> graph = new();
    private int count;

    /// <summary>Adds a constant tensor and returns its name.</summary>
    public string Constant(ReadOnlySpan<float> values, params ReadOnlySpan<long> shape) => Constant(MemoryMarshal.AsBytes(values), Float, shape);

    /// <summary>Adds a constant tensor of integers and returns its name.</summary>
    public string Constant(params ReadOnlySpan<long> values) => Constant(MemoryMarshal.AsBytes(values), Long, [values.Length]);

    /// <summary>Adds an operator with whole-number attributes and returns the name of its output.</summary>
    public string Node(string type, string[] inputs, params ReadOnlySpan<(string Name, long[] Values)> attributes)
    {
        var output = NextName();
        var node = new ArrayBufferWriter<byte>();
        foreach (var input in inputs)
            Text(node, 1, input);
        Text(node, 2, output);
        Text(node, 4, type);
        foreach (var (name, values) in attributes)
        {
            // AttributeProto: name = 1, ints = 8, type = 20 (7 = INTS).
            var attribute = new ArrayBufferWriter<byte>();
            Text(attribute, 1, name);
            foreach (var value in values)
                Number(attribute, 8, value);
            Number(attribute, 20, 7);
            Message(node, 5, attribute);
        }
        Message(graph, 1, node);
        return output;
    }

    /// <summary>The finished model: its input is called "input", its output is the given one; -1 leaves the first dimension open.</summary>
    public byte[] Finish(string output, ReadOnlySpan<long> inputShape, ReadOnlySpan<long> outputShape)
    {
        Text(graph, 2, "graph");
        Message(graph, 11, ValueInfo("input", inputShape));
        Message(graph, 12, ValueInfo(output, outputShape));
        var opset = new ArrayBufferWriter<byte>();
        Number(opset, 2, 13);
        var model = new ArrayBufferWriter<byte>();
        Number(model, 1, 7);
        Message(model, 7, graph);
        Message(model, 8, opset);
        return model.WrittenSpan.ToArray();
    }

    private string Constant(ReadOnlySpan<byte> raw, int type, ReadOnlySpan<long> shape)
    {
        // TensorProto: dims = 1, data_type = 2, name = 8, raw_data = 9 (little-endian).
        var name = NextName();
        var tensor = new ArrayBufferWriter<byte>();
        foreach (var dimension in shape)
            Number(tensor, 1, dimension);
        Number(tensor, 2, type);
        Text(tensor, 8, name);
        Bytes(tensor, 9, raw);
        Message(graph, 5, tensor);
        return name;
    }

    private static ArrayBufferWriter<byte> ValueInfo(string name, ReadOnlySpan<long> shape)
    {
        var dimensions = new ArrayBufferWriter<byte>();
        foreach (var length in shape)
        {
            var dimension = new ArrayBufferWriter<byte>();
            if (length < 0)
                Text(dimension, 2, "n");
            else
                Number(dimension, 1, length);
            Message(dimensions, 1, dimension);
        }
        var tensor = new ArrayBufferWriter<byte>();
        Number(tensor, 1, Float);
        Message(tensor, 2, dimensions);
        var type = new ArrayBufferWriter<byte>();
        Message(type, 1, tensor);
        var info = new ArrayBufferWriter<byte>();
        Text(info, 1, name);
        Message(info, 2, type);
        return info;
    }

    private string NextName() => $"t{count++}";

    private static void Text(ArrayBufferWriter<byte> to, int field, string value) => Bytes(to, field, Encoding.UTF8.GetBytes(value));

    private static void Message(ArrayBufferWriter<byte> to, int field, ArrayBufferWriter<byte> value) => Bytes(to, field, value.WrittenSpan);

    private static void Bytes(ArrayBufferWriter<byte> to, int field, ReadOnlySpan<byte> value)
    {
        Varint(to, (ulong)(field << 3 | 2));
        Varint(to, (ulong)value.Length);
        to.Write(value);
    }

    private static void Number(ArrayBufferWriter<byte> to, int field, long value)
    {
        Varint(to, (ulong)(field << 3));
        Varint(to, (ulong)value);
    }

    private static void Varint(ArrayBufferWriter<byte> to, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            to.Write([(byte)(value | 0x80)]);
        to.Write([(byte)value]);
    }
}
