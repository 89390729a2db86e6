namespace FaceWeb.Pipeline.ModelPacks.Preparation;

/// <summary>One operator of a graph (onnx.proto's NodeProto).</summary>
internal sealed class OnnxNode
{
    private readonly List<ProtoField> rest = [];
    private readonly List<ProtoMessage> attributes = [];

    /// <summary>An operator of the standard set.</summary>
    public OnnxNode(string type, string[] inputs, string output)
    {
        (Type, Inputs, Outputs) = (type, [.. inputs], [output]);
    }

    private OnnxNode(ProtoMessage node)
    {
        // NodeProto: input = 1, output = 2, op_type = 4, attribute = 5, domain = 7.
        (Type, Inputs, Outputs) = (node.Texts(4).FirstOrDefault() ?? "", [.. node.Texts(1)], [.. node.Texts(2)]);
        attributes.AddRange(node.Messages(5));
        rest.AddRange(node.Fields.Where(f => f.Number is not (1 or 2 or 4 or 5)));
        IsStandard = node.Texts(7).All(domain => domain is "" or "ai.onnx");
        // AttributeProto: g = 6, graphs = 11: such a node uses names of the graph around it that its inputs do not list.
        HasGraphs = attributes.Exists(a => a.Fields.Exists(f => f.Number is 6 or 11));
    }

    /// <summary>The operator's name, such as Conv.</summary>
    public string Type { get; }

    /// <summary>Whether the operator is one of ONNX's own and not of a vendor.</summary>
    public bool IsStandard { get; } = true;

    /// <summary>Whether it holds graphs of its own, such as a loop's.</summary>
    public bool HasGraphs { get; }

    /// <summary>What it takes; an empty name stands for an input left out.</summary>
    public List<string> Inputs { get; }

    /// <summary>What it gives.</summary>
    public List<string> Outputs { get; }

    /// <summary>Reads a NodeProto.</summary>
    public static OnnxNode Read(ProtoMessage node) => new(node);

    /// <summary>Whether this is the standard operator of that name.</summary>
    public bool Is(string type) => IsStandard && Type == type;

    /// <summary>The whole numbers of an attribute, or null where it is not given.</summary>
    public IReadOnlyList<long>? Whole(string attribute) => Find(attribute) is { } found ? [.. found.Numbers(3), .. found.Numbers(8)] : null;

    /// <summary>The number of an attribute, or the default where it is not given.</summary>
    public float Number(string attribute, float otherwise) =>
        Find(attribute)?.Fields.Find(f => f.Number == 2) is { WireType: 5 } field ? BitConverter.ToSingle(field.Bytes.Span) : otherwise;

    /// <summary>The text of an attribute, or null where it is not given.</summary>
    public string? Text(string attribute) => Find(attribute)?.Texts(4).FirstOrDefault();

    /// <summary>The tensor of an attribute, under another name; or null where it is not given.</summary>
    public OnnxTensor? Tensor(string attribute, string name) =>
        Find(attribute)?.Messages(5).FirstOrDefault() is { } tensor ? OnnxTensor.Read(tensor, name) : null;

    /// <summary>Gives an attribute one whole number.</summary>
    public void SetWhole(string attribute, long value)
    {
        attributes.RemoveAll(a => a.Texts(1).Contains(attribute));
        // AttributeProto: name = 1, i = 3, type = 20 (2 = INT).
        var changed = new ProtoMessage();
        changed.Add(1, attribute);
        changed.Add(3, value);
        changed.Add(20, 2);
        attributes.Add(changed);
    }

    /// <summary>The node as a NodeProto.</summary>
    public ProtoMessage ToMessage()
    {
        var node = new ProtoMessage();
        foreach (var input in Inputs)
            node.Add(1, input);
        foreach (var output in Outputs)
            node.Add(2, output);
        node.Add(4, Type);
        foreach (var attribute in attributes)
            node.Add(5, attribute);
        node.Fields.AddRange(rest);
        return node;
    }

    private ProtoMessage? Find(string attribute) => attributes.Find(a => a.Texts(1).Contains(attribute));
}
