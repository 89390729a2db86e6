using FaceWeb.Pipeline.ModelPacks.Preparation;

namespace FaceWeb.Tests.ModelPacks.Preparation;

/// <summary>PRelu is written by operators that run fast, for slopes of every kind.</summary>
public class PReluAsReluTests
{
    [Theory]
    [InlineData(0.25f, -1.35f, 0f)]
    [InlineData(1.23f, 0.999f, -0.5f)]
    [InlineData(1f, 0.9999f, 0.3f)]
    public void At_the_output(float first, float second, float third)
    {
        var graph = new SmallGraph();
        AssertWritten(graph.Finish(graph.PRelu(graph.Convolution("input", 3, 3, side: 3), first, second, third)));
    }

    [Theory]
    [InlineData(0.25f, -1.35f, 0f)]
    [InlineData(1.23f, 0.998f, -0.5f)]
    [InlineData(1f, 0.9999f, 0.3f)]
    public void Before_a_convolution(float first, float second, float third)
    {
        var graph = new SmallGraph();
        AssertWritten(graph.Finish(graph.Convolution(graph.PRelu("input", first, second, third), 3, 5, side: 3, pad: 1)));
    }

    [Fact]
    public void Before_a_depthwise_convolution_and_one_in_groups()
    {
        var graph = new SmallGraph();
        var x = graph.Convolution(graph.PRelu("input", graph.Weights(4)), 4, 4, side: 3, pad: 1, group: 4);
        AssertWritten(graph.Finish(graph.Convolution(graph.PRelu(x, graph.Weights(4)), 4, 6, side: 3, group: 2), planes: 4), planes: 4);
    }

    [Fact]
    public void Where_two_look_at_the_result()
    {
        var graph = new SmallGraph();
        var x = graph.PRelu("input", 0.25f, -1.35f, 0f);
        AssertWritten(graph.Finish(graph.Writer.Node("Add", [x, graph.Convolution(x, 3, 3, side: 1)])));
    }

    [Fact]
    public void One_slope_for_all_channels()
    {
        var graph = new SmallGraph();
        AssertWritten(graph.Finish(graph.Convolution(graph.PRelu("input", 0.2f), 3, 5, side: 3)));
    }

    private static void AssertWritten(byte[] model, int planes = 3)
    {
        var changed = ModelPreparer.Apply(model, [new PReluAsRelu()], out _)!;
        Assert.DoesNotContain(OnnxGraph.Read(changed).Nodes, n => n.Is("PRelu"));
        SmallGraph.AssertSame(model, changed, planes);
    }
}
