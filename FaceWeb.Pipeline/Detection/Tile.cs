using OpenCvSharp;

namespace FaceWeb.Pipeline.Detection;

/// <summary>A window through which the detector looks at one level of a photo.</summary>
/// <param name="Level">The photo at the level's scale.</param>
/// <param name="Index">0 for the level that shows the photo whole.</param>
/// <param name="Window">The part that is looked at.</param>
/// <param name="ToOriginalX">Pixels of the upright original across for one of the level.</param>
/// <param name="ToOriginalY">The same down.</param>
internal sealed record Tile(Mat Level, int Index, Rect Window, double ToOriginalX, double ToOriginalY)
{
    /// <summary>Whether an inner border of the window cuts the box; the neighbouring window, or a coarser level, shows that face whole.</summary>
    /// <param name="box">In pixels of the window.</param>
    public bool Cuts(FaceBox box)
    {
        var margin = 1 + 0.05 * Math.Max(box.Width, box.Height);
        return (Window.Left > 0 && box.X < margin)
            || (Window.Top > 0 && box.Y < margin)
            || (Window.Right < Level.Cols && box.Right > Window.Width - margin)
            || (Window.Bottom < Level.Rows && box.Bottom > Window.Height - margin);
    }

    /// <summary>The candidate in pixels of the upright original.</summary>
    /// <param name="candidate">In pixels of the window.</param>
    public Candidate InOriginal(Candidate candidate) =>
        candidate.On(Window.Left, Window.Top, ToOriginalX, ToOriginalY) with { SeenWhole = Index == 0, Level = Index };
}
