namespace FaceWeb.Pipeline.ModelPacks.Preparation;

/// <summary>
/// Strips operators and constants whose values nobody takes, and constants listed as inputs (which keeps ONNX Runtime from folding them).
/// </summary>
internal sealed class UnusedParts : IGraphTransformation
{
    /// <inheritdoc/>
    public string? Apply(OnnxGraph graph)
    {
        var operators = 0;
        // From the end: what only an unused operator takes is unused itself.
        for (var i = graph.Nodes.Count - 1; i >= 0; i--)
        {
            if (graph.Nodes[i].Outputs.TrueForAll(o => !graph.IsOutput(o) && graph.ConsumersOf(o).Count == 0))
            {
                graph.Nodes.RemoveAt(i);
                operators++;
            }
        }
        var used = graph.Nodes.SelectMany(n => n.Inputs).Concat(graph.Outputs.Select(o => o.Name)).ToHashSet();
        var unused = graph.Constants.Keys.Where(name => !used.Contains(name)).ToList();
        foreach (var name in unused)
            graph.Constants.Remove(name);
        var inputs = graph.Inputs.RemoveAll(i => graph.Constants.ContainsKey(i.Name) || unused.Contains(i.Name));
        return operators + unused.Count + inputs == 0 ? null
            : $"{operators} operators, {unused.Count} constants and {inputs} inputs that nothing uses stripped";
    }
}
