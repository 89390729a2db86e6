namespace FaceWeb.Data;

/// <summary>Where a job is.</summary>
public enum JobState
{
    /// <summary>Waiting.</summary>
    Queued = 0,

    /// <summary>At work.</summary>
    Running = 1,

    /// <summary>Ended well.</summary>
    Done = 2,

    /// <summary>Ended with an error.</summary>
    Failed = 3,

    /// <summary>Cancelled by a person.</summary>
    Cancelled = 4,
}
