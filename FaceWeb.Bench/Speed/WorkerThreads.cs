namespace FaceWeb.Bench.Speed;

/// <summary>Threads of their own that work at once: the thread pool takes seconds to give more of them than there are cores.</summary>
internal static class WorkerThreads
{
    /// <summary>Does the work for 0, 1, 2 and so on, as long as there is more, and returns when all is done.</summary>
    /// <param name="count">How many threads.</param>
    /// <param name="more">Whether the work of this number is still to be done.</param>
    /// <param name="work">Called for each number once.</param>
    /// <exception cref="AggregateException">The work threw.</exception>
    public static void Run(int count, Func<long, bool> more, Action<long> work)
    {
        long taken = -1;
        var threads = Enumerable.Range(0, count).Select(_ => Task.Factory.StartNew(() =>
        {
            for (var i = Interlocked.Increment(ref taken); more(i); i = Interlocked.Increment(ref taken))
                work(i);
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        Task.WaitAll(threads);
    }
}
