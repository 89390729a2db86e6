using FaceWeb.Pipeline.Classification;
using FaceWeb.Pipeline.Classification.Scoring;

namespace FaceWeb.Pipeline.Clustering;

/// <summary>From which mean cosines faces of two are alike.</summary>
public sealed record LookAlikeOptions
{
    /// <summary>
    /// Two people are worth a question. Default 0.43 for the compact pack: of two faces of different people, 1 in 10,000 pairs reaches it.
    /// </summary>
    public double AlikeCosine { get; init; } = 0.43;

    /// <summary>
    /// Below this, faces of one name are probably two people; from this a group, whose faces speak together, is worth a question.
    /// Default 0.34 for the compact pack: 1 in 1,000 pairs of faces of different people reaches it.
    /// </summary>
    public double MaybeCosine { get; init; } = 0.34;

    /// <summary>The defaults for another model, whose different people's cosines spread otherwise.</summary>
    public static LookAlikeOptions For(CosineSpread spread)
    {
        ArgumentNullException.ThrowIfNull(spread);
        var compact = new LookAlikeOptions();
        return new() { AlikeCosine = spread.FromCompact(compact.AlikeCosine), MaybeCosine = spread.FromCompact(compact.MaybeCosine) };
    }
}
