namespace FaceWeb.Pipeline.Classification.Report;

/// <summary>Faces of one person that cross-validation took for another.</summary>
/// <param name="PersonId">Who they are.</param>
/// <param name="OtherPersonId">For whom they were taken.</param>
/// <param name="FaceIds">The faces.</param>
public sealed record Confusion(long PersonId, long OtherPersonId, IReadOnlyList<long> FaceIds)
{
    /// <summary>Faces of the other person that these look most like, the most similar first: at most six; none for rare confusions.</summary>
    public IReadOnlyList<long> OtherFaceIds { get; init; } = [];
}
