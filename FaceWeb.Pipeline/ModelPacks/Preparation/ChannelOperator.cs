namespace FaceWeb.Pipeline.ModelPacks.Preparation;

/// <summary>The operators that compute each channel from that channel alone, with constants of their own for each.</summary>
internal static class ChannelOperator
{
    /// <summary>Whether the operator is one of them.</summary>
    public static bool Is(OnnxGraph graph, OnnxNode node, int channels) => node.Type switch
    {
        _ when !node.IsStandard => false,
        "Relu" => true,
        // One slope for all, or one for each channel: [c,1,1] or [1,c,1,1].
        "PRelu" => graph.FloatConstant(node.Inputs[1]) is { } slopes
            && (slopes.Floats.Length == 1 || (slopes.Floats.Length == channels && slopes.Dimensions is [_, 1, 1] or [1, _, 1, 1])),
        "BatchNormalization" => node.Outputs.Count == 1
            && Enumerable.Range(1, 4).All(i => graph.FloatConstant(node.Inputs[i]) is { } each && each.Floats.Length == channels),
        "Conv" => (node.Whole("group")?[0] ?? 1) == channels && graph.FloatConstant(node.Inputs[1]) is { } filters
            && filters.Dimensions is [var outputs, 1, _, _] && outputs == channels
            && (node.Inputs.Count < 3 || graph.FloatConstant(node.Inputs[2]) is not null),
        _ => false,
    };

    /// <summary>Whether a convolution sees zeros beyond the picture's border.</summary>
    public static bool IsPadded(OnnxNode convolution) =>
        convolution.Whole("pads")?.Any(p => p != 0) == true || convolution.Text("auto_pad") is not (null or "NOTSET" or "VALID");

    /// <summary>Follows the numbers that channels have at every pixel (null: not one number) through the operator.</summary>
    public static void Follow(OnnxGraph graph, OnnxNode node, Span<double?> values)
    {
        var constants = node.Inputs.Skip(1).Select(graph.FloatConstant).ToList();
        for (var c = 0; c < values.Length; c++)
        {
            values[c] = (node.Type, values[c]) switch
            {
                ("Conv", var value) => Filtered(node, constants, c, values.Length, value),
                (_, null) => null,
                ("Relu", { } value) => Math.Max(0, value),
                ("PRelu", { } value) => value < 0 ? value * constants[0]!.Floats[constants[0]!.Floats.Length == 1 ? 0 : c] : value,
                (_, { } value) => Normalised(node, constants, c, value),
            };
        }
    }

    private static double Normalised(OnnxNode node, List<OnnxTensor?> constants, int channel, double value)
    {
        float scale = constants[0]!.Floats[channel], shift = constants[1]!.Floats[channel],
            mean = constants[2]!.Floats[channel], variance = constants[3]!.Floats[channel];
        return ((value - mean) / Math.Sqrt(variance + node.Number("epsilon", 1e-5f)) * scale) + shift;
    }

    private static double? Filtered(OnnxNode node, List<OnnxTensor?> constants, int channel, int channels, double? value)
    {
        var size = constants[0]!.Floats.Length / channels;
        var filter = constants[0]!.Floats.Slice(channel * size, size);
        var bias = constants.Count > 1 ? constants[1]!.Floats[channel] : 0.0;
        if (!filter.ContainsAnyExcept(0f))
            return bias;
        // At the border a filter sees zeros beside the number.
        if (value is not { } number || (number != 0 && IsPadded(node)))
            return null;
        var sum = bias;
        foreach (var weight in filter)
            sum += number * weight;
        return sum;
    }
}
