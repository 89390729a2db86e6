namespace FaceWeb.Work;

/// <summary>How far a job is.</summary>
/// <param name="Fraction">Of the whole job, 0 to 1.</param>
/// <param name="Words">What it is doing, in words.</param>
internal sealed record JobStep(double Fraction, string Words);
