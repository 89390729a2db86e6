namespace FaceWeb.Pipeline.ModelPacks.Preparation;

/// <summary>
/// Writes PRelu(x) with a constant slope a for each channel as (1 - a) Relu(x) + a x: ONNX Runtime's PRelu is slow and keeps its neighbours
/// from the layout in which convolutions are fast. Right for every slope, also beyond 1 and below 0. Where only a convolution looks at the
/// result, its filters take the factor 1 - a, and Relu(x) + a / (1 - a) x is left to compute.
/// </summary>
internal sealed class PReluAsRelu : IGraphTransformation
{
    // From this version on Mul and Add broadcast as PRelu does.
    private const int Broadcasting = 7;

    // A factor nearer to zero is not divided by: a slope of nearly 1.
    private const float SmallestFactor = 1e-3f;

    /// <inheritdoc/>
    public string? Apply(OnnxGraph graph)
    {
        if (graph.OperatorSet < Broadcasting)
            return null;
        var count = 0;
        for (var i = 0; i < graph.Nodes.Count; i++)
        {
            var node = graph.Nodes[i];
            if (!node.Is("PRelu") || graph.FloatConstant(node.Inputs[1]) is not { } slopes)
                continue;
            graph.Nodes.RemoveAt(i);
            graph.Nodes.InsertRange(i, Written(graph, node, slopes, graph.NewName()));
            count++;
        }
        return count == 0 ? null : $"{count} PRelu written as Relu";
    }

    private static OnnxNode[] Written(OnnxGraph graph, OnnxNode node, OnnxTensor slopes, string name)
    {
        var (x, y) = (node.Inputs[0], node.Outputs[0]);
        float[] factors = [.. slopes.Floats.ToArray().Select(a => 1 - a)];
        long[] shape = [.. slopes.Dimensions];
        if (factors.All(f => Math.Abs(f) >= SmallestFactor) && TakenByConvolution(graph, y, factors, shape))
        {
            var ratios = graph.Add([.. slopes.Floats.ToArray().Select(a => a / (1 - a))], shape);
            return [new("Relu", [x], name), new("Mul", [x, ratios], name + "_linear"), new("Add", [name, name + "_linear"], y)];
        }
        return
        [
            new("Relu", [x], name),
            new("Mul", [name, graph.Add(factors, shape)], name + "_positive"),
            new("Mul", [x, slopes.Name], name + "_linear"),
            new("Add", [name + "_positive", name + "_linear"], y),
        ];
    }

    /// <summary>
    /// Multiplies the filters of the convolution that alone looks at the value by a factor for each channel; false where there is no such
    /// convolution.
    /// </summary>
    private static bool TakenByConvolution(OnnxGraph graph, string value, float[] factors, long[] shape)
    {
        if (shape is not ([_, 1, 1] or [1, _, 1, 1]) || graph.IsOutput(value) || graph.ConsumersOf(value) is not [var next])
            return false;
        if (!next.Is("Conv") || next.Inputs[0] != value || next.Inputs.Count(i => i == value) != 1
            || graph.FloatConstant(next.Inputs[1]) is not { Dimensions.Count: 4 } filters)
            return false;
        var group = next.Whole("group")?[0] ?? 1;
        int outputs = (int)filters.Dimensions[0], columns = (int)filters.Dimensions[1], size = (int)(filters.Dimensions[2] * filters.Dimensions[3]);
        if (columns * group != factors.Length)
            return false;
        var scaled = filters.Floats.ToArray();
        for (var o = 0; o < outputs; o++)
        {
            var first = (int)(o / (outputs / group)) * columns;
            for (var c = 0; c < columns; c++)
            {
                for (var k = 0; k < size; k++)
                    scaled[(((o * columns) + c) * size) + k] *= factors[first + c];
            }
        }
        next.Inputs[1] = graph.Add(scaled, [.. filters.Dimensions]);
        return true;
    }
}
