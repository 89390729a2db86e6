using System.Numerics.Tensors;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Imaging;
using FaceWeb.Pipeline.ModelPacks;

namespace FaceWeb.Tests.ModelPacks;

/// <summary>The pack that is built on another one and whose network is made from face-api's weights.</summary>
public class Classic128Tests
{
    /// <summary>
    /// The first 32 numbers that face-api 1.7.15 itself (FaceRecognitionNet.forwardInput, TensorFlow.js on the CPU) gives for the 150x150
    /// picture whose channel c has the value (x (c + 1) + 2 y + (x y &gt;&gt; (3 + c))) mod 256 at (x, y).
    /// </summary>
    private static readonly float[] FaceApi =
    [
        -0.085514f, 0.131499f, 0.071356f, -0.000627f, -0.056676f, -0.036263f, -0.087668f, -0.0007f, 0.085383f, -0.007466f,
        0.250907f, -0.04427f, -0.238571f, -0.047616f, -0.035385f, 0.091641f, -0.1293f, -0.054781f, -0.099111f, -0.124558f,
        0.051309f, -0.016879f, -0.026733f, 9.6e-05f, -0.118701f, -0.29101f, -0.047166f, -0.139353f, 0.069068f, -0.1925f,
        0.000921f, 0.003387f,
    ];

    [SkippableFact]
    public void The_network_gives_what_face_api_gives()
    {
        var folder = FolderOrSkip();
        var pack = ModelPack.Read(folder);
        var onnx = DlibResNet.ToOnnx(pack.ReadModel(folder, pack.Embed.File), pack.ReadModel(folder, DlibResNet.WeightsOf(pack.Embed.File)));
        using var model = new OnnxModel("embed", pack.Embed.File, pack.Embed.Input, onnx, "cpu");
        model.Run((_, planes) =>
        {
            for (var c = 0; c < 3; c++)
            {
                for (var y = 0; y < 150; y++)
                {
                    for (var x = 0; x < 150; x++)
                        planes[(c * 150 + y) * 150 + x] = (
                            (x * (c + 1) + 2 * y + (x * y >> (3 + c))) % 256 - pack.Embed.Input.Mean[c]) / pack.Embed.Input.Scale[c];
                }
            }
        }, (_, outputs) =>
        {
            Assert.Equal(128, outputs[0].Length);
            for (var i = 0; i < FaceApi.Length; i++)
                Assert.Equal(FaceApi[i], outputs[0][i], 1e-4);
        });
    }

    [SkippableFact]
    public void It_uses_the_base_packs_detector_and_tells_people_apart()
    {
        using var pipeline = FacePipeline.Open(FolderOrSkip());
        Assert.Equal(("classic128", 128), (pipeline.Pack.Name, pipeline.Pack.EmbeddingLength));
        var faces = Repository.SamplePhotosOrSkip().SelectMany(path =>
        {
            using var photo = PhotoPixels.Decode(path, new PhotoLimits());
            return pipeline.Measure(photo).Faces;
        }).ToList();
        Assert.NotEmpty(faces);
        Assert.All(faces, f => Assert.Equal(1, TensorPrimitives.Norm<float>(f.Embedding), 1e-4));
    }

    [SkippableFact]
    public void A_face_can_carry_the_embeddings_of_both_packs()
    {
        var folder = FolderOrSkip();
        using var both = FacePipeline.Open(PackFolder.Compact, new PipelineOptions { MorePacks = [folder] });
        using var alone = FacePipeline.Open(folder);
        using var photo = PhotoPixels.Decode(Repository.SamplePhotosOrSkip()[0], new PhotoLimits());
        var face = both.Measure(photo).Faces[0];
        Assert.Equal(["compact", "classic128"], face.Embeddings.Select(e => e.Model));
        Assert.Same(face.Embedding, face.Embeddings[0].Values);
        Assert.Equal(alone.MeasureBox(photo, face.Box).Embedding, face.Embeddings[1].Values);
    }

    [SkippableFact]
    public void Wrong_weights_are_refused()
    {
        var folder = FolderOrSkip();
        var manifest = File.ReadAllBytes(Path.Combine(folder, "face_recognition_model-weights_manifest.json"));
        Assert.Throws<ModelPackException>(() => DlibResNet.ToOnnx(manifest, new byte[1000]));
        Assert.Throws<ModelPackException>(() => DlibResNet.ToOnnx("[{\"weights\":[]}]"u8, new byte[1000]));
    }

    [Fact]
    public void A_base_that_is_not_there_is_named()
    {
        var folder = PackFolder.CopyOfCompact(m =>
        {
            m["base"] = "no-such-base";
            m.Remove("detect");
        });
        var problem = Assert.Throws<ModelPackException>(() => FacePipeline.Open(folder.FullName));
        Assert.Contains("no-such-base", problem.Message, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    private static string FolderOrSkip()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "models", "classic128");
        Skip.IfNot(File.Exists(Path.Combine(folder, "face_recognition_model.bin")),
            "The pack classic128 is not restored: build with -p:ModelPacks=compact+classic128.");
        return folder;
    }
}
