namespace FaceWeb.Faces;

/// <summary>A face as numbers.</summary>
/// <param name="Model">The model pack that made them.</param>
/// <param name="Values">The unit-length vector, read back from half precision.</param>
public sealed record EmbeddingView(string Model, IReadOnlyList<float> Values);
