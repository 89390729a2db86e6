namespace FaceWeb.Suggestions;

/// <summary>An undecided face as suggesting reads it.</summary>
/// <param name="FaceId">The face.</param>
/// <param name="PhotoId">Its photo.</param>
/// <param name="Embedding">Its embedding, of unit length.</param>
public sealed record UndecidedFace(long FaceId, long PhotoId, float[] Embedding);
