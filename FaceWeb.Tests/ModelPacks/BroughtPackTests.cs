using System.Text.Json;
using System.Text.Json.Nodes;
using FaceWeb.Bench;
using FaceWeb.Pipeline.ModelPacks;

namespace FaceWeb.Tests.ModelPacks;

/// <summary>Packs whose files people bring: their manifests, and the command that checks a pack.</summary>
public sealed class BroughtPackTests
{
    [Theory]
    [InlineData("opencv-zoo", "yunet", 128)]
    [InlineData("insightface-buffalo-l", "scrfd", 512)]
    public void A_manifest_says_what_is_needed_and_the_check_says_which_file_is_missing(string name, string family, int length)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "models", name);
        var pack = ModelPack.Read(folder);
        Assert.Equal((name, family, length, true), (pack.Name, pack.Detect.Family, pack.EmbeddingLength, pack.Embed.AlignsByDetector));
        Assert.Null(pack.Npm);
        Assert.All(pack.Files, file => Assert.Matches("^[0-9a-f]{64}$", file.Sha256));
        if (Directory.GetFiles(folder, "*.onnx").Length > 0)
            return;
        var (code, _, log) = Check(name);
        Assert.Equal(2, code);
        Assert.Contains($"{pack.Files[0].Name} is missing: put it into ", log, StringComparison.Ordinal);
        Assert.Contains(pack.Source, log, StringComparison.Ordinal);
        Assert.Contains($"Licence: {pack.Licence}", log, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_wrong_with_a_file_is_said_in_a_sentence()
    {
        var folder = PackFolder.CopyOfCompact();
        try
        {
            var file = Path.Combine(folder.FullName, "fr_feature.onnx");
            File.WriteAllText(file, "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 3\n");
            Assert.Contains("git's pointer to it", Check(folder.FullName).Log, StringComparison.Ordinal);
            File.WriteAllText(file, "something else");
            Assert.Contains("is another file than the manifest's", Check(folder.FullName).Log, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [SkippableFact]
    public void A_file_without_a_hash_is_taken_and_its_hash_is_printed()
    {
        var images = Repository.SharedOrSkip("data", "people", "single");
        var folder = PackFolder.CopyOfCompact(manifest =>
        {
            manifest["files"]![2]!["sha256"] = "";
            manifest["files"]![2]!["size"] = 0;
        });
        try
        {
            var (code, output, log) = Check(folder.FullName, "--images", images, "--max-photos", "4");
            Assert.True(code == 0, log);
            Assert.Contains("fr_feature.onnx: SHA-256 87aacdfe57510db2af90c0251df680e8eec88f122ee94712121d09bcaaaf3581, not known to us", log,
                StringComparison.Ordinal);
            Assert.StartsWith("compact works: ", output!.Value.GetProperty("verdict").GetString(), StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // What can be run of the two packs with the files at hand: their detectors, with the compact pack's recognition model aligned by their points.
    [SkippableTheory]
    [InlineData("opencv-zoo", "yunet_2026may.onnx")]
    [InlineData("insightface-buffalo-l", "scrfd_2.5g.onnx")]
    public void A_detector_with_five_points_aligns_faces_by_them(string name, string file)
    {
        var model = Repository.SharedOrSkip("models", file);
        var images = Repository.SharedOrSkip("data", "people", "single");
        var brought = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "models", name, "pack.json")))!;
        var folder = PackFolder.CopyOfCompact(manifest =>
        {
            manifest["name"] = "compact-by-" + name;
            manifest["files"]!.AsArray().Add(PackFolder.FileEntry(model));
            manifest["detect"] = brought["detect"]!.DeepClone();
            manifest["detect"]!["file"] = file;
            manifest["landmarks"] = brought["landmarks"]!.DeepClone();
            manifest["embed"]!["alignBy"] = "detector";
        });
        File.Copy(model, Path.Combine(folder.FullName, file));
        try
        {
            var (code, output, log) = Check(folder.FullName, "--images", images, "--max-photos", "8");
            Assert.True(code == 0, log);
            var test = output!.Value.GetProperty("selfTest");
            Assert.InRange(test.GetProperty("pointsApart").GetDouble(), 0, 0.12);
            Assert.InRange(test.GetProperty("sameFace").GetDouble(), 0.8, 1.001);
            Assert.True(test.GetProperty("faces").GetInt32() >= 4);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static (int Code, JsonElement? Output, string Log) Check(string pack, params string[] more)
    {
        using StringWriter output = new(), log = new();
        var code = BenchPrograms.Run(["pack", "--check", pack, .. more], output, log);
        return (code, code == 0 ? JsonSerializer.Deserialize<JsonElement>(output.ToString()) : null, log.ToString());
    }
}
