using FaceWeb.Pipeline.Classification;
using FaceWeb.Pipeline.Classification.Scoring;

namespace FaceWeb.Pipeline.Clustering;

/// <summary>When faces belong together.</summary>
public sealed record FaceGroupsOptions
{
    /// <summary>
    /// The least mean cosine between a face and a group's faces for the face to join, and between the faces of two groups for them to
    /// become one (average linkage). Default 0.46 for the compact pack: see docs/classifier.md for what it gives on LFW.
    /// </summary>
    public double JoinCosine { get; init; } = 0.46;

    /// <summary>Up to so many groups each is compared; beyond, sketches say which are (a matter of time, not of what comes out).</summary>
    internal int ScannedGroups { get; init; } = 16_384;

    /// <summary>The default for another model, whose different people's cosines spread otherwise.</summary>
    public static FaceGroupsOptions For(CosineSpread spread) => new() { JoinCosine = spread.FromCompact(new FaceGroupsOptions().JoinCosine) };
}
