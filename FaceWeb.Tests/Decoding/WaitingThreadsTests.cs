using System.Collections.Concurrent;
using FaceWeb.Pipeline.Decoding;

namespace FaceWeb.Tests.Decoding;

/// <summary>Who waits for a decoder does so on a few threads that stay, and whoever awaits the answer goes on elsewhere.</summary>
public class WaitingThreadsTests
{
    [Fact]
    public async Task The_same_few_threads_serve_everybody()
    {
        using var threads = new WaitingThreads(3);
        var used = new ConcurrentDictionary<int, bool>();

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => threads.Run(() =>
        {
            used[Environment.CurrentManagedThreadId] = true;
            Thread.Yield();
            return i;
        })));

        Assert.Equal(Enumerable.Range(0, 200), answers);
        Assert.InRange(used.Count, 1, 3);
    }

    [Fact]
    public async Task What_awaits_an_answer_keeps_no_thread_from_the_next()
    {
        using var threads = new WaitingThreads(1);

        var (waited, wentOn) = await AskAsync(threads);

        Assert.NotEqual(waited, wentOn);
    }

    [Fact]
    public async Task What_goes_wrong_is_told_to_who_asked_and_the_thread_goes_on()
    {
        using var threads = new WaitingThreads(1);

        await Assert.ThrowsAsync<IOException>(() => threads.Run<int>(() => throw new IOException("gone")));

        Assert.Equal(1, await threads.Run(() => 1));
    }

    [Fact]
    public async Task After_the_end_what_was_asked_is_answered_and_nothing_more_is_taken()
    {
        var threads = new WaitingThreads(1);
        using var go = new ManualResetEventSlim();
        var waits = threads.Run(() =>
        {
            go.Wait();
            return 1;
        });
        var behind = threads.Run(() => 2);
        threads.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => threads.Run(() => 3));
        go.Set();
        Assert.Equal(1, await waits);
        Assert.Equal(2, await behind);
    }

    private static async Task<(int Waited, int WentOn)> AskAsync(WaitingThreads threads)
    {
        // Slow enough that the answer is awaited before it is there; and not sent back to where the test runs.
        var waited = await threads.Run(() =>
        {
            Thread.Sleep(100);
            return Environment.CurrentManagedThreadId;
        }).ConfigureAwait(false);
        return (waited, Environment.CurrentManagedThreadId);
    }
}
