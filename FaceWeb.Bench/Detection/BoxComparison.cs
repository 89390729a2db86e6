using FaceWeb.Pipeline;

namespace FaceWeb.Bench.Detection;

/// <summary>Boxes that were found on a photo, held against those that are there.</summary>
/// <param name="Wanted">Valid reference faces that are large enough.</param>
/// <param name="Missed">Those of them that no box lies on.</param>
/// <param name="Extra">Indices of the boxes that lie on no reference face, valid or not, large or small.</param>
public sealed record BoxComparison(IReadOnlyList<ReferenceFace> Wanted, IReadOnlyList<ReferenceFace> Missed, IReadOnlyList<int> Extra)
{
    /// <summary>Two detectors draw a face's box differently: this much intersection over union means the same face.</summary>
    public const double SameFace = 0.35;

    /// <summary>Compares.</summary>
    /// <param name="boxes">In pixels of the upright photo.</param>
    /// <param name="reference">What is on the photo.</param>
    /// <param name="minSide">Faces with a shorter side below this many pixels may be found or not.</param>
    public static BoxComparison Of(IReadOnlyList<FaceBox> boxes, IReadOnlyList<ReferenceFace> reference, double minSide)
    {
        var wanted = reference.Where(r => r.Valid && r.Side >= minSide).ToList();
        return new(
            wanted,
            [.. wanted.Where(r => !boxes.Any(b => b.IntersectionOverUnion(r.Box) >= SameFace))],
            [.. Enumerable.Range(0, boxes.Count).Where(i => !reference.Any(r => boxes[i].IntersectionOverUnion(r.Box) >= SameFace))]);
    }
}
