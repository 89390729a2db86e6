using FaceWeb.Pipeline.ModelPacks;
using FaceWeb.Pipeline.ModelPacks.Preparation;

namespace FaceWeb.Tests.ModelPacks.Preparation;

/// <summary>Weights next to nothing become zero; everything else stays.</summary>
public class TinyWeightsTests
{
    [Fact]
    public void Only_weights_below_the_threshold_become_zero()
    {
        var graph = OnnxGraph.Read(Model([1, 1e-12f, -0.9e-12f, 1e-39f, 0, -2]));
        Assert.StartsWith("2 ", new TinyWeights().Apply(graph), StringComparison.Ordinal);
        Assert.Equal([1, 1e-12f, 0, 0, 0, -2], graph.Constants.Values.Single().Floats.ToArray());
        Assert.Null(new TinyWeights().Apply(graph));
    }

    [Fact]
    public void A_single_number_stays()
    {
        var graph = OnnxGraph.Read(Model([1e-20f]));
        Assert.Null(new TinyWeights().Apply(graph));
        Assert.Equal([1e-20f], graph.Constants.Values.Single().Floats.ToArray());
    }

    [Fact]
    public void The_recognition_model_gives_the_same_numbers_without_them()
    {
        var pack = ModelPack.Read(PackFolder.Compact);
        var asItComes = pack.ReadModel(PackFolder.Compact, pack.Embed.File);
        var changed = ModelPreparer.Apply(asItComes, [new TinyWeights()], out var done);
        Assert.StartsWith("195715 ", done, StringComparison.Ordinal);
        var input = BareModel.Noise(pack.Embed.Input.Length);
        Assert.Equal(BareModel.Run(asItComes, input), BareModel.Run(changed!, input), (a, b) => Math.Abs(a - b) < 1e-6f);
    }

    private static byte[] Model(float[] weights)
    {
        var graph = new OnnxGraphWriter();
        return graph.Finish(graph.Node("Add", ["input", graph.Constant(weights, weights.Length)]), [-1, weights.Length], [-1, weights.Length]);
    }
}
