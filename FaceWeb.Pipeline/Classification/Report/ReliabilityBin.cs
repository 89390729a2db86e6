namespace FaceWeb.Pipeline.Classification.Report;

/// <summary>One column of the reliability diagram: faces whose first name had a probability within the bin.</summary>
/// <param name="From">Lower end of the bin.</param>
/// <param name="To">Upper end of the bin.</param>
/// <param name="Faces">How many faces fell in it.</param>
/// <param name="MeanProbability">Their mean probability; 0 when the bin is empty.</param>
/// <param name="Accuracy">The share whose first name was right; 0 when the bin is empty.</param>
public sealed record ReliabilityBin(double From, double To, int Faces, double MeanProbability, double Accuracy);
