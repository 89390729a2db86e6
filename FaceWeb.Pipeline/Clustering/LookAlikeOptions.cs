using FaceWeb.Pipeline.Classification.Normalisation;
using FaceWeb.Pipeline.Classification.Scoring;

namespace FaceWeb.Pipeline.Clustering;

/// <summary>From which mean corrected cosines (<see cref="ScoreNormalisation"/>) faces of two are alike.</summary>
public sealed record LookAlikeOptions
{
    /// <summary>The share of pairs of different people's faces that are as alike as two people who are worth a question.</summary>
    public const double AlikeRate = 5e-5;

    /// <summary>The same for faces of one name that are probably two people, and for a group, whose faces speak together.</summary>
    public const double MaybeRate = 1e-3;

    /// <summary>Two people are worth a question. Default: what <see cref="AlikeRate"/> passes, 0.43 for the compact pack.</summary>
    public double AlikeCosine { get; init; } = FalseAcceptRates.CosineAt(AlikeRate);

    /// <summary>
    /// Below this, faces of one name are probably two people; from this a group is worth a question. Default: what <see cref="MaybeRate"/>
    /// passes, 0.335 for the compact pack.
    /// </summary>
    public double MaybeCosine { get; init; } = FalseAcceptRates.CosineAt(MaybeRate);

    /// <summary>The defaults for another model, whose different people's cosines spread otherwise.</summary>
    public static LookAlikeOptions For(CosineSpread spread)
    {
        ArgumentNullException.ThrowIfNull(spread);
        var compact = new LookAlikeOptions();
        return new() { AlikeCosine = spread.FromCompact(compact.AlikeCosine), MaybeCosine = spread.FromCompact(compact.MaybeCosine) };
    }
}
