using FaceWeb.Pipeline.ModelPacks;
using FaceWeb.Pipeline.ModelPacks.Preparation;

namespace FaceWeb.Tests.ModelPacks.Preparation;

/// <summary>Prepared models are kept beside the pack and used again, and nothing depends on that.</summary>
public sealed class PreparedModelsTests : IDisposable
{
    private static readonly ModelInput Input = new(9, 9, "rgb", [127, 127, 127], [128, 128, 128]);
    private readonly DirectoryInfo pack = Directory.CreateTempSubdirectory("faceweb-prepared-");
    private readonly byte[] model;

    public PreparedModelsTests()
    {
        var graph = new SmallGraph();
        this.model = graph.Finish(graph.PRelu("input", 0.25f, -1.35f, 0.1f));
    }

    private string Kept => Directory.GetFiles(Path.Combine(pack.FullName, "prepared"), "*.onnx").Single();

    [Fact]
    public void The_second_opening_takes_what_the_first_one_wrote()
    {
        var first = Open();
        Assert.Equal(first.Content, File.ReadAllBytes(Kept));
        var written = File.GetLastWriteTimeUtc(Kept);
        var second = Open();
        Assert.Equal((first.Sentence, written), (second.Sentence, File.GetLastWriteTimeUtc(Kept)));
        Assert.Equal(first.Content, second.Content);
        Assert.Empty(Directory.GetFiles(pack.FullName, "*.part", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_damaged_one_is_made_anew()
    {
        var first = Open();
        var bytes = File.ReadAllBytes(Kept);
        bytes[^1] ^= 1;
        File.WriteAllBytes(Kept, bytes);
        Assert.Equal(first.Content, Open().Content);
        Assert.Equal(first.Content, File.ReadAllBytes(Kept));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"Sentence\":1}")]
    public void So_is_one_whose_note_is_damaged(string note)
    {
        var first = Open();
        File.WriteAllText(Path.ChangeExtension(Kept, ".json"), note);
        Assert.Equal(first.Content, Open().Content);
    }

    [Fact]
    public void Another_file_of_the_same_name_is_prepared_for_itself()
    {
        var graph = new SmallGraph();
        var other = graph.Finish(graph.PRelu("input", 0.5f, 0.5f, 0.5f));
        Open();
        var prepared = PreparedModels.Open(pack.FullName, "small.onnx", other, Input);
        SmallGraph.AssertSame(other, prepared.Content);
        Assert.Equal(2, Directory.GetFiles(Path.Combine(pack.FullName, "prepared"), "*.onnx").Length);
    }

    [Fact]
    public void Where_nothing_can_be_written_the_model_is_prepared_in_memory()
    {
        // A file where the folder should be: nobody can write into it, not even root.
        File.WriteAllText(Path.Combine(pack.FullName, "prepared"), "");
        var prepared = Open();
        Assert.Contains("1 PRelu", prepared.Sentence, StringComparison.Ordinal);
        Assert.Contains("not kept for the next start", prepared.Sentence, StringComparison.Ordinal);
        SmallGraph.AssertSame(this.model, prepared.Content);
    }

    [Fact]
    public void A_model_that_is_left_alone_is_remembered()
    {
        var graph = new OnnxGraphWriter();
        var x = graph.Node("Conv", ["input", graph.Constant([1e-13f, -2e-13f, 1.5e-13f], 1, 3, 1, 1)]);
        var model = graph.Finish(graph.Node("Conv", [x, graph.Constant([1e13f, 1e13f], 2, 1, 1, 1)]), [1, 3, 9, 9], [1, 2, 9, 9]);
        var first = PreparedModels.Open(pack.FullName, "lost.onnx", model, Input);
        Assert.Single(Directory.GetFiles(Path.Combine(pack.FullName, "prepared")));
        var second = PreparedModels.Open(pack.FullName, "lost.onnx", model, Input);
        Assert.Equal((model, first.Sentence), (second.Content, second.Sentence));
    }

    public void Dispose() => pack.Delete(recursive: true);

    private PreparedModel Open() => PreparedModels.Open(pack.FullName, "small.onnx", this.model.ToArray(), Input);
}
