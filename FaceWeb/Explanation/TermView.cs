using FaceWeb.Pipeline.Classification;
using FaceWeb.Pipeline.Classification.Scoring;

namespace FaceWeb.Explanation;

/// <summary>One term of the sum that becomes a probability.</summary>
/// <param name="Kind">What it speaks of.</param>
/// <param name="Value">What was measured.</param>
/// <param name="Weight">How much it counts.</param>
/// <param name="Product">Value times weight.</param>
public sealed record TermView(EvidenceKind Kind, double Value, double Weight, double Product);
