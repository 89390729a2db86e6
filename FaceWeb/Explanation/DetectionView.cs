using FaceWeb.Faces;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Explanation;

namespace FaceWeb.Explanation;

/// <summary>
/// What the classic detector, a linear SVM on histograms of oriented gradients, sees in a face; the window and the template are drawn at
/// <c>/faces/{id}/hog-window</c> and <c>/faces/{id}/hog-template</c>.
/// </summary>
/// <param name="Window">The window that lies best on the face, in pixels of the upright original.</param>
/// <param name="Pose">The pose of the head whose template fits best there, in words.</param>
/// <param name="Poses">How many templates there are.</param>
/// <param name="Cells">Cells of the window's side.</param>
/// <param name="Margin">How far on the faces' side of the template's hyperplane the window lies.</param>
/// <param name="Constant">The template's constant.</param>
/// <param name="CellMargins">What each cell adds, row by row: with the constant they add up to the margin.</param>
/// <param name="Score">
/// The detector's score of the margin, 0 to 1; looked at on the face's small picture, it differs a little from the photo's.
/// </param>
/// <param name="LeastScore">From this score on the detector takes a window for a face.</param>
public sealed record DetectionView(
    BoxView Window, string Pose, int Poses, int Cells, double Margin, double Constant, IReadOnlyList<double> CellMargins, double Score,
    double LeastScore)
{
    /// <summary>Describes what was seen.</summary>
    /// <param name="sight">It.</param>
    /// <param name="leastScore">From which score on the detector takes a window for a face.</param>
    internal static DetectionView Of(HogSight sight, float leastScore) => new(
        new BoxView(sight.Window.X, sight.Window.Y, sight.Window.Width, sight.Window.Height), sight.Pose, sight.Poses, sight.Cells,
        Math.Round(sight.Margin, 4), Math.Round(sight.Constant, 4), [.. sight.CellMargins.Select(m => Math.Round(m, 4))],
        Math.Round(sight.Score, 4), Math.Round(leastScore, 4));
}
