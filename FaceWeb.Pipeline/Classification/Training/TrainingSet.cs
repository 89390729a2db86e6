using FaceWeb.Pipeline.Classification.Normalisation;
using FaceWeb.Pipeline.Classification.Scoring;

namespace FaceWeb.Pipeline.Classification.Training;

/// <summary>Everything that a classifier learns from.</summary>
public sealed record TrainingSet
{
    /// <summary>Length of every embedding.</summary>
    public required int Dimension { get; init; }

    /// <summary>Name of the embedding model that measured the faces. Embeddings of two models are never compared.</summary>
    public required string Model { get; init; }

    /// <summary>
    /// How different people's cosines spread under the model, as far as known beforehand; the training measures it again on the confirmed
    /// faces and blends the two. Default: the compact pack's.
    /// </summary>
    public CosineSpread Spread { get; init; } = CosineSpread.Compact;

    /// <summary>By which cosines are corrected: what the library says; null for what all faces of the set say.</summary>
    public ScoreNormalisation? Normalisation { get; init; }

    /// <summary>The confirmed faces.</summary>
    public IReadOnlyList<LabelledFace> Faces { get; init; } = [];

    /// <summary>
    /// Further sights of some of <see cref="Faces"/>, with the faces' keys: of a face that a video shows, its most different good frames. They teach
    /// the hyperplanes where their face does, and count in no figure; a face weighs as much as the sights that are given of it.
    /// </summary>
    public IReadOnlyList<LabelledFace> FurtherSights { get; init; } = [];

    /// <summary>
    /// Embeddings of faces without a decision. They may in truth be known people, so only those far from every person are used (see
    /// <see cref="TrainingOptions.StrangerCosine"/>), as negatives for the hyperplanes; for calibration they would be too easy.
    /// </summary>
    public IReadOnlyList<float[]> Strangers { get; init; } = [];

    /// <summary>
    /// Embeddings of faces of which a person has said that they are nobody's. All are used, as negatives and as strangers to calibrate on.
    /// </summary>
    public IReadOnlyList<float[]> Ignored { get; init; } = [];

    /// <summary>Faces of which a person has said that they are not this person: hard negatives.</summary>
    public IReadOnlyList<(long FaceId, long PersonId, float[] Embedding)> Rejections { get; init; } = [];

    /// <summary>
    /// Confirmed faces of which a person has said, on second sight, that they are right: the report does not name them as wrong again.
    /// </summary>
    public IReadOnlySet<long> Reaffirmed { get; init; } = new HashSet<long>();
}
