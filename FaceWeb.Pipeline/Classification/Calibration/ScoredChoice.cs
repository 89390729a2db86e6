namespace FaceWeb.Pipeline.Classification.Calibration;

/// <summary>A face as weights are fitted to it: one of its candidates is right, or none.</summary>
/// <param name="Features">The numbers of each candidate that weights are sought for; all 0 where its sum is known.</param>
/// <param name="Offsets">What is added to each candidate's weighted numbers: its sum where that is known, else 0.</param>
/// <param name="Right">The right candidate's index, or -1.</param>
internal sealed record ScoredChoice(double[][] Features, double[] Offsets, int Right);
