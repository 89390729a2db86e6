namespace FaceWeb.Pipeline.Detection.Hog;

/// <summary>What the detector has learnt of heads in one pose: a linear SVM on the cells of a window.</summary>
/// <param name="Pose">The pose in words.</param>
/// <param name="Weights"><see cref="HogCells.Length"/> numbers for each cell of the window, row by row.</param>
/// <param name="Bias">Added to the product.</param>
internal sealed record HogTemplate(string Pose, float[] Weights, float Bias)
{
    /// <summary>The template of the mirrored pose.</summary>
    /// <param name="pose">That pose in words.</param>
    /// <param name="cells">Cells of the window's side.</param>
    public HogTemplate Mirrored(string pose, int cells)
    {
        var mirrored = new float[Weights.Length];
        for (var i = 0; i < Weights.Length; i++)
        {
            var (cell, number) = (i / HogCells.Length, i % HogCells.Length);
            var (column, row) = (cells - 1 - (cell % cells), cell / cells);
            mirrored[(((row * cells) + column) * HogCells.Length) + Mirrored(number)] = Weights[i];
        }
        return new(pose, mirrored, Bias);
    }

    /// <summary>A gradient of so many degrees points to 180 minus these; blocks on the left lie on the right.</summary>
    private static int Mirrored(int number) => number switch
    {
        < HogCells.Signed => (HogCells.Unsigned + HogCells.Signed - 1 - number) % HogCells.Signed,
        < HogCells.Signed + HogCells.Unsigned => (2 * HogCells.Signed) + HogCells.Unsigned - 1 - number,
        _ => ((number - HogCells.Signed - HogCells.Unsigned) ^ 1) + HogCells.Signed + HogCells.Unsigned,
    };
}
