namespace FaceWeb.Jobs;

/// <summary>
/// How much work there is: photos to analyse, jobs with a row, and the pass that suggests names (counted as one while it is due or runs,
/// also without a row).
/// </summary>
/// <param name="Queued">Waiting.</param>
/// <param name="Running">At work.</param>
/// <param name="Failed">Given up.</param>
/// <param name="Done">Ended well.</param>
public sealed record JobsSummary(int Queued, int Running, int Failed, int Done);
