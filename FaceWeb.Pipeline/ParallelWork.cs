namespace FaceWeb.Pipeline;

/// <summary>
/// How loops over many faces are shared among threads: those of the scheduler that the caller runs on, no more than there are cores. Without a bound such a
/// loop takes every thread of the pool: in a server whose pool has grown to forty for its pages, they all stood still for as long as it took.
/// </summary>
public static class ParallelWork
{
    /// <summary>The options of one loop.</summary>
    /// <param name="atMost">How many threads at most; as many as there are cores when null.</param>
    /// <param name="cancel">Ends it.</param>
    public static ParallelOptions Options(int? atMost = null, CancellationToken cancel = default) => new()
    {
        TaskScheduler = TaskScheduler.Current,
        MaxDegreeOfParallelism = atMost ?? Environment.ProcessorCount,
        CancellationToken = cancel,
    };
}
