using System.Runtime.ExceptionServices;

namespace FaceWeb.Pipeline.ModelPacks.Running;

/// <summary>Pictures of several callers that go through the model in one run.</summary>
internal sealed class PictureBatch(EngineTensors tensors) : IDisposable
{
    private readonly ManualResetEventSlim full = new();
    private readonly ManualResetEventSlim filled = new();
    private readonly ManualResetEventSlim done = new();
    private readonly Lock gate = new();
    private EngineTensors tensors = tensors;
    private Exception? problem;
    private int joined;
    private int written;
    private int left;
    private bool closed;

    /// <summary>Where the pictures are written to, and their outputs read from once the model has run.</summary>
    public ModelTensors Tensors => tensors.Tensors;

    /// <summary>Takes up to so many places; none where the batch is full or runs already.</summary>
    /// <returns>The first place, how many there are, and whether the caller is the first one, who has to <see cref="Lead"/>.</returns>
    public (int First, int Count, bool Leads) Join(int wanted)
    {
        lock (gate)
        {
            var count = closed ? 0 : Math.Min(wanted, Tensors.Pictures - joined);
            var first = joined;
            joined += count;
            if (joined == Tensors.Pictures)
                full.Set();
            return (first, count, first == 0 && count > 0);
        }
    }

    /// <summary>Says that so many places have been written.</summary>
    public void Written(int count)
    {
        lock (gate)
        {
            written += count;
            if (closed && written == joined)
                filled.Set();
        }
    }

    /// <summary>Waits for others and for the device, then runs all pictures that have come until then.</summary>
    /// <param name="deadline">How long to wait for others.</param>
    /// <param name="device">Held while the model runs: while it is busy, the next batch grows.</param>
    /// <param name="run">Runs the model.</param>
    public void Lead(TimeSpan deadline, Lock device, RunTensors run)
    {
        full.Wait(deadline);
        try
        {
            lock (device)
            {
                lock (gate)
                {
                    closed = true;
                    if (written == joined)
                        filled.Set();
                }
                filled.Wait();
                run(ref tensors, joined);
            }
        }
        catch (Exception e)
        {
            problem = e;
        }
        done.Set();
    }

    /// <summary>Waits until the model has run, and throws what it threw.</summary>
    public void Wait()
    {
        done.Wait();
        if (problem is not null)
            ExceptionDispatchInfo.Throw(problem);
    }

    /// <summary>So many places are no longer looked at; true once nobody looks at any.</summary>
    public bool Leave(int count)
    {
        lock (gate)
            return (left += count) == joined && closed;
    }

    /// <summary>Hands the tensors on to the next batch.</summary>
    public EngineTensors TakeTensors() => tensors;

    public void Dispose()
    {
        full.Dispose();
        filled.Dispose();
        done.Dispose();
    }
}
