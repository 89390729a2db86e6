using FaceWeb.Pipeline;

namespace FaceWeb.Analysis;

/// <summary>What an analysis learnt of a photo beside its faces.</summary>
/// <param name="Width">Its width in pixels, as it is shown.</param>
/// <param name="Height">Its height in pixels, as it is shown.</param>
/// <param name="Turn">How it is turned to be shown.</param>
/// <param name="FaceTurn">How it is turned so that its faces stand upright.</param>
/// <param name="Pack">The model pack that found its faces.</param>
/// <param name="Damaged">Whether a part of the picture could not be read.</param>
internal sealed record FinishedPhoto(int Width, int Height, PhotoTurn Turn, PhotoTurn FaceTurn, string Pack, bool Damaged = false);
