namespace FaceWeb.Pipeline.ModelPacks;

/// <summary>How often and how long one model has run since the pipeline was opened, over all threads.</summary>
/// <param name="Role">detect, landmarks, embed or pose.</param>
/// <param name="Runs">Number of pictures that went through it; each is a run of its own where they are not gathered.</param>
/// <param name="Total">The runs' wall-clock times added up.</param>
public sealed record ModelTime(string Role, long Runs, TimeSpan Total);
