namespace FaceWeb.Pipeline.Clustering;

/// <summary>Two people, or a person and a group, whose faces look alike.</summary>
/// <param name="OneId">The one with the lower key.</param>
/// <param name="OtherId">The other.</param>
/// <param name="Cosine">The mean cosine of a face of the one and a face of the other, corrected where there is a normalisation.</param>
public sealed record LookAlike(long OneId, long OtherId, double Cosine);
