namespace FaceWeb.Pipeline.Classification;

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

    /// <summary>The confirmed faces.</summary>
    public IReadOnlyList<LabelledFace> Faces { get; init; } = [];

    /// <summary>
    /// Embeddings of faces that are nobody's: ignored ones, and undecided ones. Undecided faces may in truth be known people, so
    /// the training leaves out those that lie near to a person (see <see cref="TrainingOptions.StrangerCosine"/>).
    /// </summary>
    public IReadOnlyList<float[]> Strangers { get; init; } = [];

    /// <summary>Faces of which a person has said that they are not this person: hard negatives.</summary>
    public IReadOnlyList<(long FaceId, long PersonId, float[] Embedding)> Rejections { get; init; } = [];
}
