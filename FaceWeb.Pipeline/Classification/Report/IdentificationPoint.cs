namespace FaceWeb.Pipeline.Classification.Report;

/// <summary>One point of the curve of identification against false identification: what a threshold gains and costs.</summary>
/// <param name="FalseIdentificationRate">Share of the strangers that get a name above the threshold (FPIR), above 0 and at most 1.</param>
/// <param name="IdentificationRate">Share of the known faces whose first name is right and above the threshold (DIR), 0 to 1.</param>
/// <param name="Threshold">The threshold, a probability from 0 to 1: names above it count.</param>
public sealed record IdentificationPoint(double FalseIdentificationRate, double IdentificationRate, double Threshold);
