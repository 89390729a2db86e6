namespace FaceWeb.Pipeline.ModelPacks.Preparation;

/// <summary>Opens the number of pictures in a run where the file fixes it at 1, also in the constants that Reshape takes.</summary>
internal sealed class DynamicBatch : IGraphTransformation
{
    /// <summary>The name of the open length.</summary>
    public const string Length = "n";

    // From this version on Reshape takes its shape as an input.
    private const int ShapeAsInput = 5;

    /// <inheritdoc/>
    public string? Apply(OnnxGraph graph)
    {
        var pictures = graph.Inputs.FindAll(i => !graph.Constants.ContainsKey(i.Name));
        if (graph.OperatorSet < ShapeAsInput || pictures.Count != 1 || pictures[0].Dimensions is not [1, ..])
            return null;
        pictures[0].OpenFirst(Length);
        foreach (var output in graph.Outputs.Where(o => o.Dimensions is [1, _, ..]))
            output.OpenFirst(Length);
        foreach (var node in graph.Nodes.Where(n => n.Is("Reshape") && n.Whole("allowzero") is null))
        {
            // In a Reshape's shape 0 means "as long as before".
            if (graph.Constants.TryGetValue(node.Inputs[1], out var shape) && shape.IsLong && shape.Longs is [1, _, ..])
            {
                var open = new OnnxTensor(graph.NewName(), [0, .. shape.Longs[1..]]);
                graph.Constants[open.Name] = open;
                node.Inputs[1] = open.Name;
            }
        }
        return "several pictures in one run";
    }
}
