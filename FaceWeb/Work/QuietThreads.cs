using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace FaceWeb.Work;

/// <summary>
/// Threads for work that nobody waits for in front of a page: the system gives them what the pages leave. What a job awaits goes on there,
/// and what it starts with <see cref="TaskScheduler.Current"/> as well.
/// </summary>
/// <remarks>
/// On Linux each thread has a nice value of its own, which a process may only raise, so the pool's threads, which serve pages too, cannot be
/// borrowed. A nice value of 5 is a third of the share of a thread that has 0 (sched(7)); without others a thread is as fast as any. With 10, a
/// tenth, a job that held the database's write lock once kept uploads waiting for longer than their half minute.
/// </remarks>
public sealed partial class QuietThreads : TaskScheduler, IDisposable
{
    /// <summary>The nice value.</summary>
    public const int Nice = 5;

    private readonly BlockingCollection<Task> waiting = [];
    private readonly int threads;

    /// <param name="threads">How many; jobs that block theirs until others are done need more than there are jobs at once.</param>
    public QuietThreads(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        this.threads = threads;
        for (var i = 0; i < threads; i++)
            new Thread(Work) { IsBackground = true, Name = $"work {i + 1}" }.Start();
    }

    /// <inheritdoc />
    public override int MaximumConcurrencyLevel => threads;

    /// <inheritdoc />
    public void Dispose() => waiting.CompleteAdding();

    /// <inheritdoc />
    protected override void QueueTask(Task task)
    {
        try
        {
            waiting.Add(task);
        }
        catch (InvalidOperationException)
        {
            // The server has ended: what a job still has to tidy up is done anywhere.
            ThreadPool.UnsafeQueueUserWorkItem(_ => TryExecuteTask(task), null);
        }
    }

    /// <inheritdoc />
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => Current == this && TryExecuteTask(task);

    /// <inheritdoc />
    protected override IEnumerable<Task> GetScheduledTasks() => [.. waiting];

    private void Work()
    {
        if (OperatingSystem.IsLinux())
            _ = SetPriority(0, 0, Nice);
        foreach (var task in waiting.GetConsumingEnumerable())
            TryExecuteTask(task);
    }

    // setpriority(2): 0, 0 is the calling thread.
    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, int who, int value);
}
