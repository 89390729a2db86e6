namespace FaceWeb.Suggestions;

/// <summary>A confirmed face without its vector.</summary>
/// <param name="FaceId">The face.</param>
/// <param name="PersonId">Who it is.</param>
/// <param name="PhotoId">The photo that it is in.</param>
/// <param name="Quality">Its quality, 0 to 1.</param>
/// <param name="Measurements">How many of the packs that the model in use needs have measured it.</param>
/// <param name="EmbeddingId">The newest row of its measurements; one that was measured anew has another.</param>
internal readonly record struct ConfirmedRow(long FaceId, long PersonId, long PhotoId, float Quality, int Measurements, long EmbeddingId);
