namespace FaceWeb.Pipeline.Classification.Training;

/// <summary>How far a training has come.</summary>
/// <param name="Fraction">0 to 1.</param>
/// <param name="Step">What is being done, in words for a person.</param>
public sealed record TrainingProgress(double Fraction, string Step);
