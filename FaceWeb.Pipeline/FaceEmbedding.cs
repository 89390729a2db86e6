namespace FaceWeb.Pipeline;

/// <summary>One model pack's measurements of a face.</summary>
/// <param name="Model">The pack's name; embeddings of different packs must never be compared.</param>
/// <param name="Values">Unit length; compare by dot product.</param>
public sealed record FaceEmbedding(string Model, float[] Values);
