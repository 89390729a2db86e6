using FaceWeb.Pipeline;

namespace FaceWeb.Analysis;

/// <summary>Which face found now is which face known before.</summary>
public static class FaceMatching
{
    /// <summary>The least intersection over union of two boxes of the same face.</summary>
    public const double LeastOverlap = 0.4;

    /// <summary>
    /// The least intersection over union of two boxes of the same face where the centre of each lies in the other: detectors of different
    /// families draw the same face narrow or with hair and neck.
    /// </summary>
    public const double LeastOverlapAroundCentre = 0.2;

    /// <summary>Pairs boxes one to one, the greatest overlap first.</summary>
    /// <param name="known">The boxes known before.</param>
    /// <param name="found">The boxes found now.</param>
    /// <returns>For each known box the index of the found one, or -1.</returns>
    public static int[] Match(IReadOnlyList<FaceBox> known, IReadOnlyList<FaceBox> found)
    {
        var pairs = new List<(double Overlap, int Known, int Found)>();
        for (var k = 0; k < known.Count; k++)
        {
            for (var f = 0; f < found.Count; f++)
            {
                var overlap = known[k].IntersectionOverUnion(found[f]);
                if (overlap >= LeastOverlap
                    || (overlap >= LeastOverlapAroundCentre && HoldsCentre(known[k], found[f]) && HoldsCentre(found[f], known[k])))
                    pairs.Add((overlap, k, f));
            }
        }
        var match = new int[known.Count];
        Array.Fill(match, -1);
        var used = new bool[found.Count];
        foreach (var (_, k, f) in pairs.OrderByDescending(p => p.Overlap).ThenBy(p => p.Known).ThenBy(p => p.Found))
        {
            if (match[k] >= 0 || used[f])
                continue;
            match[k] = f;
            used[f] = true;
        }
        return match;
    }

    private static bool HoldsCentre(FaceBox box, FaceBox other) =>
        other.CenterX >= box.X && other.CenterX <= box.Right && other.CenterY >= box.Y && other.CenterY <= box.Bottom;
}
