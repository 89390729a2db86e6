namespace FaceWeb.Pipeline.Classification.Report;

/// <summary>How many cross-validated faces got a first name with a probability within the bin.</summary>
/// <param name="From">Lower end of the bin.</param>
/// <param name="To">Upper end of the bin.</param>
/// <param name="Right">Known faces whose first name was right.</param>
/// <param name="Wrong">Known faces whose first name was wrong.</param>
/// <param name="Strangers">Strangers: whatever name they got is wrong.</param>
public sealed record ScoreBin(double From, double To, int Right, int Wrong, int Strangers);
