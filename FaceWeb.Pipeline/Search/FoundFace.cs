namespace FaceWeb.Pipeline.Search;

/// <summary>A face that a search has found.</summary>
/// <param name="FaceId">The face.</param>
/// <param name="Cosine">How much it resembles the face looked for, -1 to 1.</param>
public readonly record struct FoundFace(long FaceId, float Cosine);
