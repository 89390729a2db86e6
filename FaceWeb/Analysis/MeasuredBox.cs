namespace FaceWeb.Analysis;

/// <summary>The face in the box that undoing a move gives back, or that a redo draws or moves again, measured before the transaction begins: models are too slow to run inside one.</summary>
/// <param name="ActionId">The action that it was measured for.</param>
/// <param name="Face">What was measured.</param>
internal sealed record MeasuredBox(long ActionId, DescribedFace Face);
