namespace FaceWeb.Pipeline.Classification.Scoring;

/// <summary>One term of the sum that becomes a probability.</summary>
/// <param name="Kind">What it speaks of.</param>
/// <param name="Value">What was measured.</param>
/// <param name="Weight">How much it counts.</param>
public readonly record struct EvidenceTerm(EvidenceKind Kind, double Value, double Weight)
{
    /// <summary>Value times weight.</summary>
    public double Product => Value * Weight;
}
