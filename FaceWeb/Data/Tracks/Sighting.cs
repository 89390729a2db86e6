using FaceWeb.Pipeline;

namespace FaceWeb.Data.Tracks;

/// <summary>Where a video's track is at a time; between two of them it moves evenly.</summary>
/// <param name="At">Milliseconds from the video's start.</param>
/// <param name="Box">The box, pixels of the upright frame.</param>
public readonly record struct Sighting(int At, FaceBox Box);
