using FaceWeb.Pipeline.Classification.Normalisation;
using FaceWeb.Pipeline.Classification.Scoring;

namespace FaceWeb.Pipeline.Clustering;

/// <summary>When faces belong together.</summary>
public sealed record FaceGroupsOptions
{
    /// <summary>
    /// The share of pairs of different people's faces that are as alike as faces that join: set on one half of LFW's people and of the
    /// families.
    /// </summary>
    public const double JoinRate = 2.4e-5;

    /// <summary>
    /// The least mean corrected cosine (<see cref="ScoreNormalisation"/>) between a face and a group's faces for the face to join, and between
    /// the faces of two groups for them to become one (average linkage). Default: what <see cref="JoinRate"/> passes, 0.45 for the compact
    /// pack; see docs/classifier.md for what it gives.
    /// </summary>
    public double JoinCosine { get; init; } = FalseAcceptRates.CosineAt(JoinRate);

    /// <summary>
    /// A face counts in another one's template (<see cref="FaceTemplate"/>) as far as the mean corrected cosine is beyond this; for the compact
    /// pack a little below <see cref="JoinCosine"/>.
    /// </summary>
    public double TemplateCosine { get; init; } = 0.40;

    /// <summary>Up to so many groups each is compared; beyond, sketches say which are (a matter of time, not of what comes out).</summary>
    internal int ScannedGroups { get; init; } = 16_384;

    /// <summary>The default for another model, whose different people's cosines spread otherwise.</summary>
    public static FaceGroupsOptions For(CosineSpread spread)
    {
        var compact = new FaceGroupsOptions();
        return compact with { JoinCosine = spread.FromCompact(compact.JoinCosine), TemplateCosine = spread.FromCompact(compact.TemplateCosine) };
    }
}
