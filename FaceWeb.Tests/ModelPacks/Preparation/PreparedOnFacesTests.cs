using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Imaging;
using FaceWeb.Pipeline.ModelPacks;
using FaceWeb.Pipeline.ModelPacks.Preparation;
using OpenCvSharp;

namespace FaceWeb.Tests.ModelPacks.Preparation;

/// <summary>
/// Each prepared model gives on real faces what the unprepared one gives; 500 faces where ../shared is there, those of the sample photos
/// otherwise.
/// </summary>
public class PreparedOnFacesTests(PreparedOnFacesTests.Faces faces) : IClassFixture<PreparedOnFacesTests.Faces>
{
    private static readonly ModelPack _compact = ModelPack.Read(PackFolder.Compact);

    [SkippableTheory]
    [InlineData("embed", 500)]
    [InlineData("detect", 200)]
    [InlineData("landmarks", 500)]
    public void Of_the_default_pack(string role, int most)
    {
        var (file, input) = role switch
        {
            "embed" => (_compact.Embed.File, _compact.Embed.Input),
            "detect" => (_compact.Detect.File, _compact.Detect.Input),
            _ => (_compact.Landmarks.File, _compact.Landmarks.Input),
        };
        AssertSame(_compact.ReadModel(PackFolder.Compact, file), input, most, batches: true);
    }

    [SkippableFact]
    public void Of_classic128()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "models", "classic128");
        Skip.IfNot(File.Exists(Path.Combine(folder, "face_recognition_model.bin")),
            "The pack classic128 is not restored: build with -p:ModelPacks=compact+classic128.");
        var pack = ModelPack.Read(folder);
        AssertSame(DlibResNet.ToOnnx(pack.ReadModel(folder, pack.Embed.File), pack.ReadModel(folder, DlibResNet.WeightsOf(pack.Embed.File))),
            pack.Embed.Input, 50, batches: true);
    }

    [SkippableTheory]
    [InlineData("yunet_2026may.onnx", "bgr", 0, 1, true)]
    [InlineData("scrfd_2.5g.onnx", "rgb", 127.5, 128, false)]
    public void Of_detectors_that_people_bring(string file, string channels, float mean, float scale, bool batches)
    {
        var model = File.ReadAllBytes(Repository.SharedOrSkip("models", file));
        AssertSame(model, new(320, 320, channels, [mean, mean, mean], [scale, scale, scale]), 50, batches);
    }

    private void AssertSame(byte[] model, ModelInput input, int most, bool batches)
    {
        var pictures = faces.OrSkip.Take(most).Select(f => Planes(f, input)).ToList();
        var prepared = ModelPreparer.Prepare(model.ToArray(), input);
        Assert.DoesNotContain("left as it comes", prepared.Sentence, StringComparison.Ordinal);
        Assert.Equal(!batches, prepared.Sentence.Contains("one picture in a run", StringComparison.Ordinal));
        using BareModel before = new(model), after = new(prepared.Content);
        var alone = new List<float[][]>();
        foreach (var picture in pictures)
        {
            float[][] expected = before.Run(picture, side: input.Width), found = after.Run(picture, side: input.Width);
            AssertSame(expected, found);
            alone.Add(found);
        }
        if (!batches)
            return;
        float[] seven = [.. Enumerable.Range(0, 7).SelectMany(i => pictures[i % pictures.Count])];
        var together = after.Run(seven, pictures: 7, side: input.Width);
        for (var i = 0; i < 7; i++)
            AssertSame(alone[i % pictures.Count], [.. together.Select(o => o[(i * o.Length / 7)..((i + 1) * o.Length / 7)])]);
    }

    private static void AssertSame(float[][] expected, float[][] found)
    {
        Assert.Equal(expected.Select(e => e.Length), found.Select(f => f.Length));
        foreach (var (first, second) in expected.Zip(found))
        {
            var largest = first.Max(Math.Abs);
            Assert.Equal(first, second, (a, b) => Math.Abs(a - b) <= 1e-4f * largest);
            var dot = first.Zip(second).Sum(p => (double)p.First * p.Second);
            Assert.True(dot >= 0.999999 * Math.Sqrt(first.Sum(a => (double)a * a) * second.Sum(b => (double)b * b)));
        }
    }

    private static float[] Planes(byte[] jpeg, ModelInput input)
    {
        using var face = Cv2.ImDecode(jpeg, input.Planes == 1 ? ImreadModes.Grayscale : ImreadModes.Color);
        using var sized = new Mat();
        Cv2.Resize(face, sized, new Size(input.Width, input.Height));
        var planes = new float[input.Length];
        new InputPlanes(input).Fill(sized, planes);
        return planes;
    }

    /// <summary>Aligned faces, as JPEG files in memory.</summary>
    public sealed class Faces
    {
        private readonly Lazy<List<byte[]>> faces = new(Find);

        public IReadOnlyList<byte[]> OrSkip => this.faces.Value;

        private static List<byte[]> Find()
        {
            var photos = Repository.Shared is { } shared && Directory.Exists(Path.Combine(shared, "data", "lfw-dev", "images"))
                ? Directory.GetFiles(Path.Combine(shared, "data", "lfw-dev", "images"), "*.jpg", SearchOption.AllDirectories)
                    .Order(StringComparer.Ordinal).Take(500)
                : Repository.SamplePhotosOrSkip();
            using var pipeline = FacePipeline.Open(PackFolder.Compact, new PipelineOptions { Mirror = false, Device = "cpu" });
            var found = new List<byte[]>();
            foreach (var path in photos)
            {
                using var photo = PhotoPixels.Decode(path, new PhotoLimits());
                found.AddRange(pipeline.Measure(photo).Faces.Select(f => f.ChipJpeg));
            }
            return found;
        }
    }
}
