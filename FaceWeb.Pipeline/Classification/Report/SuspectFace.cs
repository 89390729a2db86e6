namespace FaceWeb.Pipeline.Classification.Report;

/// <summary>A confirmed face that looks wrong: offered to a person for another look.</summary>
/// <param name="FaceId">The face.</param>
/// <param name="PersonId">The person that it was confirmed as.</param>
/// <param name="Cosine">Its cosine to the mean of that person's other faces, -1 to 1.</param>
/// <param name="LikelyPersonId">Whom it resembles more, or null for none of the known people.</param>
/// <param name="LikelyCosine">Its cosine to the mean of that person's faces; 0 when there is none.</param>
public sealed record SuspectFace(long FaceId, long PersonId, double Cosine, long? LikelyPersonId, double LikelyCosine)
{
    /// <summary>Faces of the person that it was confirmed as which fit best, at most three: to look at beside it.</summary>
    public IReadOnlyList<long> TypicalFaceIds { get; init; } = [];

    /// <summary>Faces of the likelier person that it looks most like, at most three; none when there is no such person.</summary>
    public IReadOnlyList<long> LikelyFaceIds { get; init; } = [];
}
