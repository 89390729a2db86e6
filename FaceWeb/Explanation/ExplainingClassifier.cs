namespace FaceWeb.Explanation;

/// <summary>What an explanation's probabilities come from.</summary>
/// <param name="Id">The trained classifier; null before the first training, when nearest confirmed faces alone suggest.</param>
/// <param name="Model">The model pack whose numbers are compared.</param>
/// <param name="SuggestThreshold">The least probability at which a name is suggested, 0 to 1.</param>
/// <param name="SureThreshold">The least probability at which it is sure, 0 to 1.</param>
public sealed record ExplainingClassifier(long? Id, string Model, double SuggestThreshold, double SureThreshold);
