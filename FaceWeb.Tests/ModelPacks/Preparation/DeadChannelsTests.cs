using FaceWeb.Pipeline.ModelPacks.Preparation;

namespace FaceWeb.Tests.ModelPacks.Preparation;

/// <summary>Channels that give one number everywhere are taken out, and the outputs stay.</summary>
public class DeadChannelsTests
{
    private static readonly int[] Dead = [.. Enumerable.Range(0, 64).Where(i => i % 3 != 0)];

    [Fact]
    public void Dead_filters_behind_the_input_move_into_the_next_bias()
    {
        var graph = new SmallGraph();
        var x = graph.PRelu(graph.Convolution("input", 3, 64, side: 3, pad: 1, zero: Dead), graph.Weights(64));
        var model = graph.Finish(graph.Convolution(x, 64, 8, side: 1));
        var changed = Apply(model)!;
        // 22 of the 64 filters are not zero; 32 is the next multiple of 16.
        Assert.Equal([32, 8], SmallGraph.Channels(changed));
        SmallGraph.AssertSame(model, changed);
    }

    [Fact]
    public void Through_depthwise_filters_that_are_dead_too()
    {
        var graph = new SmallGraph();
        var x = graph.PRelu(graph.Convolution("input", 3, 64, side: 1, zero: Dead), graph.Weights(64));
        x = graph.Writer.Node("Relu", [graph.Convolution(x, 64, 64, side: 3, pad: 1, group: 64, zero: Dead)]);
        var model = graph.Finish(graph.Convolution(x, 64, 8, side: 1));
        var changed = Apply(model)!;
        Assert.Equal([32, 32, 8], SmallGraph.Channels(changed));
        SmallGraph.AssertSame(model, changed);
    }

    [Fact]
    public void A_number_that_meets_a_live_padded_filter_differs_at_the_border_and_stays()
    {
        var graph = new SmallGraph();
        var x = graph.PRelu(graph.Convolution("input", 3, 64, side: 1, zero: Dead), graph.Weights(64));
        x = graph.Convolution(x, 64, 64, side: 3, pad: 1, group: 64);
        Assert.Null(Apply(graph.Finish(graph.Convolution(x, 64, 8, side: 1))));
    }

    [Fact]
    public void Without_padding_it_is_one_number_still()
    {
        var graph = new SmallGraph();
        var x = graph.PRelu(graph.Convolution("input", 3, 64, side: 1, zero: Dead), graph.Weights(64));
        x = graph.Convolution(x, 64, 64, side: 3, pad: 0, group: 64);
        var model = graph.Finish(graph.Convolution(x, 64, 8, side: 1));
        var changed = Apply(model)!;
        Assert.Equal([32, 32, 8], SmallGraph.Channels(changed));
        SmallGraph.AssertSame(model, changed);
    }

    [Fact]
    public void So_it_is_where_the_mixing_convolution_is_padded()
    {
        var graph = new SmallGraph();
        var x = graph.PRelu(graph.Convolution("input", 3, 64, side: 1, zero: Dead), graph.Weights(64));
        Assert.Null(Apply(graph.Finish(graph.Convolution(x, 64, 8, side: 3, pad: 1))));
    }

    [Fact]
    public void Channels_that_the_next_convolution_does_not_look_at_go()
    {
        var graph = new SmallGraph();
        var mixing = graph.Weights(8 * 64);
        foreach (var c in Dead)
        {
            for (var o = 0; o < 8; o++)
                mixing[(o * 64) + c] = 0;
        }
        var x = graph.Writer.Node("Relu", [graph.Convolution("input", 3, 64, side: 3, pad: 1)]);
        var model = graph.Finish(graph.Writer.Node("Conv", [x, graph.Writer.Constant(mixing, 8, 64, 1, 1)]));
        var changed = Apply(model)!;
        Assert.Equal([32, 8], SmallGraph.Channels(changed));
        SmallGraph.AssertSame(model, changed);
    }

    [Fact]
    public void Through_batch_normalisation()
    {
        var graph = new SmallGraph();
        var x = graph.Convolution("input", 3, 64, side: 3, pad: 1, zero: Dead);
        float[] variance = [.. graph.Weights(64).Select(w => w + 1.5f)];
        string[] constants = [.. new[] { graph.Weights(64), graph.Weights(64), graph.Weights(64), variance }
            .Select(w => graph.Writer.Constant(w, 64))];
        x = graph.Writer.Node("Relu", [graph.Writer.Node("BatchNormalization", [x, .. constants])]);
        var model = graph.Finish(graph.Convolution(x, 64, 8, side: 1));
        var changed = Apply(model)!;
        Assert.Equal([32, 8], SmallGraph.Channels(changed));
        SmallGraph.AssertSame(model, changed);
    }

    [Fact]
    public void Values_that_somebody_else_looks_at_stay()
    {
        var graph = new SmallGraph();
        var x = graph.Convolution("input", 3, 64, side: 1, zero: Dead);
        var y = graph.Convolution(x, 64, 64, side: 1);
        Assert.Null(Apply(graph.Finish(graph.Writer.Node("Add", [x, y]))));
    }

    private static byte[]? Apply(byte[] model) => ModelPreparer.Apply(model, [new DeadChannels()], out _);
}
