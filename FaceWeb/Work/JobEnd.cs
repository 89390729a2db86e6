using FaceWeb.Data;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Work;

/// <summary>How a job leaves its row: it has ended, it waits to be tried again, or the row goes.</summary>
internal abstract record JobEnd
{
    private JobEnd()
    {
    }

    /// <summary>Whether the job is to be tried again, so that the queue has to know that it failed.</summary>
    public virtual bool IsTriedAgain => false;

    /// <summary>It ended well.</summary>
    /// <param name="message">What came of it, as a sentence; null keeps what the row says already.</param>
    public static JobEnd Done(string? message) => new Ended(JobState.Done, message);

    /// <summary>It ended with an error.</summary>
    /// <param name="message">Which, and what to do, as sentences.</param>
    public static JobEnd Failed(string message) => new Ended(JobState.Failed, message);

    /// <summary>It was called off.</summary>
    /// <param name="message">By what, and what is left, as sentences.</param>
    public static JobEnd Cancelled(string message) => new Ended(JobState.Cancelled, message);

    /// <summary>It waits to be tried again.</summary>
    /// <param name="step">What for, in words.</param>
    public static JobEnd WaitAgain(string step) => new Waiting(step);

    /// <summary>The row goes: nobody had asked for the job.</summary>
    public static JobEnd Unasked { get; } = new Removed();

    /// <summary>Writes it into the rows.</summary>
    /// <param name="jobs">Which; the condition that they have not moved on is the caller's.</param>
    /// <param name="now">The time, UTC.</param>
    /// <returns>How many rows there were.</returns>
    public abstract Task<int> WriteAsync(IQueryable<JobRecord> jobs, DateTime now);

    private sealed record Ended(JobState State, string? Message) : JobEnd
    {
        public override Task<int> WriteAsync(IQueryable<JobRecord> jobs, DateTime now) => jobs.ExecuteUpdateAsync(set => set
            .SetProperty(j => j.State, State)
            .SetProperty(j => j.Progress, j => State == JobState.Done ? 1 : j.Progress)
            .SetProperty(j => j.Step, (string?)null)
            .SetProperty(j => j.Message, j => Message ?? j.Message)
            .SetProperty(j => j.EndedAt, now));
    }

    private sealed record Waiting(string Step) : JobEnd
    {
        public override bool IsTriedAgain => true;

        public override Task<int> WriteAsync(IQueryable<JobRecord> jobs, DateTime now) => jobs.ExecuteUpdateAsync(set => set
            .SetProperty(j => j.State, JobState.Queued).SetProperty(j => j.Progress, 0).SetProperty(j => j.Step, Step));
    }

    private sealed record Removed : JobEnd
    {
        public override Task<int> WriteAsync(IQueryable<JobRecord> jobs, DateTime now) => jobs.ExecuteDeleteAsync();
    }
}
