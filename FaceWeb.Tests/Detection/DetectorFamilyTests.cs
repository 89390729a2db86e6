using System.Text.Json.Nodes;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Imaging;
using FaceWeb.Tests.ModelPacks;

namespace FaceWeb.Tests.Detection;

/// <summary>Another detector is another manifest: each family's boxes agree with the default detector's on real photos.</summary>
public class DetectorFamilyTests
{
    private static readonly string[] Photos = ["obama.jpg", "biden.jpg", "two_people.jpg", "obama_partial_face.jpg"];

    [SkippableTheory]
    [InlineData("yunet", "yunet_2026may.onnx")]
    [InlineData("scrfd", "scrfd_2.5g.onnx")]
    public void A_pack_with_another_detector_finds_the_same_faces(string family, string file)
    {
        var model = Repository.SharedOrSkip("models", file);
        var photos = Photos.Select(name => Repository.SharedOrSkip("data", "people", "single", name)).ToList();
        var folder = PackFolder.CopyOfCompact(manifest =>
        {
            var yunet = family == "yunet";
            manifest["name"] = "compact-" + family;
            manifest["files"]!.AsArray().Add(PackFolder.FileEntry(model));
            manifest["detect"]!["file"] = file;
            manifest["detect"]!["family"] = family;
            manifest["detect"]!["scoreThreshold"] = 0.6;
            manifest["detect"]!["tileScoreThreshold"] = 0.7;
            manifest["detect"]!["confirmScoreThreshold"] = 0.5;
            manifest["detect"]!["input"] = new JsonObject
            {
                ["width"] = 640,
                ["height"] = 640,
                ["channels"] = yunet ? "bgr" : "rgb",
                ["mean"] = yunet ? new JsonArray(0, 0, 0) : new JsonArray(127.5, 127.5, 127.5),
                ["scale"] = yunet ? new JsonArray(1, 1, 1) : new JsonArray(128, 128, 128),
            };
        });
        File.Copy(model, Path.Combine(folder.FullName, file));
        try
        {
            using var usual = FacePipeline.Open(PackFolder.Compact);
            using var other = FacePipeline.Open(folder.FullName);
            foreach (var path in photos)
            {
                using var photo = PhotoPixels.Decode(path, new PhotoLimits());
                var expected = usual.Measure(photo).Faces;
                var found = other.Measure(photo).Faces;
                Assert.NotEmpty(expected);
                Assert.Equal(expected.Count, found.Count);
                foreach (var face in expected)
                {
                    var same = found.MaxBy(f => f.Box.IntersectionOverUnion(face.Box))!;
                    Assert.True(same.Box.IntersectionOverUnion(face.Box) > 0.5, $"{path}: {face.Box} and {same.Box}");
                    // The steps behind the detector bring both boxes to the same face.
                    Assert.True(System.Numerics.Tensors.TensorPrimitives.Dot<float>(same.Embedding, face.Embedding) > 0.7);
                }
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
