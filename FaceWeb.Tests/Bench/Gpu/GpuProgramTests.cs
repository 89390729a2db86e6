using System.Numerics.Tensors;
using System.Text.Json.Nodes;
using FaceWeb.Bench;
using FaceWeb.Bench.Gpu;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Imaging;
using FaceWeb.Tests.ModelPacks;

namespace FaceWeb.Tests.Bench.Gpu;

/// <summary>The program that measures devices does on prepared pictures what the pipeline does on photos.</summary>
public sealed class GpuProgramTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("faceweb-gpu-");

    public void Dispose() => this.folder.Delete(recursive: true);

    [SkippableFact]
    public void The_faces_of_prepared_pictures_are_the_pipelines()
    {
        var photos = Repository.SamplePhotosOrSkip();
        Run("--prepare", this.folder.FullName, "--images", Path.GetDirectoryName(photos[0])!, "--side", "4000");
        using var pipeline = FacePipeline.Open(PackFolder.Compact, new PipelineOptions { Device = "cpu" });
        using var models = new DeviceModels(PackFolder.Compact, "cpu", limits: null);
        var way = new PictureWay(models);
        var cosines = new List<float>();
        foreach (var (path, prepared) in photos.Zip(this.folder.GetFiles("*" + RawPicture.Ending).OrderBy(f => f.Name)))
        {
            using var photo = PhotoPixels.Decode(path, new PhotoLimits());
            var found = way.Measure(RawPicture.Read(prepared.FullName));
            foreach (var face in pipeline.Measure(photo).Faces.Where(f => f.DetectorScore > 0.95))
                cosines.Add(found.Max(f => TensorPrimitives.Dot<float>(f, face.Embedding)));
        }
        // Boxes and pixels are resized otherwise than OpenCV does it; two people have at most about 0.4.
        Assert.True(cosines.Count >= 10 && cosines.Min() > 0.6 && cosines.Average() > 0.9, string.Join(' ', cosines.Order()));
    }

    [SkippableFact]
    public void It_measures_the_processor_and_says_what_it_leaves_out()
    {
        var photos = Repository.SamplePhotosOrSkip();
        Run("--prepare", this.folder.FullName, "--images", Path.GetDirectoryName(photos[0])!, "--max-photos", "1", "--side", "300");
        var json = Run("--pictures", this.folder.FullName, "--seconds", "0.2", "--largest-batch", "4", "--cpu-workers", "1");
        Assert.Equal(3, json["cpu"]!["models"]!.AsArray().Count);
        Assert.Equal([1, 2, 4], json["cpu"]!["models"]![2]!["runs"]!.AsArray().Select(r => (int)r!["pictures"]!));
        Assert.True((double)json["cpu"]!["wholeWay"]!["facesPerSecond"]! > 0);
        Assert.InRange((double)json["cpu"]!["wholeWay"]!["shareOfTimeTheDeviceWaits"]!, 0, 1);
        Assert.True(json["cuda"]!["skipped"] is not null || (double)json["timesFaster"]! > 0);
    }

    [Fact]
    public void What_is_no_prepared_picture_is_refused()
    {
        var path = Path.Combine(this.folder.FullName, "x" + RawPicture.Ending);
        new RawPicture(3, 2, new byte[18]).Write(path);
        Assert.Equal((3, 2, 18), RawPicture.Read(path) is var read ? (read.Width, read.Height, read.Pixels.Length) : default);
        File.WriteAllBytes(path, [1, 0, 0, 0, 1, 0, 0, 0, 7]);
        Assert.Throws<BenchOptionException>(() => RawPicture.Read(path));
    }

    private static JsonNode Run(params string[] words)
    {
        using StringWriter output = new(), log = new();
        Assert.True(BenchPrograms.Run(["gpu", .. words, .. words[0] == "--pictures" ? new[] { "--pack", PackFolder.Compact } : []], output, log) == 0,
            log.ToString());
        return JsonNode.Parse(output.ToString())!;
    }
}
