using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Imaging;
using FaceWeb.Pipeline.ModelPacks;

namespace FaceWeb.Tests.ModelPacks.Running;

/// <summary>A GPU that fails in the middle of work: the model goes on on the processor, and nothing is lost.</summary>
public class FallbackTests
{
    [Theory]
    [InlineData(0, int.MaxValue)]
    [InlineData(2, int.MaxValue)]
    [InlineData(int.MaxValue, 0)]
    public void The_run_that_fails_is_repeated_on_the_processor(int runs, int tensors)
    {
        var gpu = new FailingGpu(runs, tensors);
        var told = new List<ModelDevice>();
        using var alone = MadePictures.Open("embed");
        using var model = MadePictures.Open("embed", "auto", new(4, TimeSpan.Zero), gpu);
        model.FellBack += told.Add;
        Assert.Equal(("CUDA 0", ""), (model.Device.Device, model.Device.Note));
        int[] numbers = [.. Enumerable.Range(0, 14)];
        foreach (var (expected, found) in MadePictures.Run(alone, numbers).Zip(MadePictures.Run(model, numbers)))
            MadePictures.AssertSame(expected, found);
        Assert.Equal("CPU", model.Device.Device);
        Assert.Matches("^CUDA 0 failed at .* UTC, since then it runs on the CPU: .+$", model.Device.Note);
        Assert.Equal(model.Device, Assert.Single(told));
        Assert.Equal(1, gpu.OpenedOnCpu);
        Assert.True(gpu.Gpus[0].Disposed);
    }

    [Fact]
    public async Task Many_callers_at_once_fall_back_once()
    {
        var gpu = new FailingGpu(runsUntilFailure: 2);
        using var alone = MadePictures.Open("landmarks");
        using var model = MadePictures.Open("landmarks", "cuda", opener: gpu);
        var expected = MadePictures.Run(alone, [.. Enumerable.Range(0, 40)]);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(caller => Task.Run(() =>
        {
            for (var i = 5 * caller; i < 5 * (caller + 1); i++)
                MadePictures.AssertSame(expected[i], MadePictures.Run(model, [i])[0]);
        })));
        Assert.Equal(1, gpu.OpenedOnCpu);
        Assert.Equal("CPU", model.Device.Device);
        // On the processor pictures are not gathered.
        Assert.Null(model.Batches);
    }

    [Fact]
    public void A_gpu_that_is_not_there_is_said_at_the_start()
    {
        using var asked = MadePictures.Open("landmarks", "cuda", opener: new FailingGpu(opens: false));
        Assert.Equal("CPU", asked.Device.Device);
        Assert.StartsWith("CUDA was asked for but is not available: ", asked.Device.Note, StringComparison.Ordinal);
        using var found = MadePictures.Open("landmarks", "auto", opener: new FailingGpu(opens: false));
        Assert.StartsWith("no CUDA: ", found.Device.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gpu_that_gives_other_numbers_is_not_used()
    {
        var gpu = new FailingGpu(stale: true);
        using var alone = MadePictures.Open("landmarks");
        using var model = MadePictures.Open("landmarks", "auto", opener: gpu);
        Assert.Equal("CPU", model.Device.Device);
        Assert.StartsWith("CUDA 0 gives other numbers than the CPU", model.Device.Note, StringComparison.Ordinal);
        Assert.True(gpu.Gpus[0].Disposed);
        MadePictures.AssertSame(MadePictures.Run(alone, [1])[0], MadePictures.Run(model, [1])[0]);
    }

    /// <summary>Photos in work at once when the device goes: each gets all its faces, with the numbers that they have without a GPU.</summary>
    [SkippableFact]
    public void No_photo_is_lost()
    {
        var photos = Repository.SamplePhotosOrSkip();
        using var cpu = FacePipeline.Open(PackFolder.Compact, new PipelineOptions { Device = "cpu" });
        var expected = photos.Select(p => Measure(cpu, p)).ToList();
        // More photos than are in work at once need two runs at least, however many share one.
        var gpu = new FailingGpu(runsUntilFailure: 1);
        using var pipeline = FacePipeline.Open(PackFolder.Compact, new PipelineOptions { Opener = gpu });
        var told = 0;
        pipeline.FellBack += _ => Interlocked.Increment(ref told);
        var found = new PhotoMeasurement[photos.Count];
        Parallel.For(0, photos.Count, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i => found[i] = Measure(pipeline, photos[i]));
        Assert.Equal((3, 3), (told, gpu.OpenedOnCpu));
        Assert.All(pipeline.Devices, d => Assert.Contains("failed", d.Note, StringComparison.Ordinal));
        Assert.True(expected.Sum(e => e.Faces.Count) > 0);
        foreach (var (before, after) in expected.Zip(found))
        {
            Assert.Equal(before.Faces.Count, after.Faces.Count);
            foreach (var (first, second) in before.Faces.Zip(after.Faces))
            {
                Assert.True(first.Box.IntersectionOverUnion(second.Box) > 0.99);
                MadePictures.AssertSame([first.Embedding], [second.Embedding]);
            }
        }
    }

    private static PhotoMeasurement Measure(FacePipeline pipeline, string path)
    {
        using var photo = PhotoPixels.Decode(path, new PhotoLimits());
        return pipeline.Measure(photo);
    }
}
