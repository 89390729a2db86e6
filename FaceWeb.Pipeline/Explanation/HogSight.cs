namespace FaceWeb.Pipeline.Explanation;

/// <summary>What a detector of the family "hog" sees in a face: the window that lies best on it, and the template that fits best there.</summary>
/// <param name="Window">The window, in pixels of the upright original.</param>
/// <param name="Margin">
/// The sum of the window's numbers, each times the template's, and the template's constant: how far on the faces' side of the hyperplane it lies.
/// </param>
/// <param name="Score">The detector's score of that margin, 0 to 1.</param>
/// <param name="Pose">The pose of the head that the template was learnt of, in words.</param>
/// <param name="Poses">How many templates there are.</param>
/// <param name="Cells">Cells of the window's side.</param>
/// <param name="Constant">The template's constant.</param>
/// <param name="CellMargins">What each cell adds to the margin, row by row; with the constant they add up to it.</param>
/// <param name="WindowStrengths">Nine orientations for each cell of the window, normalised.</param>
/// <param name="TemplateStrengths">The same of the template: what speaks for a face.</param>
public sealed record HogSight(
    FaceBox Window, double Margin, double Score, string Pose, int Poses, int Cells, double Constant, IReadOnlyList<double> CellMargins,
    IReadOnlyList<float> WindowStrengths, IReadOnlyList<float> TemplateStrengths)
{
    // About as large as the gradients of the crop are drawn.
    private const int CellPixels = 48;

    /// <summary>The window's histograms as strokes, white on black: PNG.</summary>
    public byte[] WindowPng() => OrientationDrawing.ToPng(Cells, WindowStrengths, CellPixels);

    /// <summary>The template drawn likewise: the edges that speak for a face. PNG.</summary>
    public byte[] TemplatePng() => OrientationDrawing.ToPng(Cells, TemplateStrengths, CellPixels);
}
