namespace FaceWeb.Analysis.Tracks;

/// <summary>What cutting or joining made of appearances.</summary>
/// <param name="FaceId">The face that keeps what was said: of the part with the best picture, or of both.</param>
/// <param name="OtherId">The face of the part that was cut off; null after joining.</param>
public sealed record TrackPair(long FaceId, long? OtherId);
