namespace FaceWeb.Work;

/// <summary>What one kind of job with a row does, and what it says when it does not come to its end; all else is <see cref="JobRunner"/>'s.</summary>
internal interface IJobWork
{
    /// <summary>What the row says before the work has said anything.</summary>
    string FirstStep { get; }

    /// <summary>Does the work.</summary>
    /// <param name="progress">Is told how far it is, and has the token that stops it.</param>
    /// <returns>How the row ends.</returns>
    /// <exception cref="OperationCanceledException">It was stopped; which way, the runner knows.</exception>
    Task<JobEnd> DoAsync(JobProgress progress);

    /// <summary>A person had it stopped.</summary>
    Task<JobEnd> CancelledAsync();

    /// <summary>
    /// It was stopped from outside though the server goes on, as by deleting it on the queues' dashboard: nothing else would ever end its row.
    /// </summary>
    JobEnd Deleted(OperationCanceledException stopped);

    /// <summary>It failed.</summary>
    /// <param name="error">Why.</param>
    /// <param name="jobId">The row's key, under which the log says more.</param>
    JobEnd Failed(Exception error, long jobId);
}
