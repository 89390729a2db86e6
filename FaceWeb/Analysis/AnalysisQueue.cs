using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Hangfire;

namespace FaceWeb.Analysis;

/// <summary>
/// Reminds the workers of photos that wait to be analysed. The photos' rows are the truth: whatever is enqueued twice is analysed once
/// (see <see cref="PhotoClaims"/>), and what a crash makes this queue forget is enqueued again from the rows.
/// </summary>
[SuppressMessage("Naming", "CA1711", Justification = "It is the queue of photos that wait, though no collection.")]
public sealed class AnalysisQueue(IBackgroundJobClient jobs)
{
    private readonly ConcurrentDictionary<long, byte> waiting = new();

    /// <summary>Enqueues one job for each photo that has none waiting. Call it after the rows are committed as queued.</summary>
    public void Enqueue(IEnumerable<long> photoIds)
    {
        foreach (var id in photoIds)
        {
            if (waiting.TryAdd(id, 0))
                jobs.Enqueue<AnalyseJob>(job => job.RunAsync(id, CancellationToken.None));
        }
    }

    /// <summary>Enqueues a photo whose last try failed, for a later time.</summary>
    internal void EnqueueLater(long photoId, TimeSpan delay)
    {
        if (waiting.TryAdd(photoId, 0))
            jobs.Schedule<AnalyseJob>(job => job.RunAsync(photoId, CancellationToken.None), delay);
    }

    /// <summary>Whether no photo waits for a worker.</summary>
    internal bool IsEmpty => waiting.IsEmpty;

    /// <summary>Whether a job for this photo waits for a worker.</summary>
    internal bool IsWaiting(long photoId) => waiting.ContainsKey(photoId);

    /// <summary>A worker has taken the photo's job: from now on a further request makes a new one.</summary>
    internal void Taken(long photoId) => waiting.TryRemove(photoId, out _);
}
