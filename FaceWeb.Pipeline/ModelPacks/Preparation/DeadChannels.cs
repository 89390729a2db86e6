namespace FaceWeb.Pipeline.ModelPacks.Preparation;

/// <summary>
/// Takes out channels that put out the same number everywhere, or whose values nobody looks at. A channel whose filter is zero gives its
/// bias at every pixel, and after an activation or a filter that is zero again a number still; the next convolution's bias takes it up, so
/// the outputs are the same up to rounding.
/// </summary>
internal sealed class DeadChannels : IGraphTransformation
{
    /// <summary>
    /// Convolutions keep a multiple of so many channels, filled up with dead ones: otherwise they leave the blocked layout in which they are
    /// fast.
    /// </summary>
    public const int Multiple = 16;

    /// <inheritdoc/>
    public string? Apply(OnnxGraph graph)
    {
        var removed = 0;
        foreach (var node in graph.Nodes)
        {
            if (ChannelChain.From(graph, node) is { } chain)
                removed += chain.RemoveDead(Multiple);
        }
        return removed == 0 ? null : $"{removed} dead channels taken out";
    }
}
