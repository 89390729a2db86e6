namespace FaceWeb.Health.Charts;

/// <summary>How often and how long a model ran between two samples.</summary>
/// <param name="Role">detect, landmarks, embed or pose.</param>
/// <param name="Runs">Pictures that went through it.</param>
/// <param name="Milliseconds">The runs' times added up.</param>
public sealed record ModelSample(string Role, long Runs, double Milliseconds);
