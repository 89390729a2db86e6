namespace FaceWeb.History.Decisions;

/// <summary>A face of which a decision was not taken.</summary>
/// <param name="FaceId">The face.</param>
/// <param name="Reason">Why, and what to do, as a sentence.</param>
public sealed record RefusedFace(long FaceId, string Reason);
