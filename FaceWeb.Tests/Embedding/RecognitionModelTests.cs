using System.Numerics.Tensors;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Embedding;
using FaceWeb.Pipeline.Imaging;
using FaceWeb.Pipeline.ModelPacks;
using FaceWeb.Tests.ModelPacks;

namespace FaceWeb.Tests.Embedding;

/// <summary>One pack's embedding, or several joined.</summary>
public class RecognitionModelTests
{
    private static readonly string Models = Path.Combine(AppContext.BaseDirectory, "models");
    private static readonly string Careful = Path.Combine(Models, "careful");

    [Fact]
    public void The_product_of_two_joined_faces_is_the_weighted_mean_of_the_packs_cosines()
    {
        var fusion = FusionManifest.Read(Careful);
        var model = RecognitionModel.Of(fusion, Packs());
        Assert.Equal(("compact+classic128", 640), (model.Name, model.Dimension));
        Assert.Equal(["compact", "classic128"], model.Packs);
        var random = new Random(1);
        for (var i = 0; i < 20; i++)
        {
            float[][] a = [Unit(random, 512), Unit(random, 128)], b = [Unit(random, 512), Unit(random, 128)];
            var expected = fusion.Parts.Select((part, p) => part.Weight * TensorPrimitives.Dot<float>(a[p], b[p]))
                .Sum() / fusion.Parts.Sum(part => part.Weight);
            Assert.Equal(1, TensorPrimitives.Norm<float>(model.Join(a)), 1e-5);
            Assert.Equal(expected, TensorPrimitives.Dot<float>(model.Join(a), model.Join(b)), 1e-5);
        }
    }

    [Fact]
    public void One_pack_alone_stays_as_it_is()
    {
        var model = RecognitionModel.Of(Packs()[0]);
        Assert.Equal(("compact", 512), (model.Name, model.Dimension));
        var face = Unit(new Random(2), 512);
        Assert.Equal(face, model.Join([face]), (x, y) => Math.Abs(x - y) < 1e-6);
    }

    [Fact]
    public void A_face_that_lacks_a_pack_is_not_joined()
    {
        var model = RecognitionModel.Of(FusionManifest.Read(Careful), Packs());
        var face = Unit(new Random(3), 512);
        Assert.Throws<ArgumentException>(() => model.Join([face]));
        Assert.Throws<ArgumentException>(() => model.Join([face, face]));
        Assert.Contains(
            "classic128", Assert.Throws<ArgumentException>(() => model.Join([new FaceEmbedding("compact", face)])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_learnt_on_another_network_are_refused()
    {
        var fusion = FusionManifest.Read(Careful);
        var other = fusion with { Parts = [fusion.Parts[0], fusion.Parts[1] with { Sha256 = new string('0', 64) }] };
        Assert.Contains(
            "another network", Assert.Throws<ModelPackException>(() => RecognitionModel.Of(other, Packs())).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "name": "x" }""")]
    [InlineData("""{ "name": "x", "source": "", "spread": { "mean": 0, "deviation": 0.1 }, "parts": [ { "pack": "compact", "sha256": "", "weight": 1 } ] }""")]
    [InlineData("""{ "name": "x", "source": "", "spread": { "mean": 0, "deviation": 0.1 }, "parts": [ { "pack": "a", "sha256": "", "weight": 1 }, { "pack": "b", "sha256": "", "weight": 0 } ] }""")]
    [InlineData("no json")]
    public void A_wrong_manifest_is_refused_with_a_sentence(string json)
    {
        var folder = Directory.CreateTempSubdirectory("faceweb-fusion-");
        File.WriteAllText(Path.Combine(folder.FullName, FusionManifest.FileName), json);
        Assert.NotEmpty(Assert.Throws<ModelPackException>(() => FusionManifest.Read(folder.FullName)).Message);
        folder.Delete(recursive: true);
    }

    [SkippableFact]
    public void The_careful_setting_measures_by_both_packs_and_can_measure_the_second_one_later()
    {
        SkipWithoutSecondPack();
        using var careful = FacePipeline.Open(PackFolder.Compact, new PipelineOptions { Fusion = Careful });
        using var photo = PhotoPixels.Decode(Repository.SamplePhotosOrSkip()[0], new PhotoLimits());
        var face = careful.Measure(photo).Faces[0];
        Assert.Equal(["compact", "classic128"], face.Embeddings.Select(e => e.Model));
        var joined = careful.Recognition.Join(face.Embeddings);
        Assert.Equal((640, 1.0), (joined.Length, Math.Round(TensorPrimitives.Norm<float>(joined), 4)));

        // From the landmarks alone, without detecting: the same numbers.
        foreach (var embedding in face.Embeddings)
            Assert.Equal(embedding.Values, careful.Embed(photo, face.Landmarks, embedding.Model).Values);
        Assert.Throws<ArgumentException>(() => careful.Embed(photo, face.Landmarks, "sface"));
    }

    [SkippableFact]
    public void Another_pack_than_the_fusions_first_is_refused()
    {
        SkipWithoutSecondPack();
        var problem = Assert.Throws<ModelPackException>(
            () => FacePipeline.Open(Path.Combine(Models, "classic128"), new PipelineOptions { Fusion = Careful }));
        Assert.Contains("fast", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_second_packs_files_the_sentence_says_how_to_get_them()
    {
        var models = Directory.CreateTempSubdirectory("faceweb-models-");
        foreach (var name in new[] { "compact", "careful" })
            CopyFolder(Path.Combine(Models, name), Path.Combine(models.FullName, name));
        Directory.CreateDirectory(Path.Combine(models.FullName, "classic128"));
        File.Copy(Path.Combine(Models, "classic128", "pack.json"), Path.Combine(models.FullName, "classic128", "pack.json"));
        var problem = Assert.Throws<ModelPackException>(() =>
            FacePipeline.Open(Path.Combine(models.FullName, "compact"), new PipelineOptions { Fusion = Path.Combine(models.FullName, "careful") }));
        Assert.Contains("-p:ModelPacks=compact+classic128", problem.Message, StringComparison.Ordinal);
        models.Delete(recursive: true);
    }

    internal static void SkipWithoutSecondPack() =>
        Skip.IfNot(File.Exists(Path.Combine(Models, "classic128", "face_recognition_model.bin")),
            "The pack classic128 is not restored: build with -p:ModelPacks=compact+classic128.");

    private static ModelPack[] Packs() => [ModelPack.Read(PackFolder.Compact), ModelPack.Read(Path.Combine(Models, "classic128"))];

    private static float[] Unit(Random random, int length)
    {
        var vector = Enumerable.Range(0, length).Select(_ => random.NextSingle() - 0.3f).ToArray();
        TensorPrimitives.Divide(vector, TensorPrimitives.Norm<float>(vector), vector);
        return vector;
    }

    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }
}
