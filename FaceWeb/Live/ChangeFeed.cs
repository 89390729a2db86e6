using System.Collections.Concurrent;

namespace FaceWeb.Live;

/// <summary>
/// Tells open pages of this process what changed, so that they show it without reloading. Changes are gathered for
/// <see cref="Interval"/> and delivered as one batch: an analysis of thousands of photos must not redraw a page thousands of times.
/// </summary>
public sealed class ChangeFeed : IDisposable
{
    /// <summary>How long changes are gathered before they are delivered.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(150);

    private readonly ConcurrentDictionary<Guid, Func<IReadOnlyCollection<Change>, Task>> listeners = new();
    private readonly ConcurrentDictionary<Change, byte> pending = new();
    private readonly long[] delivered = new long[Enum.GetValues<ChangeKind>().Length];
    private readonly Timer timer;
    private readonly ILogger<ChangeFeed> log;

    /// <summary>Makes a feed with no listeners.</summary>
    public ChangeFeed(ILogger<ChangeFeed> log)
    {
        this.log = log;
        timer = new Timer(_ => Deliver(), null, Interval, Interval);
    }

    /// <summary>Announces a change. Never blocks, never throws.</summary>
    public void Announce(Change change) => pending.TryAdd(change, 0);

    /// <summary>How many batches had a change of this kind: what was read before it grew may be out of date.</summary>
    public long CountOf(ChangeKind kind) => Volatile.Read(ref delivered[(int)kind]);

    /// <summary>Calls <paramref name="listener"/> with each batch (distinct changes, never empty) until the result is disposed.</summary>
    public IDisposable Listen(Func<IReadOnlyCollection<Change>, Task> listener)
    {
        var id = Guid.NewGuid();
        listeners[id] = listener;
        return new Subscription(this, id);
    }

    /// <inheritdoc />
    public void Dispose() => timer.Dispose();

    private void Deliver()
    {
        if (pending.IsEmpty)
            return;
        var batch = new List<Change>();
        foreach (var change in pending.Keys)
        {
            if (pending.TryRemove(change, out _))
                batch.Add(change);
        }
        // Before anybody is told: who reads then must not be given what was true before.
        foreach (var kind in batch.Select(change => change.Kind).Distinct())
            Interlocked.Increment(ref delivered[(int)kind]);
        foreach (var listener in listeners.Values)
            _ = DeliverTo(listener, batch);
    }

    private async Task DeliverTo(Func<IReadOnlyCollection<Change>, Task> listener, IReadOnlyCollection<Change> batch)
    {
        try
        {
            await listener(batch);
        }
        catch (Exception e) when (e is ObjectDisposedException or OperationCanceledException)
        {
            // The page closed between the change and its delivery.
        }
        catch (Exception e)
        {
            log.LogWarning(e, "A page could not show a change.");
        }
    }

    private sealed class Subscription(ChangeFeed feed, Guid id) : IDisposable
    {
        public void Dispose() => feed.listeners.TryRemove(id, out _);
    }
}
