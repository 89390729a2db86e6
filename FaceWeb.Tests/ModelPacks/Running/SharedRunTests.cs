using System.Collections.Concurrent;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Imaging;
using FaceWeb.Pipeline.ModelPacks.Running;

namespace FaceWeb.Tests.ModelPacks.Running;

/// <summary>Cores without a photo help with those in work, and change nothing of what comes out.</summary>
public sealed class SharedRunTests
{
    [Fact]
    public void Each_picture_is_run_once_on_the_cores_that_are_spare()
    {
        var cores = new SpareCores(4);
        using var photo = cores.Begin();
        var pictures = new ConcurrentBag<int>();
        using var both = new ManualResetEventSlim();
        var came = 0;
        new SharedRun(cores, 50, next =>
        {
            // Nobody goes on before a second one has come.
            if (Interlocked.Increment(ref came) == 2)
                both.Set();
            for (var picture = next(); picture is not null; picture = next())
            {
                Assert.True(both.Wait(TimeSpan.FromMinutes(1)));
                pictures.Add(picture.Value);
            }
        }).Run();

        Assert.Equal(Enumerable.Range(0, 50), pictures.Order());
    }

    [Fact]
    public void A_helper_makes_room_for_a_photo_and_gives_its_core_back()
    {
        var cores = new SpareCores(2);
        Assert.True(cores.TryTake());
        Assert.True(cores.TryTake());
        Assert.False(cores.TryTake());
        Assert.False(cores.TooMany);
        using (cores.Begin())
            Assert.True(cores.TooMany);
        Assert.False(cores.TooMany);
        cores.GiveBack();
        Assert.True(cores.TryTake());
    }

    [Fact]
    public void Helpers_that_no_thread_is_free_for_are_not_waited_for()
    {
        var cores = new SpareCores(8);
        var scheduler = new Full();
        var pictures = new List<int>();
        var run = new SharedRun(cores, 20, next =>
        {
            for (var picture = next(); picture is not null; picture = next())
                pictures.Add(picture.Value);
        });
        var job = new Task(run.Run);
        job.Start(scheduler);
        scheduler.RunFirst();

        Assert.True(job.IsCompletedSuccessfully);
        Assert.Equal(Enumerable.Range(0, 20), pictures);
        Assert.False(cores.TryTake());
        while (scheduler.RunFirst())
        {
        }
        Assert.Equal(20, pictures.Count);
        Assert.Equal(8, Enumerable.Range(0, 9).Count(_ => cores.TryTake()));
    }

    [Fact]
    public void What_a_helper_throws_reaches_the_caller_once_all_have_stopped()
    {
        var cores = new SpareCores(3);
        var caller = Environment.CurrentManagedThreadId;
        using var thrown = new ManualResetEventSlim();
        var run = new SharedRun(cores, 1000, next =>
        {
            for (var picture = next(); picture is not null; picture = next())
            {
                if (Environment.CurrentManagedThreadId != caller)
                {
                    thrown.Set();
                    throw new InvalidDataException("A helper's.");
                }
                Assert.True(thrown.Wait(TimeSpan.FromMinutes(1)));
            }
        });

        Assert.Equal("A helper's.", Assert.Throws<InvalidDataException>(run.Run).Message);
        var free = 0;
        Assert.True(SpinWait.SpinUntil(() => (free += cores.TryTake() ? 1 : 0) == 3, TimeSpan.FromMinutes(1)));
        Assert.False(cores.TryTake());
    }

    [SkippableFact]
    public void Photos_have_the_same_faces_on_one_core_and_on_four()
    {
        using var one = FacePipeline.Open(PackFolder.Compact, new() { Parallelism = 1 });
        using var four = FacePipeline.Open(PackFolder.Compact, new() { Parallelism = 4 });
        foreach (var photo in Repository.SamplePhotosOrSkip())
        {
            using var pixels = PhotoPixels.Decode(photo, new PhotoLimits());
            var expected = one.MeasureUpright(pixels).Faces;
            var found = four.MeasureUpright(pixels).Faces;
            Assert.NotEmpty(expected);
            Assert.Equal(expected.Select(f => (f.Box, f.DetectorScore)), found.Select(f => (f.Box, f.DetectorScore)));
            Assert.Equal(expected.Select(f => f.Embeddings[0].Values), found.Select(f => f.Embeddings[0].Values));
        }
        Assert.Equal(one.ModelTimes.Select(m => m.Pictures), four.ModelTimes.Select(m => m.Pictures));
    }

    /// <summary>A scheduler whose threads are all taken: it runs a task when it is told to.</summary>
    private sealed class Full : TaskScheduler
    {
        private readonly Queue<Task> waiting = new();

        public bool RunFirst() => waiting.TryDequeue(out var task) && TryExecuteTask(task);

        protected override void QueueTask(Task task) => waiting.Enqueue(task);

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

        protected override IEnumerable<Task> GetScheduledTasks() => waiting;
    }
}
