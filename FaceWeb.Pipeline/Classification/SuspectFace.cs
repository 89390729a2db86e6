namespace FaceWeb.Pipeline.Classification;

/// <summary>A confirmed face that looks wrong: offered to a person for another look.</summary>
/// <param name="FaceId">The face.</param>
/// <param name="PersonId">The person that it was confirmed as.</param>
/// <param name="Cosine">Its cosine to the mean of that person's other faces, -1 to 1.</param>
/// <param name="LikelyPersonId">Whom it resembles more, or null for none of the known people.</param>
/// <param name="LikelyCosine">Its cosine to the mean of that person's faces; 0 when there is none.</param>
public sealed record SuspectFace(long FaceId, long PersonId, double Cosine, long? LikelyPersonId, double LikelyCosine);
