namespace FaceWeb.Pipeline.Classification.Scoring;

/// <summary>Why a face may or may not be one person.</summary>
/// <param name="PersonId">The person.</param>
/// <param name="Faces">How many confirmed faces they are known by.</param>
/// <param name="NearestCosine">Cosine to the person's nearest confirmed face, -1 to 1, as it is.</param>
/// <param name="Margin">The SVM margin w.x + b, not bounded; null for a person without a hyperplane.</param>
/// <param name="Terms">The sum's terms; their products add up to the logit.</param>
/// <param name="Probability">
/// The classifier's ceiling times e^logit, divided by 1 (nobody known) and the e^logit of all who come into question; 0 to 1.
/// </param>
public sealed record PersonEvidence(
    long PersonId, int Faces, double NearestCosine, double? Margin, IReadOnlyList<EvidenceTerm> Terms, double Probability)
{
    /// <summary>The sum of all terms.</summary>
    public double Logit => Terms.Sum(term => term.Product);
}
