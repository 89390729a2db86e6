using FaceWeb.Pipeline.ModelPacks.Preparation;

namespace FaceWeb.Tests.ModelPacks.Preparation;

/// <summary>What nothing uses is stripped.</summary>
public class UnusedPartsTests
{
    [Fact]
    public void Operators_constants_and_inputs()
    {
        var graph = new SmallGraph();
        // Two operators that nobody listens to, and with them two constants each.
        graph.PRelu(graph.Convolution("input", 3, 7, side: 1), 0.5f);
        var model = graph.Finish(graph.Convolution("input", 3, 4, side: 1));
        var read = OnnxGraph.Read(model);
        var before = read.Constants.Count;
        // Files of the first versions list their constants as inputs.
        read.Inputs.AddRange(read.Constants.Keys.Select(Listed));
        var listed = read.ToBytes();
        var changed = ModelPreparer.Apply(listed, [new UnusedParts()], out _)!;
        var after = OnnxGraph.Read(changed);
        Assert.Equal(["input"], after.Inputs.Select(i => i.Name));
        Assert.Equal(("Conv", before - 3), (after.Nodes.Single().Type, after.Constants.Count));
        SmallGraph.AssertSame(listed, changed);
    }

    private static OnnxValue Listed(string constant)
    {
        var value = new ProtoMessage();
        value.Add(1, constant);
        return OnnxValue.Read(value);
    }
}
