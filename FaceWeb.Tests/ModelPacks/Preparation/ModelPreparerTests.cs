using FaceWeb.Pipeline.ModelPacks;
using FaceWeb.Pipeline.ModelPacks.Preparation;

namespace FaceWeb.Tests.ModelPacks.Preparation;

/// <summary>A model is prepared, or left alone with a sentence that says why.</summary>
public class ModelPreparerTests
{
    private static readonly ModelInput _input = new(9, 9, "rgb", [127, 127, 127], [128, 128, 128]);

    [Fact]
    public void The_recognition_model_gets_every_transformation()
    {
        var pack = ModelPack.Read(PackFolder.Compact);
        var prepared = ModelPreparer.Prepare(pack.ReadModel(PackFolder.Compact, pack.Embed.File), pack.Embed.Input);
        foreach (var step in new[] { "195715 weights", "1248 dead channels", "33 PRelu", "several pictures" })
            Assert.Contains(step, prepared.Sentence, StringComparison.Ordinal);
    }

    /// <summary>
    /// Fails when a transformation writes another file than before: then raise <see cref="ModelPreparer.Version"/>, and put the new hash here.
    /// </summary>
    [Fact]
    public void The_version_goes_with_what_is_written()
    {
        var pack = ModelPack.Read(PackFolder.Compact);
        var prepared = ModelPreparer.Prepare(pack.ReadModel(PackFolder.Compact, pack.Embed.File), pack.Embed.Input);
        Assert.Equal((1, "87d0bae758611893"),
            (ModelPreparer.Version, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(prepared.Content))[..16]));
    }

    [Fact]
    public void A_model_without_anything_to_prepare_stays_as_it_is()
    {
        var graph = new SmallGraph();
        var model = graph.Finish(graph.Convolution("input", 3, 4, side: 3), pictures: -1);
        var prepared = ModelPreparer.Prepare(model, _input);
        Assert.Equal((model, ModelPreparer.Nothing), (prepared.Content, prepared.Sentence));
    }

    [Fact]
    public void Where_the_pictures_of_a_run_are_mixed_their_number_stays_one()
    {
        var graph = new SmallGraph();
        var x = graph.PRelu("input", 0.25f, -1.35f, 0.1f);
        var model = graph.Finish(graph.Writer.Node("Add", [x, graph.Writer.Node("ReduceMean", [x], ("axes", [0]), ("keepdims", [1]))]));
        var prepared = ModelPreparer.Prepare(model, _input);
        Assert.Contains("1 PRelu", prepared.Sentence, StringComparison.Ordinal);
        Assert.Contains("one picture in a run", prepared.Sentence, StringComparison.Ordinal);
        Assert.Equal([1L, 3, 9, 9], OnnxGraph.Read(prepared.Content).Inputs[0].Dimensions.Select(d => d!.Value));
        SmallGraph.AssertSame(model, prepared.Content);
    }

    [Fact]
    public void A_model_that_loses_by_a_transformation_is_left_alone()
    {
        // The second convolution brings weights next to nothing back to sizes that are seen.
        var graph = new OnnxGraphWriter();
        var x = graph.Node("Conv", ["input", graph.Constant([1e-13f, -2e-13f, 1.5e-13f], 1, 3, 1, 1)]);
        var model = graph.Finish(graph.Node("Conv", [x, graph.Constant([1e13f, 1e13f], 2, 1, 1, 1)]), [1, 3, 9, 9], [1, 2, 9, 9]);
        var prepared = ModelPreparer.Prepare(model, _input);
        Assert.Equal(model, prepared.Content);
        Assert.Equal("left as it comes: prepared, its outputs differ", prepared.Sentence);
    }

    [Fact]
    public void A_model_with_branches_is_left_alone()
    {
        var read = OnnxGraph.Read(new SmallGraph() is var graph ? graph.Finish(graph.PRelu("input", 0.25f)) : []);
        var branch = new ProtoMessage();
        branch.Add(1, "then_branch");
        branch.Add(6, new ProtoMessage());
        var node = new ProtoMessage();
        node.Add(2, "y");
        node.Add(4, "If");
        node.Add(5, branch);
        read.Nodes.Add(OnnxNode.Read(node));
        var model = read.ToBytes();
        var prepared = ModelPreparer.Prepare(model, _input);
        Assert.Equal((model, "left as it comes: it holds loops or branches"), (prepared.Content, prepared.Sentence));
    }

    [Fact]
    public void What_is_no_model_is_left_to_the_runtime_which_refuses_it()
    {
        byte[] file = [1, 2, 3];
        Assert.StartsWith("left as it comes: it cannot be read", ModelPreparer.Prepare(file, _input).Sentence, StringComparison.Ordinal);
        var problem = Assert.Throws<ModelPackException>(() => new OnnxModel("embed", "bad.onnx", _input, file, "cpu"));
        Assert.Contains("bad.onnx", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_for_another_input_is_left_alone_but_not_for_good()
    {
        var graph = new SmallGraph();
        var prepared = ModelPreparer.Prepare(graph.Finish(graph.PRelu("input", 0.25f)), _input with { Width = 8 });
        Assert.False(prepared.Final);
        Assert.Contains("pack.json", prepared.Sentence, StringComparison.Ordinal);
    }
}
