namespace FaceWeb.Analysis.Tracks;

/// <summary>With which appearance to join one.</summary>
/// <param name="FaceId">The other one's face.</param>
public sealed record JoinBody(long? FaceId);
