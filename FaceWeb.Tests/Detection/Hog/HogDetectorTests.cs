using System.Numerics.Tensors;
using System.Text;
using System.Text.Json;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Classification.Svm;
using FaceWeb.Pipeline.Detection.Hog;
using FaceWeb.Pipeline.Imaging;
using FaceWeb.Pipeline.ModelPacks;
using FaceWeb.Tests.Embedding;
using FaceWeb.Tests.ModelPacks;

namespace FaceWeb.Tests.Detection.Hog;

/// <summary>The classic detector: what it computes, and what it finds on real photos.</summary>
public sealed class HogDetectorTests
{
    private static string Classic => Path.Combine(AppContext.BaseDirectory, "models", "classic");

    private static HogModel Model => HogModel.Read("hog.json", File.ReadAllBytes(Path.Combine(Classic, "hog.json")));

    [SkippableFact]
    public void The_margin_of_a_window_is_the_decision_of_a_linear_machine()
    {
        using var photo = Sample(0);
        var shape = Model with { Templates = [new("nothing", new float[Model.Length], 0)] };
        var settings = new PipelineOptions { SmallestFace = 60 };
        var windows = new HogDetector(shape, settings).Windows(photo, -1, keepValues: true, CancellationToken.None).Take(200).ToList();
        // Any two kinds of windows will do: those of one place against all others.
        var machines = new OneAgainstRest(EmbeddingMatrix.From([.. windows.Select(w => w.Values!)], shape.Length),
            [.. windows.Select((_, i) => i < 20 ? 0 : OneAgainstRest.Stranger)], 1, new SvmOptions { C = 0.1 }).Train(null, CancellationToken.None);
        var template = new HogTemplate("these", machines.Weights.Row(0)[..shape.Length].ToArray(), machines.Biases[0]);
        var detector = new HogDetector(shape with { Templates = [template] }, settings);
        var scored = detector.Windows(photo, double.NegativeInfinity, keepValues: false, CancellationToken.None);
        foreach (var (window, found) in windows.Zip(scored))
        {
            Assert.Equal(window.Window, found.Window);
            Assert.Equal(TensorPrimitives.Dot<float>(template.Weights, window.Values!) + machines.Biases[0], found.Margin, 0.001f);
        }
        Assert.True(scored.Take(20).Average(w => w.Margin) > scored.Skip(20).Take(180).Average(w => w.Margin) + 0.2);
    }

    [SkippableFact]
    public void Of_several_templates_the_best_counts_and_scores_give_back_their_margins()
    {
        using var photo = Sample(0);
        var model = Model;
        var windows = new HogDetector(model, new PipelineOptions { SmallestFace = 60 }).Windows(photo, 0, keepValues: true, CancellationToken.None);
        Assert.NotEmpty(windows);
        foreach (var window in windows)
        {
            var margins = model.Templates.Select(t => TensorPrimitives.Dot<float>(t.Weights, window.Values!) + t.Bias).ToList();
            Assert.Equal(margins.Max(), window.Margin, 0.001f);
            Assert.Equal(margins.IndexOf(margins.Max()), window.Template);
            Assert.Equal(window.Margin, model.MarginOf(model.Score(window.Margin)), 0.01);
        }
    }

    [SkippableFact]
    public void Large_faces_of_the_sample_photos_are_found_where_the_network_finds_them()
    {
        RecognitionModelTests.SkipWithoutSecondPack();
        Repository.SamplePhotosOrSkip();
        var settings = new PipelineOptions { SmallestFace = 60 };
        using var compact = FacePipeline.Open(PackFolder.Compact, settings);
        using var classic = FacePipeline.Open(Classic, settings);
        int wanted = 0, found = 0, extra = 0;
        for (var i = 0; i < 4; i++)
        {
            using var photo = Sample(i);
            var network = compact.Measure(photo).Faces;
            var hog = classic.Measure(photo).Faces;
            var large = network.Where(f => f.Box.Height >= 80 && Math.Abs(f.Quality.Yaw) < 30 && Math.Abs(f.Quality.Roll) < 20).ToList();
            wanted += large.Count;
            found += large.Count(f => hog.Any(h => h.Box.IntersectionOverUnion(f.Box) >= 0.5));
            extra += hog.Count(h => network.All(f => h.Box.IntersectionOverUnion(f.Box) < 0.3));
            Assert.All(hog, h => Assert.Equal(128, h.Embedding.Length));
        }
        Assert.True(wanted >= 5 && found >= 0.8 * wanted, $"{found} of {wanted} found.");
        Assert.True(extra <= 1, $"{extra} boxes on nothing.");
    }

    [SkippableFact]
    public void What_the_detector_sees_adds_up_to_its_margin()
    {
        RecognitionModelTests.SkipWithoutSecondPack();
        using var photo = Sample(0);
        using var classic = FacePipeline.Open(Classic, new PipelineOptions { SmallestFace = 60 });
        var face = classic.Measure(photo).Faces[0];
        var area = new FaceBox(face.Box.X - (0.5 * face.Box.Width), face.Box.Y - (0.5 * face.Box.Height), 2 * face.Box.Width, 2 * face.Box.Height)
            .ClippedTo(photo.OriginalWidth, photo.OriginalHeight);
        area = new(Math.Round(area.X), Math.Round(area.Y), Math.Round(area.Width), Math.Round(area.Height));
        var sight = classic.DetectorSight(photo.CropJpeg(area, 0, 192), area, face.Box);
        Assert.NotNull(sight);
        Assert.Equal(sight.Margin, sight.Constant + sight.CellMargins.Sum(), 0.001);
        Assert.Equal((sight.Cells * sight.Cells, 9 * sight.Cells * sight.Cells), (sight.CellMargins.Count, sight.WindowStrengths.Count));
        Assert.True(sight.Score >= 0.5, $"{sight.Score}");
        Assert.True(sight.Window.Intersection(face.Box) > 0.8 * face.Box.Area);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], sight.WindowPng()[..4]);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], sight.TemplatePng()[..4]);

        using var compact = FacePipeline.Open(PackFolder.Compact);
        Assert.Null(compact.DetectorSight(photo.CropJpeg(area, 0, 192), area, face.Box));
    }

    [Fact]
    public void Templates_mirror_each_other_and_a_file_with_other_numbers_is_refused()
    {
        var model = Model;
        Assert.Equal(5, model.Templates.Count);
        Assert.Equal(model.Templates[2].Weights, model.Templates[1].Mirrored("", model.Cells).Weights);
        var fewer = model with { Templates = [model.Templates[0] with { Weights = [1, 2, 3] }] };
        var refused = Assert.Throws<ModelPackException>(() => HogModel.Read("hog.json", JsonSerializer.SerializeToUtf8Bytes(fewer, HogModel.Json)));
        Assert.Contains("learn them anew", refused.Message, StringComparison.Ordinal);
        Assert.Throws<ModelPackException>(() => HogModel.Read("hog.json", Encoding.UTF8.GetBytes("{}")));
    }

    private static PhotoPixels Sample(int index) =>
        PhotoPixels.Decode(Repository.SamplePhotosOrSkip()[index], new PhotoLimits());
}
