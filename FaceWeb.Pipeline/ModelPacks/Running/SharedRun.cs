using System.Runtime.ExceptionServices;

namespace FaceWeb.Pipeline.ModelPacks.Running;

/// <summary>
/// The pictures of one caller, run one by one on the caller's thread and on whatever cores are spare. Helpers are looked for before each picture, so that
/// they come when another photo ends, and leave when one begins. They run on the caller's scheduler: a job's helpers are as quiet as the job.
/// </summary>
/// <param name="cores">The cores.</param>
/// <param name="count">How many pictures.</param>
/// <param name="takeTurns">Runs pictures on one thread: as long as there is a next one.</param>
internal sealed class SharedRun(SpareCores cores, int count, Action<Func<int?>> takeTurns)
{
    // Fewer pictures are done before another thread has begun.
    private const int LeastShared = 4;

    private readonly object gate = new();
    private int taken;
    private int helping;
    private bool over;
    private ExceptionDispatchInfo? problem;

    /// <summary>Runs all pictures.</summary>
    /// <exception cref="Exception">What the first of them that failed threw; the others are then left.</exception>
    public void Run()
    {
        try
        {
            takeTurns(() =>
            {
                if (count - Volatile.Read(ref taken) >= LeastShared && cores.TryTake())
                    Task.Factory.StartNew(Help, CancellationToken.None, TaskCreationOptions.None, TaskScheduler.Current);
                return Next();
            });
        }
        finally
        {
            // A helper that has not begun by now finds nothing to do; one that has is waited for, because it uses what the caller owns.
            lock (gate)
            {
                over = true;
                taken = count;
                while (helping > 0)
                    Monitor.Wait(gate);
            }
        }
        problem?.Throw();
    }

    private void Help()
    {
        try
        {
            lock (gate)
            {
                if (over)
                    return;
                helping++;
            }
            try
            {
                takeTurns(() => cores.TooMany ? null : Next());
            }
            catch (Exception e)
            {
                lock (gate)
                {
                    problem ??= ExceptionDispatchInfo.Capture(e);
                    taken = count;
                }
            }
            finally
            {
                lock (gate)
                {
                    helping--;
                    Monitor.PulseAll(gate);
                }
            }
        }
        finally
        {
            cores.GiveBack();
        }
    }

    private int? Next()
    {
        lock (gate)
            return taken < count ? taken++ : null;
    }
}
