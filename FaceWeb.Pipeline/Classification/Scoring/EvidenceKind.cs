namespace FaceWeb.Pipeline.Classification.Scoring;

/// <summary>What a term of a probability speaks of.</summary>
public enum EvidenceKind
{
    /// <summary>Nothing: where the scale begins.</summary>
    Constant,

    /// <summary>Cosine to the mean of the person's confirmed faces, brought to the compact pack's spread.</summary>
    MeanCosine,

    /// <summary>Mean cosine to the person's one to three nearest confirmed faces, brought to the same spread.</summary>
    NearestCosine,

    /// <summary>The SVM margin, bounded to +-3.</summary>
    Margin,

    /// <summary>How much nearer this person is than the next one, bounded to +-0.3; for people without a hyperplane.</summary>
    Gap,
}
