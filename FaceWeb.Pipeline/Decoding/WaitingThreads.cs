using System.Collections.Concurrent;

namespace FaceWeb.Pipeline.Decoding;

/// <summary>
/// Threads that wait for children's answers, so that none is taken from the pages meanwhile. Kept: to begin and end one for each request takes
/// longer than a small photo's header.
/// </summary>
/// <param name="most">How many threads; what comes while all of them wait comes after.</param>
internal sealed class WaitingThreads(int most) : IDisposable
{
    private readonly BlockingCollection<Action> waiting = [];
    private int begun;

    /// <summary>Does something that waits. Who awaits the result goes on elsewhere: the thread is for the next that waits.</summary>
    /// <exception cref="ObjectDisposedException">Disposed.</exception>
    public Task<T> Run<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            waiting.Add(Do);
        }
        catch (InvalidOperationException)
        {
            throw new ObjectDisposedException(nameof(WaitingThreads));
        }
        if (Volatile.Read(ref begun) < most && Interlocked.Increment(ref begun) <= most)
            new Thread(Work) { IsBackground = true, Name = "decoder wait" }.Start();
        return done.Task;

        void Do()
        {
            try
            {
                done.SetResult(work());
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        }
    }

    /// <summary>Lets the threads end once they have done what is waiting.</summary>
    public void Dispose() => waiting.CompleteAdding();

    private void Work()
    {
        foreach (var work in waiting.GetConsumingEnumerable())
            work();
    }
}
