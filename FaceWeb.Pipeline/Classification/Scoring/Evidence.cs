namespace FaceWeb.Pipeline.Classification.Scoring;

/// <summary>What speaks for a face being one person, before it is turned into a probability.</summary>
/// <param name="Person">The person's index in the gallery.</param>
/// <param name="Prototype">Corrected cosine to the person's prototype, brought to the compact pack's spread (<see cref="CosineSpread"/>).</param>
/// <param name="NearestMean">Mean corrected cosine to the person's nearest faces, brought to the same spread.</param>
/// <param name="Gap">
/// How much nearer this person is than the nearest other one (mean of the two cosines); negative for who is not first; bounded to +-0.3.
/// </param>
/// <param name="Margin">The SVM margin bounded to +-3, or not a number where the person has no hyperplane.</param>
/// <param name="Nearest">Cosine to the nearest face alone, as it is.</param>
internal readonly record struct Evidence(int Person, float Prototype, float NearestMean, float Gap, float Margin, float Nearest)
{
    /// <summary>How many numbers the calibration weighs.</summary>
    public const int FeatureCount = 7;

    /// <summary>How many people are known, as a power of ten: among more people a stranger's nearest one is nearer.</summary>
    public float People { get; init; }

    /// <summary>
    /// By how much the face's level lies above LFW's mean level, in the compact pack's spread (0 where nothing is normalised): babies and poor
    /// pictures are near to everybody, and their cosines say less.
    /// </summary>
    public float Level { get; init; }

    /// <summary>Whether the person has a hyperplane.</summary>
    public bool HasMargin => !float.IsNaN(Margin);

    /// <summary>
    /// The numbers that the calibration weighs: a constant, the two cosines, the margin (0 where there is none), the gap to the next person,
    /// how many people are known, and the face's level.
    /// </summary>
    /// <param name="features"><see cref="FeatureCount"/> numbers.</param>
    public void Features(Span<double> features)
    {
        features[0] = 1;
        features[1] = Prototype;
        features[2] = NearestMean;
        features[3] = HasMargin ? Margin : 0;
        features[4] = Gap;
        features[5] = People;
        features[6] = Level;
    }
}
