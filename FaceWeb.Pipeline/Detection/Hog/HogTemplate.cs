namespace FaceWeb.Pipeline.Detection.Hog;

/// <summary>What the detector has learnt of heads in one pose: a linear SVM on the blocks of a window.</summary>
/// <param name="Pose">The pose in words.</param>
/// <param name="Weights">36 numbers for each block of the window, block by block, row by row.</param>
/// <param name="Bias">Added to the product.</param>
internal sealed record HogTemplate(string Pose, float[] Weights, float Bias)
{
    /// <summary>The template of the mirrored pose.</summary>
    /// <param name="pose">That pose in words.</param>
    /// <param name="blocks">Blocks of the window's side.</param>
    public HogTemplate Mirrored(string pose, int blocks)
    {
        var mirrored = new float[Weights.Length];
        for (var i = 0; i < Weights.Length; i++)
        {
            var (block, part) = (i / HogBlocks.Length, i % HogBlocks.Length);
            var (cell, orientation) = (part / HogBlocks.Orientations, part % HogBlocks.Orientations);
            var (column, row) = (blocks - 1 - (block % blocks), block / blocks);
            // Cells lie left, right, left, right; a gradient of so many degrees points to 180 minus these.
            var at = ((cell ^ 1) * HogBlocks.Orientations) + (HogBlocks.Orientations - 1 - orientation);
            mirrored[(((row * blocks) + column) * HogBlocks.Length) + at] = Weights[i];
        }
        return new(pose, mirrored, Bias);
    }
}
