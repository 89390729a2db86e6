using System.Diagnostics;

namespace FaceWeb.Pipeline.ModelPacks.Running;

/// <summary>How long at least one model has been running: the rest of the time the device waits for pictures.</summary>
internal sealed class DeviceClock
{
    private readonly Lock gate = new();
    private int running;
    private long since;
    private long ticks;

    /// <summary>Time with at least one run that has ended or goes on.</summary>
    public TimeSpan Busy
    {
        get
        {
            lock (gate)
                return Stopwatch.GetElapsedTime(0, ticks + (running > 0 ? Stopwatch.GetTimestamp() - since : 0));
        }
    }

    /// <summary>A run begins.</summary>
    public void Begin()
    {
        lock (gate)
        {
            if (running++ == 0)
                since = Stopwatch.GetTimestamp();
        }
    }

    /// <summary>A run has ended.</summary>
    public void End()
    {
        lock (gate)
        {
            if (--running == 0)
                ticks += Stopwatch.GetTimestamp() - since;
        }
    }
}
