using FaceWeb.Pipeline.ModelPacks;
using FaceWeb.Pipeline.ModelPacks.Preparation;

namespace FaceWeb.Tests.ModelPacks.Preparation;

/// <summary>Writes small networks by hand, with pseudo-random weights.</summary>
internal sealed class SmallGraph
{
    private readonly Random random = new(3);

    public OnnxGraphWriter Writer { get; } = new();

    /// <summary>So many numbers from -1 to 1.</summary>
    public float[] Weights(int count) => [.. Enumerable.Range(0, count).Select(_ => 2 * random.NextSingle() - 1)];

    /// <summary>A convolution with square filters.</summary>
    /// <param name="x">What it takes.</param>
    /// <param name="inputs">Channels of <paramref name="x"/>.</param>
    /// <param name="outputs">Channels that it gives.</param>
    /// <param name="side">The filters' side.</param>
    /// <param name="pad">Zeros beyond each border.</param>
    /// <param name="group">1, or as many as channels for a depthwise one.</param>
    /// <param name="zero">The outputs whose filters are zero.</param>
    public string Convolution(string x, int inputs, int outputs, int side, int pad = 0, int group = 1, int[]? zero = null)
    {
        var size = inputs / group * side * side;
        var filters = Weights(outputs * size);
        foreach (var o in zero ?? [])
            filters.AsSpan(o * size, size).Clear();
        return Writer.Node("Conv", [x, Writer.Constant(filters, outputs, inputs / group, side, side), Writer.Constant(Weights(outputs), outputs)],
            ("pads", [pad, pad, pad, pad]), ("group", [group]));
    }

    /// <summary>PRelu with a slope for each channel.</summary>
    public string PRelu(string x, params float[] slopes) => Writer.Node("PRelu", [x, Writer.Constant(slopes, slopes.Length, 1, 1)]);

    /// <summary>The finished model for pictures of <paramref name="planes"/> planes of 9x9.</summary>
    public byte[] Finish(string output, int planes = 3, int pictures = 1)
    {
        var graph = OnnxGraph.Read(Writer.Finish(output, [pictures, planes, 9, 9], [pictures, -1, -1, -1]));
        // The writer writes lists of numbers only.
        foreach (var (node, attribute) in graph.Nodes.SelectMany(n => new[] { (n, "group"), (n, "keepdims") }))
        {
            if (node.Whole(attribute) is { } value)
                node.SetWhole(attribute, value[0]);
        }
        return graph.ToBytes();
    }

    /// <summary>How many channels each convolution of the model gives.</summary>
    public static int[] Channels(byte[] model)
    {
        var graph = OnnxGraph.Read(model);
        return [.. graph.Nodes.Where(n => n.Is("Conv")).Select(n => (int)graph.Constants[n.Inputs[1]].Dimensions[0])];
    }

    /// <summary>Asserts that the changed model gives what the model gives.</summary>
    public static void AssertSame(byte[] model, byte[] changed, int planes = 3)
    {
        var input = BareModel.Noise(planes * 81);
        float[] expected = BareModel.Run(model, input), found = BareModel.Run(changed, input);
        Assert.Equal(expected.Length, found.Length);
        Assert.True(expected.Max(Math.Abs) > 0.1, "The network gives nothing to compare.");
        Assert.Equal(expected, found, (a, b) => Math.Abs(a - b) < 1e-5f * Math.Max(1, expected.Max(Math.Abs)));
    }
}
