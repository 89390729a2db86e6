using FaceWeb.Pipeline;

namespace FaceWeb.Analysis.Boxes;

/// <summary>What moving a face's box changed; kept with the action, so that it can be taken back.</summary>
/// <param name="Before">The box before, pixels of the upright original.</param>
/// <param name="Score">The detector's score before, 0 to 1.</param>
/// <param name="ByHand">Whether the box before was drawn by hand too.</param>
/// <param name="After">The box that it was given.</param>
internal sealed record BoxChange(FaceBox Before, float Score, bool ByHand, FaceBox After);
