namespace FaceWeb.Pipeline.Classification.Training;

/// <summary>A face that a person has named.</summary>
/// <param name="FaceId">The face.</param>
/// <param name="PersonId">Who it is.</param>
/// <param name="PhotoId">The photo that it is in; two faces of one photo are never taken for the same person.</param>
/// <param name="Embedding">The face's embedding, of unit length.</param>
/// <param name="Quality">How good a picture of the face it is, 0 to 1; a better one weighs more.</param>
public sealed record LabelledFace(long FaceId, long PersonId, long PhotoId, float[] Embedding, float Quality);
