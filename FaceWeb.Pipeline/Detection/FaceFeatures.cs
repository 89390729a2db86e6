using System.Numerics.Tensors;
using FaceWeb.Pipeline.Alignment;
using FaceWeb.Pipeline.Explanation;
using FaceWeb.Pipeline.Imaging;
using FaceWeb.Pipeline.Landmarks;
using OpenCvSharp;

namespace FaceWeb.Pipeline.Detection;

/// <summary>
/// The numbers by which a second opinion tells faces from what only resembles one. Each kind is scaled so that its numbers spread by about
/// one half and less: a linear SVM weighs small numbers as less important.
/// </summary>
internal static class FaceFeatures
{
    /// <summary>
    /// How many numbers <see cref="Seen"/> gives: 6 of the detector, 4 of where the landmarks lie in the box, 136 of their shape, 576 of
    /// the gradients.
    /// </summary>
    public const int SeenLength = 6 + 4 + (2 * Landmarks68.Count) + (Cells * Cells * GradientHistograms.Orientations);

    private const int Cells = 8;
    private const int ChipSide = 112;

    // Where eyes, nose tip and mouth corners lie in the chip whose gradients are looked at: ArcFace's template (Deng et al. 2019).
    private static readonly LandmarkPoint[] Template = [new(38.2946, 51.6963), new(73.5318, 51.5014), new(56.0252, 71.7366), new(41.5493, 92.3655),
        new(70.7299, 92.2041)];

    /// <summary>What the detector, the landmarks and the gradients of the aligned face say: no network but the landmarks' has to run.</summary>
    /// <returns><see cref="SeenLength"/> numbers.</returns>
    public static float[] Seen(PhotoPixels photo, Candidate candidate, Landmarks68 landmarks)
    {
        var features = new List<float>(SeenLength);
        var box = candidate.Box;
        var side = Math.Max(box.Width, box.Height);
        Add(LogOdds(candidate.Score) / 3, Math.Log(candidate.Votes + 0.1) / 2, candidate.Levels / 3.0, candidate.SeenWhole ? 1 : 0,
            Math.Min(Math.Log2(side) - 4, 3) / 2, box.Width / box.Height);

        var transform = SimilarityTransform.Fit(landmarks.FivePoints(), Template);
        var middle = transform.Apply(new(box.CenterX, box.CenterY));
        Add(2 * transform.Scale * side / ChipSide, 2 * Math.Atan2(transform.B, transform.A), 2 * (middle.X - (ChipSide / 2.0)) / ChipSide,
            2 * (middle.Y - (ChipSide / 2.0)) / ChipSide);
        foreach (var point in landmarks.Points)
        {
            var there = transform.Apply(point);
            Add(4 * there.X / ChipSide, 4 * there.Y / ChipSide);
        }

        var m = transform.Matrix;
        var held = photo.HeldScale;
        using var chip = PatchSampler.Warp(photo.Mat, [m[0] / held, m[1] / held, m[2], m[3] / held, m[4] / held, m[5]], ChipSide, ChipSide);
        foreach (var value in GradientHistograms.Of(chip, Cells).Values)
            features.Add(2 * value);
        return [.. features];

        void Add(params ReadOnlySpan<double> values)
        {
            foreach (var value in values)
                features.Add((float)value);
        }
    }

    /// <summary>The same, and what the recognition network says.</summary>
    /// <param name="seen">The numbers of <see cref="Seen"/>.</param>
    /// <param name="raw">The network's own output for the face as it is, not scaled.</param>
    /// <returns><see cref="SeenLength"/> numbers, one for each of <paramref name="raw"/>, and one for its length.</returns>
    public static float[] Measured(float[] seen, float[] raw)
    {
        var features = new float[seen.Length + raw.Length + 1];
        seen.CopyTo(features, 0);
        TensorPrimitives.Multiply(raw, 2f, features.AsSpan(seen.Length, raw.Length));
        features[^1] = TensorPrimitives.Norm<float>(raw) - 2;
        return features;
    }

    private static double LogOdds(double score)
    {
        var share = Math.Clamp(score, 1e-3, 1 - 1e-3);
        return Math.Log(share / (1 - share));
    }
}
