using FaceWeb.Pipeline.ModelPacks;
using FaceWeb.Pipeline.ModelPacks.Preparation;

namespace FaceWeb.Tests.ModelPacks.Preparation;

/// <summary>Weights next to nothing become zero when a model is opened; everything else stays.</summary>
public class TinyWeightsTests
{
    [Fact]
    public void Only_weights_below_the_threshold_become_zero()
    {
        var model = Model([1, 1e-12f, -0.9e-12f, 1e-39f, 0, -2]);
        Assert.Equal(2, TinyWeights.ToZero(model));
        Assert.Equal(Model([1, 1e-12f, 0, 0, 0, -2]), model);
    }

    [Fact]
    public void A_single_number_stays()
    {
        var model = Model([1e-20f]);
        Assert.Equal(0, TinyWeights.ToZero(model));
        Assert.Equal(Model([1e-20f]), model);
    }

    [Fact]
    public void The_recognition_model_gives_the_same_numbers_without_them()
    {
        var pack = ModelPack.Read(PackFolder.Compact);
        var asItComes = pack.ReadModel(PackFolder.Compact, pack.Embed.File);
        var changed = asItComes.ToArray();
        Assert.True(TinyWeights.ToZero(changed) > 100_000);
        var random = new Random(1);
        float[] input = [.. Enumerable.Range(0, pack.Embed.Input.Length).Select(_ => 2 * random.NextSingle() - 1)];
        var (before, after) = (BareModel.Run(asItComes, input), BareModel.Run(changed, input));
        Assert.Equal(before.Length, after.Length);
        Assert.All(before.Zip(after), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
    }

    [Fact]
    public void A_file_that_is_no_model_is_refused_in_a_sentence()
    {
        var problem = Assert.Throws<ModelPackException>(() => new OnnxModel("embed", "bad.onnx", new(2, 2, "gray", [0], [1]), [1, 2, 3], "cpu"));
        Assert.Contains("bad.onnx", problem.Message, StringComparison.Ordinal);
    }

    private static byte[] Model(float[] weights)
    {
        var graph = new OnnxGraphWriter();
        return graph.Finish(graph.Node("Add", ["input", graph.Constant(weights, weights.Length)]), [-1, weights.Length], [-1, weights.Length]);
    }
}
