namespace FaceWeb.Work;

/// <summary>The answer to a call that starts a job.</summary>
/// <param name="JobId">Ask for it at <c>/api/v1/jobs/{id}</c>.</param>
public sealed record StartedJob(long JobId);
