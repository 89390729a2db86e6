namespace FaceWeb.Explanation;

/// <summary>What an explanation's probabilities come from.</summary>
/// <param name="Id">The trained classifier; null before the first training, when nearest confirmed faces alone suggest.</param>
/// <param name="Model">The model pack whose numbers are compared.</param>
/// <param name="SuggestThreshold">
/// How probable it must be that the face is the likeliest person rather than nobody known for a name to be suggested, 0 to 1.
/// </param>
/// <param name="SureThreshold">The least probability at which it is sure, 0 to 1.</param>
/// <param name="Ceiling">No name is more probable than this, 0 to 1: in cross-validation so many of the surest names were right.</param>
public sealed record ExplainingClassifier(long? Id, string Model, double SuggestThreshold, double SureThreshold, double Ceiling);
