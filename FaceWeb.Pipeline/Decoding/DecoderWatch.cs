namespace FaceWeb.Pipeline.Decoding;

/// <summary>
/// Looks every few milliseconds at the children that are reading, on a thread of its own: it must see them also when the server's other
/// threads are busy.
/// </summary>
internal sealed class DecoderWatch : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly Lock gate = new();
    private readonly List<DecoderProcess> reading = [];
    private readonly ManualResetEventSlim some = new();
    private readonly Thread thread;
    private volatile bool ended;

    public DecoderWatch()
    {
        thread = new Thread(Run) { IsBackground = true, Name = "decoder watch", Priority = ThreadPriority.AboveNormal };
        thread.Start();
    }

    /// <summary>Begins to look at a child.</summary>
    public void Add(DecoderProcess child)
    {
        lock (gate)
            reading.Add(child);
        some.Set();
    }

    /// <summary>The child has answered.</summary>
    public void Remove(DecoderProcess child)
    {
        lock (gate)
        {
            reading.Remove(child);
            if (reading.Count == 0)
                some.Reset();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ended = true;
        some.Set();
    }

    private void Run()
    {
        while (true)
        {
            some.Wait();
            if (ended)
                return;
            Thread.Sleep(Pause);
            lock (gate)
            {
                foreach (var child in reading)
                    child.Check();
            }
        }
    }
}
