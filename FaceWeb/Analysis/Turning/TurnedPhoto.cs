namespace FaceWeb.Analysis.Turning;

/// <summary>How to turn a photo.</summary>
/// <param name="Degrees">Degrees clockwise from the way it is shown now: 90 is to the right, 270 or -90 to the left, 180 upside down.</param>
public sealed record TurnedPhoto(int? Degrees);
