namespace FaceWeb.Pipeline.ModelPacks.Preparation;

/// <summary>Writes a model so that it runs faster and gives the same numbers, or leaves it alone and says why.</summary>
internal static class ModelPreparer
{
    /// <summary>To be raised when any transformation writes another file than before: what was prepared by other code is not used.</summary>
    public const int Version = 1;

    /// <summary>What is said of a model that no transformation changes.</summary>
    public const string Nothing = "nothing to prepare";

    /// <summary>The transformations, in the order in which they are applied.</summary>
    public static IReadOnlyList<IGraphTransformation> Transformations { get; } =
        [new TinyWeights(), new DeadChannels(), new PReluAsRelu(), new DynamicBatch(), new UnusedParts()];

    /// <summary>
    /// Prepares a model. The result is run beside the model as it came, on two pictures, one at a time and both at once; where a number
    /// differs by more than rounding the transformation that opens the number of pictures is left out, and then all of them.
    /// </summary>
    /// <param name="content">The ONNX file.</param>
    /// <param name="input">What the model wants to see.</param>
    public static PreparedModel Prepare(byte[] content, ModelInput input)
    {
        if (Apply(content, Transformations, out var done) is not { } prepared)
            return new(content, done, Final: true);
        var reference = ReferenceOutputs.Of(content, input);
        if (reference is null)
            return new(content, "left as it comes: it does not run on the input that pack.json describes", Final: false);
        if (reference.DifferenceOf(prepared) is not { } difference)
            return new(prepared, done, Final: true);
        var single = Apply(content, [.. Transformations.Where(t => t is not DynamicBatch)], out done) ?? content;
        if (single == content || reference.DifferenceOf(single) is null)
            return new(single, $"{done}; one picture in a run ({difference})", Final: true);
        return new(content, $"left as it comes: prepared, {difference}", Final: true);
    }

    /// <summary>The model after these transformations, or null where they changed nothing; what was done, or why nothing.</summary>
    public static byte[]? Apply(byte[] content, IReadOnlyList<IGraphTransformation> transformations, out string done)
    {
        try
        {
            // Constants are views of the file, which must stay as it is: the outputs are compared with it.
            var graph = OnnxGraph.Read(content.ToArray());
            if (!graph.IsFlat)
            {
                done = "left as it comes: it holds loops or branches";
                return null;
            }
            List<string> steps = [.. transformations.Select(t => t.Apply(graph)).OfType<string>()];
            done = steps.Count == 0 ? Nothing : string.Join("; ", steps);
            return steps.Count == 0 ? null : graph.ToBytes();
        }
        catch (Exception problem) when (problem is InvalidDataException or ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            done = $"left as it comes: it cannot be read as an ONNX file ({problem.Message.TrimEnd('.')})";
            return null;
        }
    }
}
