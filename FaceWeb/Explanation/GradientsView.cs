namespace FaceWeb.Explanation;

/// <summary>
/// Histograms of oriented gradients of a face's crop (Dalal and Triggs, 2005); the picture of them is at <c>/faces/{id}/gradients</c>.
/// </summary>
/// <param name="Columns">Cells beside each other.</param>
/// <param name="Rows">Cells above each other.</param>
/// <param name="CellSide">Pixels of a cell's side, after the crop was scaled to that many cells.</param>
/// <param name="Orientations">Numbers for each cell.</param>
/// <param name="Values">
/// Row by row, cell by cell; each 0 to 1; orientation o stands for gradients of (o + 0.5) x 180 / <paramref name="Orientations"/> degrees.
/// </param>
public sealed record GradientsView(int Columns, int Rows, int CellSide, int Orientations, IReadOnlyList<double> Values);
