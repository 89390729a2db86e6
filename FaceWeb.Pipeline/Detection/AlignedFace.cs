using FaceWeb.Pipeline.Landmarks;
using OpenCvSharp;

namespace FaceWeb.Pipeline.Detection;

/// <summary>What may be a face, brought into the recognition model's position.</summary>
/// <param name="Box">In pixels of the upright original.</param>
/// <param name="Score">The detector's score, 0..1; 1 for a box drawn by hand.</param>
/// <param name="Landmarks">In pixels of the upright original.</param>
/// <param name="Chip">The aligned face, which this owns.</param>
internal sealed record AlignedFace(FaceBox Box, float Score, Landmarks68 Landmarks, Mat Chip) : IDisposable
{
    /// <summary>The recognition network's own output for it, not scaled; empty until it has run.</summary>
    public float[] Raw { get; set; } = [];

    /// <summary>How surely it is a face, or null where nobody was asked.</summary>
    public double? Likeness { get; set; }

    /// <summary>The detector's five points, or null; in pixels of the upright original.</summary>
    public IReadOnlyList<LandmarkPoint>? KeyPoints { get; init; }

    public void Dispose() => Chip.Dispose();
}
