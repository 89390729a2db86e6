namespace FaceWeb.Pipeline.Detection;

/// <summary>Non-maximum suppression: one box a face.</summary>
internal static class Suppression
{
    /// <summary>
    /// Keeps the strongest boxes, strongest first: a box is dropped when it overlaps a stronger one by more than <paramref name="overlap"/>
    /// (intersection over union), or when more than <paramref name="containment"/> of it, or of the stronger one, lies inside the other.
    /// </summary>
    public static List<Candidate> Keep(List<Candidate> found, double overlap, double containment)
    {
        var kept = new List<Candidate>();
        foreach (var candidate in found.OrderByDescending(c => c.Score).ThenBy(c => c.Box.X).ThenBy(c => c.Box.Y))
        {
            var same = kept.Exists(k =>
            {
                var shared = k.Box.Intersection(candidate.Box);
                return shared > overlap * (k.Box.Area + candidate.Box.Area - shared)
                    || shared > containment * Math.Min(k.Box.Area, candidate.Box.Area);
            });
            if (!same)
                kept.Add(candidate);
        }
        return kept;
    }
}
