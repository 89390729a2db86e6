namespace FaceWeb.Pipeline.Classification.Training;

/// <summary>How a training is done.</summary>
public sealed record TrainingOptions
{
    /// <summary>Seed of everything that is drawn by chance: the same data and seed give the same classifier. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>
    /// The share of strangers that may get a name suggested, above 0 and below 1; default 0.01. It sets
    /// <see cref="Scoring.TrainedClassifier.SuggestThreshold"/>; a tenth of it sets <see cref="Scoring.TrainedClassifier.SureThreshold"/>.
    /// </summary>
    public double FalseSuggestionRate { get; init; } = 0.01;

    /// <summary>Time for choosing the SVM's C by cross-validation; the training itself is not cut short by it. Default 10 s.</summary>
    public TimeSpan Budget { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether cosines are corrected by the library's levels; false only to measure what that brings.</summary>
    internal bool Normalise { get; init; } = true;

    /// <summary>Threads, 1 or more; default all cores.</summary>
    public int Parallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>
    /// A stranger that is nearer than this cosine to a known person is not used as a negative, because it may be that person.
    /// Default 0.30: below it lie 99.7 % of the pairs of different people (the compact pack on LFW;
    /// other packs' cosines are brought to its spread first).
    /// </summary>
    public double StrangerCosine { get; init; } = 0.30;
}
