namespace FaceWeb.Bench.Identification;

/// <summary>A probe that was not identified, or a stranger who was nearly taken for someone known.</summary>
/// <param name="Face">The face.</param>
/// <param name="Right">Confirmed faces of the person that its label says; empty for a stranger.</param>
/// <param name="First">Confirmed faces of the first name; empty where that is nobody known.</param>
/// <param name="Probability">The first name's probability.</param>
public sealed record IdentificationError(BenchFace Face, IReadOnlyList<BenchFace> Right, IReadOnlyList<BenchFace> First, double Probability)
{
    /// <summary>Whether the first name is right and only not sure enough.</summary>
    internal bool BelowThreshold => Right.Count > 0 && First.Count > 0 && Right[0].Person == First[0].Person;

    /// <summary>Adds it to a sheet: the face, then the person that its label says, then the one that it was taken for.</summary>
    internal void Draw(ContactSheet sheet)
    {
        var first = First.Count == 0 ? "nobody" : First[0].Person;
        var title = Right.Count == 0 ? FormattableString.Invariant($"STRANGER {Face.File} nearest to {first}: {Probability:0.000}")
            : BelowThreshold ? FormattableString.Invariant($"BELOW THE THRESHOLD {Face.File}: {Probability:0.000}")
            : FormattableString.Invariant($"WRONG NAME {Face.File} taken for {first}: {Probability:0.000}");
        sheet.Add(title, Face, Right.Count == 0 ? "stranger" : "probe", Right.Take(5).Concat(BelowThreshold ? [] : First.Take(5)));
    }
}
