using FaceWeb.Pipeline.ModelPacks;

namespace FaceWeb.Tests.ModelPacks.Running;

/// <summary>Pictures that go through a model together get what each gets alone.</summary>
public class BatchTests
{
    private static readonly TimeSpan _long = TimeSpan.FromMilliseconds(500);

    [Theory]
    [InlineData("embed", 7)]
    [InlineData("embed", 64)]
    [InlineData("landmarks", 7)]
    [InlineData("landmarks", 64)]
    [InlineData("detect", 7)]
    [InlineData("detect", 64)]
    public void Batches_of_1_and_7_and_64_give_the_same(string role, int together)
    {
        using var alone = MadePictures.Open(role);
        using var gathered = MadePictures.Open(role, limits: new(together, TimeSpan.Zero));
        Assert.Null(alone.Batches);
        Assert.Equal(together, gathered.Batches?.Most);
        int[] numbers = [.. Enumerable.Range(0, together)];
        foreach (var (expected, found) in MadePictures.Run(alone, numbers).Zip(MadePictures.Run(gathered, numbers)))
            MadePictures.AssertSame(expected, found);
    }

    [Fact]
    public async Task Concurrent_callers_share_runs_and_each_gets_its_own()
    {
        var gpu = new FailingGpu();
        using var alone = MadePictures.Open("landmarks");
        using var gathered = MadePictures.Open("landmarks", "cuda", new(8, _long), gpu);
        var results = new float[24][][];
        // Three times eight pictures: each batch is full before its deadline.
        await Task.WhenAll(Enumerable.Range(0, 24).Select(i => Task.Factory.StartNew(
            () => results[i] = MadePictures.Run(gathered, [i])[0], CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        Assert.Equal([8, 8, 8], gpu.Gpus[0].Runs);
        Assert.Equal(24, gathered.Time.Pictures);
        var expected = MadePictures.Run(alone, [.. Enumerable.Range(0, 24)]);
        for (var i = 0; i < 24; i++)
            MadePictures.AssertSame(expected[i], results[i]);
    }

    [Fact]
    public void A_lonely_caller_waits_no_longer_than_the_deadline()
    {
        var gpu = new FailingGpu();
        using var model = MadePictures.Open("landmarks", "cuda", new(8, TimeSpan.FromMilliseconds(30)), gpu);
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        MadePictures.Run(model, [1, 2, 3]);
        Assert.InRange(System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalMilliseconds, 25, 5000);
        Assert.Equal([3], gpu.Gpus[0].Runs);
    }

    [Fact]
    public void More_pictures_than_a_batch_holds_go_through_in_several()
    {
        var gpu = new FailingGpu();
        using var alone = MadePictures.Open("landmarks");
        using var model = MadePictures.Open("landmarks", "cuda", new(8, TimeSpan.Zero), gpu);
        int[] numbers = [.. Enumerable.Range(0, 19)];
        foreach (var (expected, found) in MadePictures.Run(alone, numbers).Zip(MadePictures.Run(model, numbers)))
            MadePictures.AssertSame(expected, found);
        Assert.Equal([8, 8, 3], gpu.Gpus[0].Runs);
    }

    [Fact]
    public async Task A_caller_that_fails_takes_nobody_with_it()
    {
        using var alone = MadePictures.Open("landmarks");
        using var model = MadePictures.Open("landmarks", limits: new(4, _long));
        var failing = Task.Run(() => Assert.Throws<InvalidOperationException>(
            () => model.Run((_, _) => throw new InvalidOperationException(), (_, _) => { })));
        var others = Enumerable.Range(0, 3).Select(i => Task.Run(() => MadePictures.Run(model, [i])[0])).ToList();
        await failing;
        var expected = MadePictures.Run(alone, [0, 1, 2]);
        for (var i = 0; i < 3; i++)
            MadePictures.AssertSame(expected[i], await others[i]);
        // And nothing is stuck.
        MadePictures.AssertSame(expected[0], MadePictures.Run(model, [0])[0]);
    }

    [Fact]
    public void Reused_memory_and_bindings_allocate_next_to_nothing()
    {
        using var model = MadePictures.Open("landmarks");
        static void Fill(int i, Span<float> planes) => planes.Clear();
        static void Read(int i, FaceWeb.Pipeline.ModelPacks.Running.PictureOutputs outputs) => _ = outputs[0][0];
        model.Run(Fill, Read);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            model.Run(Fill, Read);
        Assert.True((GC.GetAllocatedBytesForCurrentThread() - before) / 100 < 512);
    }

    [SkippableFact]
    public void A_model_that_takes_one_picture_is_given_one()
    {
        var path = Repository.SharedOrSkip("models", "scrfd_2.5g.onnx");
        var gpu = new FailingGpu();
        using var model = new OnnxModel("detect", "scrfd.onnx", new(320, 320, "rgb", [127.5f, 127.5f, 127.5f], [128, 128, 128]),
            File.ReadAllBytes(path), "cuda", opener: gpu);
        Assert.Null(model.Batches);
        MadePictures.Run(model, [1, 2, 3]);
        Assert.Equal([1, 1, 1], gpu.Gpus[0].Runs);
    }
}
