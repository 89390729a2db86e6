namespace FaceWeb.Pipeline.Classification.Scoring;

/// <summary>What a term of a probability speaks of.</summary>
public enum EvidenceKind
{
    /// <summary>Nothing: where the scale begins.</summary>
    Constant,

    /// <summary>Corrected cosine to the mean of the person's confirmed faces, brought to the compact pack's spread.</summary>
    MeanCosine,

    /// <summary>Mean corrected cosine to the person's one to three nearest confirmed faces, brought to the same spread.</summary>
    NearestCosine,

    /// <summary>The SVM margin, bounded to +-3.</summary>
    Margin,

    /// <summary>How much nearer this person is than the next one, bounded to +-0.3.</summary>
    Gap,

    /// <summary>How many people are known, as a power of ten.</summary>
    People,

    /// <summary>By how much the face is nearer to everybody than faces of LFW are.</summary>
    Level,
}
