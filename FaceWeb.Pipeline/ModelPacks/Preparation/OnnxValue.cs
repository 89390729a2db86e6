namespace FaceWeb.Pipeline.ModelPacks.Preparation;

/// <summary>An input or output of a graph with its type and shape (onnx.proto's ValueInfoProto).</summary>
internal sealed class OnnxValue
{
    private ProtoMessage value;

    private OnnxValue(ProtoMessage value)
    {
        this.value = value;
        Name = value.Texts(1).FirstOrDefault() ?? "";
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The shape; null for an open length. Empty where the file gives none.</summary>
    public IReadOnlyList<long?> Dimensions =>
        Shape() is { } shape ? [.. shape.Messages(1).Select(d => d.Fields.Exists(f => f.Number == 1) ? d.Numbers(1)[0] : (long?)null)] : [];

    /// <summary>Reads a ValueInfoProto.</summary>
    public static OnnxValue Read(ProtoMessage value) => new(value);

    /// <summary>Leaves the first length open, under a name.</summary>
    public void OpenFirst(string name)
    {
        // ValueInfoProto: type = 2. TypeProto: tensor_type = 1. Tensor: shape = 2. TensorShapeProto: dim = 1. Dimension: dim_value = 1,
        // dim_param = 2.
        var open = new ProtoMessage();
        open.Add(2, name);
        this.value = Replace(this.value, 2, type => Replace(type, 1, tensor => Replace(tensor, 2, shape => Replace(shape, 1, _ => open))));
    }

    /// <summary>The value as a ValueInfoProto.</summary>
    public ProtoMessage ToMessage() => this.value;

    private ProtoMessage? Shape() => this.value.Messages(2).SelectMany(t => t.Messages(1)).SelectMany(t => t.Messages(2)).FirstOrDefault();

    private static ProtoMessage Replace(ProtoMessage message, int number, Func<ProtoMessage, ProtoMessage> change)
    {
        var at = message.Fields.FindIndex(f => f.Number == number);
        var changed = new ProtoMessage();
        changed.Fields.AddRange(message.Fields);
        changed.Fields[at] = new(number, 2, 0, change(ProtoMessage.Parse(message.Fields[at].Bytes)).ToBytes());
        return changed;
    }
}
