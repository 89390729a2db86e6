namespace FaceWeb.Analysis;

/// <summary>The answer to calling an album's analysis off.</summary>
/// <param name="Cancelled">How many photos were waiting or running.</param>
public sealed record CancelledPhotos(int Cancelled);
