namespace FaceWeb.Pipeline.Video;

/// <summary>A track's face on one frame that was looked at.</summary>
/// <param name="Time">When the frame is shown.</param>
/// <param name="Box">In pixels of the upright frame.</param>
/// <param name="Quality">How well it can be recognised there, 0 to 1.</param>
public readonly record struct TrackSighting(TimeSpan Time, FaceBox Box, float Quality);
