using System.Text.Json.Nodes;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.ModelPacks;

namespace FaceWeb.Tests.ModelPacks;

/// <summary>A pack that cannot be used is refused in one sentence.</summary>
public class ModelPackTests
{
    [Fact]
    public void The_default_pack_opens_and_says_what_runs_where()
    {
        using var pipeline = FacePipeline.Open(PackFolder.Compact);
        Assert.Equal("compact", pipeline.Pack.Name);
        Assert.Equal(512, pipeline.Pack.EmbeddingLength);
        Assert.Equal(["detect", "landmarks", "embed"], pipeline.Devices.Select(d => d.Role));
        Assert.All(pipeline.Devices, d => Assert.Matches("^(CPU|CUDA 0)$", d.Device));
    }

    [Fact]
    public void Asking_for_cuda_where_there_is_none_runs_on_the_cpu_and_says_why()
    {
        using var pipeline = FacePipeline.Open(PackFolder.Compact, new PipelineOptions { Device = "cuda" });
        Assert.All(pipeline.Devices, d =>
            Assert.True(d.Device == "CUDA 0" || (d.Device == "CPU" && d.Note.Contains("CUDA was asked for", StringComparison.Ordinal))));
    }

    [Fact]
    public void No_folder_at_all() => Refused(Path.Combine(Path.GetTempPath(), "no-such-pack"), "needs a pack.json");

    [Fact]
    public void A_missing_file_is_named_with_the_way_to_get_it()
    {
        var folder = PackFolder.CopyOfCompact();
        File.Delete(Path.Combine(folder.FullName, "fr_feature.onnx"));
        Refused(folder.FullName, "lacks fr_feature.onnx", "build the project with npm");
        folder.Delete(recursive: true);
    }

    [Fact]
    public void A_changed_file_is_refused()
    {
        var folder = PackFolder.CopyOfCompact();
        var path = Path.Combine(folder.FullName, "fr_landmark.onnx");
        var bytes = File.ReadAllBytes(path);
        bytes[1000] ^= 1;
        File.WriteAllBytes(path, bytes);
        Refused(folder.FullName, "fr_landmark.onnx", "SHA-256");
        folder.Delete(recursive: true);
    }

    public static TheoryData<string, Action<JsonObject>, string> WrongManifests() => new()
    {
        { "unknown family", m => m["detect"]!["family"] = "haar", "'haar'" },
        { "a network as templates", m => m["detect"]!["family"] = "hog", "not a valid HOG detector" },
        { "wrong family", m => m["detect"]!["family"] = "yunet", "cls_8" },
        { "wrong input size", m => m["embed"]!["input"]!["width"] = 96, "1,3,112,96" },
        { "wrong channels", m => m["embed"]!["input"]!["channels"] = "hsv", "'hsv'" },
        { "too few means", m => m["detect"]!["input"]!["mean"] = new JsonArray(127), "one mean" },
        { "wrong embedding length", m => m["embed"]!["embeddingLength"] = 128, "128" },
        { "no template", m => m["embed"]!["alignment"] = new JsonArray(), "five" },
        { "points that nobody gives", m => m["embed"]!["alignBy"] = "detector", "give no points" },
        { "unknown transform", m => m["embed"]!["transform"] = "thin-plate", "thin-plate" },
        { "points of nobody", m => m["embed"]!["alignBy"] = "chance", "alignBy" },
        { "no detector", m => m.Remove("detect"), "detect" },
        { "unlisted file", m => m["files"]!.AsArray().RemoveAt(0), "fr_detect.onnx" },
    };

    [Theory]
    [MemberData(nameof(WrongManifests))]
    public void A_wrong_manifest_is_refused(string what, Action<JsonObject> change, string reason)
    {
        Assert.NotEmpty(what);
        var folder = PackFolder.CopyOfCompact(change);
        Refused(folder.FullName, reason);
        folder.Delete(recursive: true);
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentException>(() => FacePipeline.Open(PackFolder.Compact, new PipelineOptions { Device = "tpu" }));
        Assert.Throws<ArgumentException>(() => FacePipeline.Open(PackFolder.Compact, new PipelineOptions { SmallestFace = 0 }));
    }

    private static void Refused(string folder, params string[] reasons)
    {
        var problem = Assert.Throws<ModelPackException>(() => FacePipeline.Open(folder).Dispose());
        Assert.All(reasons, reason => Assert.Contains(reason, problem.Message, StringComparison.Ordinal));
    }
}
