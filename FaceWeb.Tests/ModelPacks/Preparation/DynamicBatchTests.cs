using FaceWeb.Pipeline.ModelPacks.Preparation;

namespace FaceWeb.Tests.ModelPacks.Preparation;

/// <summary>A model for one picture becomes one for as many as wanted.</summary>
public class DynamicBatchTests
{
    [Fact]
    public void Several_pictures_in_one_run_give_what_each_gives_alone()
    {
        var graph = new SmallGraph();
        var x = graph.Convolution("input", 3, 4, side: 3, pad: 1);
        x = graph.Writer.Node("Reshape", [x, graph.Writer.Constant(1L, 2, 2, 9, 9)]);
        x = graph.Writer.Node("Reshape", [x, graph.Writer.Constant(1L, -1, 9, 9)]);
        var model = graph.Finish(graph.Convolution(x, 4, 5, side: 1));
        var changed = ModelPreparer.Apply(model, [new DynamicBatch()], out _)!;
        var input = BareModel.Noise(7 * 243);
        using BareModel one = new(model), many = new(changed);
        float[] alone = [.. Enumerable.Range(0, 7).SelectMany(i => one.Run(input[(i * 243)..((i + 1) * 243)])[0])];
        Assert.Equal(alone, many.Run(input, pictures: 7)[0], (a, b) => Math.Abs(a - b) < 1e-6f);
        Assert.Null(ModelPreparer.Apply(changed, [new DynamicBatch()], out _));
    }
}
