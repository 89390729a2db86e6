namespace FaceWeb.Pipeline.ModelPacks.Preparation;

/// <summary>
/// An ONNX file as a list of operators with their constants, to be changed and written back. What is not known here (metadata, training
/// information, functions) is passed on as it is.
/// </summary>
internal sealed class OnnxGraph
{
    // ModelProto: ir_version = 1, graph = 7, opset_import = 8. GraphProto: node = 1, initializer = 5, input = 11, output = 12, value_info = 13.
    private readonly ProtoMessage model;
    private readonly ProtoMessage graph;
    private int names;

    private OnnxGraph(ProtoMessage model, ProtoMessage graph)
    {
        (this.model, this.graph) = (model, graph);
        Inputs = [.. graph.Messages(11).Select(OnnxValue.Read)];
        Outputs = [.. graph.Messages(12).Select(OnnxValue.Read)];
        foreach (var tensor in graph.Messages(5).Select(t => OnnxTensor.Read(t)))
            Constants[tensor.Name] = tensor;
        foreach (var node in graph.Messages(1).Select(OnnxNode.Read))
        {
            // A constant is a constant, whether it is listed or written as an operator without inputs.
            if (node.Is("Constant") && node.Tensor("value", node.Outputs[0]) is { } value && !Outputs.Exists(o => o.Name == value.Name))
                Constants[value.Name] = value;
            else
                Nodes.Add(node);
        }
        OperatorSet = model.Messages(8).Where(set => set.Texts(1).All(domain => domain is "" or "ai.onnx"))
            .SelectMany(set => set.Numbers(2)).DefaultIfEmpty(1).Max();
    }

    /// <summary>The operators, each after those whose outputs it takes.</summary>
    public List<OnnxNode> Nodes { get; } = [];

    /// <summary>The constants by their names.</summary>
    public Dictionary<string, OnnxTensor> Constants { get; } = [];

    /// <summary>What the model takes; old files list their constants here too.</summary>
    public List<OnnxValue> Inputs { get; }

    /// <summary>What the model gives.</summary>
    public List<OnnxValue> Outputs { get; }

    /// <summary>The version of ONNX's operators that the file is written for.</summary>
    public long OperatorSet { get; }

    /// <summary>Whether every operator's use of names is known: none holds graphs of its own.</summary>
    public bool IsFlat => Nodes.TrueForAll(n => !n.HasGraphs);

    /// <summary>Reads a model; its constants stay views of the given bytes, so changing them changes those.</summary>
    /// <exception cref="InvalidDataException">The bytes are not an ONNX file.</exception>
    public static OnnxGraph Read(Memory<byte> bytes)
    {
        var model = ProtoMessage.Parse(bytes);
        var graphs = model.Messages(7).ToList();
        return graphs.Count == 1 ? new(model, graphs[0]) : throw new InvalidDataException("It holds no graph.");
    }

    /// <summary>The model as an ONNX file. The shapes of inner values are left out: ONNX Runtime works them out again.</summary>
    public byte[] ToBytes()
    {
        var graph = new ProtoMessage();
        foreach (var node in Nodes)
            graph.Add(1, node.ToMessage());
        foreach (var tensor in Constants.Values)
            graph.Add(5, tensor.ToMessage());
        foreach (var input in Inputs)
            graph.Add(11, input.ToMessage());
        foreach (var output in Outputs)
            graph.Add(12, output.ToMessage());
        graph.Fields.AddRange(this.graph.Fields.Where(f => f.Number is not (1 or 5 or 11 or 12 or 13)));
        var model = new ProtoMessage();
        // From version 4 of the format on constants need not be listed as inputs.
        model.Add(1, Math.Max(4, this.model.Numbers(1).DefaultIfEmpty().Max()));
        model.Add(7, graph);
        model.Fields.AddRange(this.model.Fields.Where(f => f.Number is not (1 or 7)));
        return model.ToBytes();
    }

    /// <summary>The operators that take the value.</summary>
    public List<OnnxNode> ConsumersOf(string value) => Nodes.FindAll(n => n.Inputs.Contains(value));

    /// <summary>Whether the value is one that the model gives.</summary>
    public bool IsOutput(string value) => Outputs.Exists(o => o.Name == value);

    /// <summary>The single-precision constant of that name, or null.</summary>
    public OnnxTensor? FloatConstant(string? name) =>
        name is not null && Constants.TryGetValue(name, out var tensor) && tensor.IsFloat ? tensor : null;

    /// <summary>Adds a constant and returns its name.</summary>
    public string Add(float[] values, params ReadOnlySpan<long> dimensions)
    {
        var tensor = new OnnxTensor(NewName(), values, dimensions);
        Constants[tensor.Name] = tensor;
        return tensor.Name;
    }

    /// <summary>A name that nothing has yet.</summary>
    public string NewName()
    {
        string name;
        do
            name = $"prepared_{names++}";
        while (Constants.ContainsKey(name) || Nodes.Exists(n => n.Outputs.Contains(name)) || Inputs.Exists(i => i.Name == name));
        return name;
    }
}
