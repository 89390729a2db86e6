using FaceWeb.Pipeline.Landmarks;

namespace FaceWeb.Pipeline.Detection;

/// <summary>A box that a detector gave.</summary>
/// <param name="Box">The box; of which picture depends on the step (network input, then photo).</param>
/// <param name="Score">0..1.</param>
/// <param name="SeenWhole">Whether it was (also) found when the photo was looked at whole, where false faces are rare.</param>
internal readonly record struct Candidate(FaceBox Box, float Score, bool SeenWhole = false)
{
    /// <summary>At which level of the pyramid it was seen, 0 = the coarsest.</summary>
    public int Level { get; init; }

    /// <summary>The scores of all boxes that lay on it before one was chosen, added up.</summary>
    public double Votes { get; init; }

    /// <summary>At how many levels of the pyramid it was seen.</summary>
    public int Levels { get; init; }

    /// <summary>
    /// Where the detector sees both eyes, the tip of the nose and the corners of the mouth, left before right as in the picture; null where its
    /// family gives no points.
    /// </summary>
    public LandmarkPoint[]? KeyPoints { get; init; }

    /// <summary>The same on another picture: box and points shifted, then scaled.</summary>
    public Candidate On(double shiftX, double shiftY, double scaleX, double scaleY) => this with
    {
        Box = new((Box.X + shiftX) * scaleX, (Box.Y + shiftY) * scaleY, Box.Width * scaleX, Box.Height * scaleY),
        KeyPoints = KeyPoints is { } points
            ? Array.ConvertAll(points, p => new LandmarkPoint((p.X + shiftX) * scaleX, (p.Y + shiftY) * scaleY)) : null,
    };
}
