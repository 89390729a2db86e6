namespace FaceWeb.Pipeline.Classification.Scoring;

/// <summary>A name proposed for a face.</summary>
/// <param name="PersonId">Who it may be.</param>
/// <param name="Probability">The calibrated probability that it is, 0 to 1.</param>
/// <param name="Margin">The person's SVM margin w.x + b, or not a number for someone whom the SVM does not know yet.</param>
/// <param name="NearestCosine">Cosine to the person's nearest confirmed face, -1 to 1.</param>
public readonly record struct PersonSuggestion(long PersonId, double Probability, double Margin, double NearestCosine);
