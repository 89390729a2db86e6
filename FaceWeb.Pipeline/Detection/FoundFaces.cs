namespace FaceWeb.Pipeline.Detection;

/// <summary>What was found on a photo as it is held.</summary>
/// <param name="Faces">The faces.</param>
/// <param name="Candidates">The detector's boxes that they were chosen from, strongest first.</param>
/// <param name="Judged">Whether a second opinion chose.</param>
internal sealed record FoundFaces(IReadOnlyList<MeasuredFace> Faces, IReadOnlyList<Candidate> Candidates, bool Judged)
{
    // A face of this likeness is one.
    private const double Sure = 0.4;

    /// <summary>How many faces are surely some.</summary>
    public int SureFaces => Faces.Count(face => face.Likeness >= Sure);

    /// <summary>How surely there are faces on the photo, the way that it is held: the likenesses above 0, added up.</summary>
    public double Sureness => Faces.Sum(face => Math.Clamp(face.Likeness ?? 0, 0, 1.5));
}
