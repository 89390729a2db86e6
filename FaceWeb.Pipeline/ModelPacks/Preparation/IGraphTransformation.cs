namespace FaceWeb.Pipeline.ModelPacks.Preparation;

/// <summary>One way of writing the same network so that it runs faster. It changes no output by more than rounding.</summary>
internal interface IGraphTransformation
{
    /// <summary>Changes the graph where it can; returns what it did in a few words, or null where there was nothing to do.</summary>
    string? Apply(OnnxGraph graph);
}
