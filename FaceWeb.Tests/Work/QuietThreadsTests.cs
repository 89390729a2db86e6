using FaceWeb.Tests.Running;
using FaceWeb.Work;

namespace FaceWeb.Tests.Work;

/// <summary>Jobs get what the pages leave of the processor.</summary>
public class QuietThreadsTests
{
    [SkippableFact]
    public async Task What_a_job_does_awaits_and_starts_is_nice()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Threads have nice values on Linux only.");
        using var quiet = new QuietThreads(3);
        var before = OfThisThread();
        var seen = await Task.Factory.StartNew(async () =>
        {
            var values = new List<int> { OfThisThread() };
            await Task.Yield();
            values.Add(OfThisThread());
            Parallel.For(0, 64, new ParallelOptions { TaskScheduler = TaskScheduler.Current }, _ =>
            {
                Thread.Sleep(1);
                lock (values)
                    values.Add(OfThisThread());
            });
            await Task.Delay(20);
            values.Add(OfThisThread());
            return values;
        }, CancellationToken.None, TaskCreationOptions.None, quiet).Unwrap();
        Assert.Equal(67, seen.Count);
        // What was started as nicer stays so.
        Assert.All(seen, nice => Assert.Equal(Math.Max(before, QuietThreads.Nice), nice));
        Assert.Equal(before, await Task.Run(OfThisThread));
    }

    [Fact]
    public async Task As_many_as_there_are_threads_run_at_once_and_the_others_wait_for_them()
    {
        using var quiet = new QuietThreads(3);
        using var all = new Barrier(4);
        var atOnce = Enumerable.Range(0, 3).Select(_ => Task.Factory.StartNew(
            () => Assert.True(all.SignalAndWait(TimeSpan.FromSeconds(30))), CancellationToken.None, TaskCreationOptions.None, quiet)).ToArray();
        var order = new List<int>();
        var after = Enumerable.Range(0, 20).Select(i => Task.Factory.StartNew(
            () =>
            {
                lock (order)
                    order.Add(i);
            },
            CancellationToken.None, TaskCreationOptions.None, quiet)).ToArray();
        await Task.Delay(50);
        lock (order)
            Assert.Empty(order);
        Assert.True(all.SignalAndWait(TimeSpan.FromSeconds(30)));
        await Task.WhenAll([.. atOnce, .. after]).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(Enumerable.Range(0, 20), order.Order());
    }

    [Fact]
    public async Task What_waits_at_the_end_is_still_done()
    {
        var quiet = new QuietThreads(1);
        using var go = new ManualResetEventSlim();
        var first = Task.Factory.StartNew(go.Wait, CancellationToken.None, TaskCreationOptions.None, quiet);
        var second = Task.Factory.StartNew(() => 5, CancellationToken.None, TaskCreationOptions.None, quiet);
        quiet.Dispose();
        go.Set();
        await first.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(5, await second.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task What_comes_after_the_end_is_done_all_the_same()
    {
        var quiet = new QuietThreads(1);
        var go = new TaskCompletionSource();
        var job = Task.Factory.StartNew(async () =>
        {
            await go.Task;
            return 7;
        }, CancellationToken.None, TaskCreationOptions.None, quiet).Unwrap();
        await Task.Delay(50);
        quiet.Dispose();
        go.SetResult();
        Assert.Equal(7, await job.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    /// <summary>The analysis of a running server has threads of its own, and they are used.</summary>
    [SkippableFact]
    public async Task A_servers_jobs_run_there()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Threads have nice values on Linux only.");
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        List<int> nice = [];
        // A thread that another server has just begun is still as it was made.
        for (var i = 0; i < 100 && (nice.Count == 0 || nice.Exists(value => value < QuietThreads.Nice)); i++, await Task.Delay(100))
        {
            nice = [.. Directory.GetDirectories("/proc/self/task").Select(StatOf)
                .Where(stat => stat.Contains("(work ", StringComparison.Ordinal)).Select(NiceOf)];
        }
        Assert.NotEmpty(nice);
        Assert.All(nice, value => Assert.True(value >= QuietThreads.Nice, $"{value}"));
    }

    // Empty for a thread that has ended meanwhile.
    private static string StatOf(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "stat"));
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static int OfThisThread() => NiceOf(File.ReadAllText("/proc/thread-self/stat"));

    // proc_pid_stat(5): the 19th field; the name before may hold spaces.
    private static int NiceOf(string stat) => int.Parse(
        stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[16], System.Globalization.CultureInfo.InvariantCulture);
}
