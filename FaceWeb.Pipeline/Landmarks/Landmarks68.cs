namespace FaceWeb.Pipeline.Landmarks;

/// <summary>68 points of a face in the iBUG order (jaw 0-16, brows 17-26, nose 27-35, eyes 36-47, mouth 48-67).</summary>
/// <param name="Points">68 points in pixels of the upright original.</param>
public sealed record Landmarks68(IReadOnlyList<LandmarkPoint> Points)
{
    /// <summary>How many points there are.</summary>
    public const int Count = 68;

    /// <summary>The lines that draw a face through the points: the points from First to Last, and back to First where it is closed.</summary>
    public static IReadOnlyList<(int First, int Last, bool Closed)> Lines { get; } =
        [(0, 16, false), (17, 21, false), (22, 26, false), (27, 30, false), (31, 35, false), (36, 41, true), (42, 47, true), (48, 59, true),
            (60, 67, true)];

    private static readonly int[] Outline = [.. Enumerable.Range(0, 17), .. Enumerable.Range(17, 10).Reverse()];

    /// <summary>
    /// The five points that align a face: centre of the left and of the right eye (of their four lid points, as seen in the picture),
    /// tip of the nose, left and right mouth corner (mean of the outer and inner point).
    /// </summary>
    public LandmarkPoint[] FivePoints() => [Mean(37, 38, 40, 41), Mean(43, 44, 46, 47), Points[30], Mean(48, 60), Mean(54, 64)];

    /// <summary>Whether a point lies within the face's outline: along the jaw from ear to ear and back over the brows.</summary>
    public bool Outlines(LandmarkPoint point)
    {
        // A ray to the right crosses the edges of a polygon an odd number of times exactly when it starts inside.
        var inside = false;
        for (int i = 0, before = Outline.Length - 1; i < Outline.Length; before = i++)
        {
            LandmarkPoint a = Points[Outline[i]], b = Points[Outline[before]];
            if (a.Y > point.Y != b.Y > point.Y && point.X < a.X + ((b.X - a.X) * (point.Y - a.Y) / (b.Y - a.Y)))
                inside = !inside;
        }
        return inside;
    }

    private LandmarkPoint Mean(params ReadOnlySpan<int> indices)
    {
        double x = 0, y = 0;
        foreach (var index in indices)
        {
            x += Points[index].X;
            y += Points[index].Y;
        }
        return new(x / indices.Length, y / indices.Length);
    }
}
