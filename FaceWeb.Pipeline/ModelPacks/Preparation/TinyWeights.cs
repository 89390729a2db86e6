namespace FaceWeb.Pipeline.ModelPacks.Preparation;

/// <summary>
/// Makes weights next to nothing zero. Channels that die in training leave weights that are denormal numbers (below 1.2e-38) or become
/// such in a product; many processors compute with those up to a hundred times more slowly, and no output changes by anything visible.
/// </summary>
internal sealed class TinyWeights : IGraphTransformation
{
    /// <summary>What is nearer to zero becomes zero: products with activations of any usual size stay below single precision's resolution.</summary>
    public const float Threshold = 1e-12f;

    /// <summary>Makes them zero in place. A single number is no weight (it may keep a division from zero) and stays.</summary>
    public string? Apply(OnnxGraph graph)
    {
        var count = graph.Constants.Values.Sum(ToZero);
        return count == 0 ? null : $"{count} weights next to nothing made zero";
    }

    private static int ToZero(OnnxTensor tensor)
    {
        var count = 0;
        if (!tensor.IsFloat || tensor.Floats.Length < 2)
            return 0;
        foreach (ref var weight in tensor.Floats)
        {
            if (weight != 0 && Math.Abs(weight) < Threshold)
            {
                weight = 0;
                count++;
            }
        }
        return count;
    }
}
