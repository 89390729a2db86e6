namespace FaceWeb.Pipeline.Classification.Scoring;

/// <summary>What speaks for a face being one person, before it is turned into a probability.</summary>
/// <param name="Person">The person's index in the gallery.</param>
/// <param name="Prototype">Cosine to the person's prototype, brought to the compact pack's spread (<see cref="CosineSpread"/>).</param>
/// <param name="NearestMean">Mean cosine to the person's nearest faces, brought to the same spread.</param>
/// <param name="Gap">
/// How much nearer this person is than the nearest other one (mean of the two cosines); negative for who is not first; bounded to +-0.3.
/// </param>
/// <param name="Margin">The SVM margin bounded to +-3, or not a number where the person has no hyperplane.</param>
/// <param name="Nearest">Cosine to the nearest face alone, as it is.</param>
internal readonly record struct Evidence(int Person, float Prototype, float NearestMean, float Gap, float Margin, float Nearest)
{
    /// <summary>Whether the person has a hyperplane.</summary>
    public bool HasMargin => !float.IsNaN(Margin);

    /// <summary>
    /// The numbers that the calibration weighs: a constant, the two cosines, and the margin, or the gap where there is no margin. (A
    /// margin already says how far the others are; the gap beside it lost 0.1 % of the probes at 0.1 % false identification on LFW.)
    /// </summary>
    /// <param name="features">Four numbers.</param>
    public void Features(Span<double> features)
    {
        features[0] = 1;
        features[1] = Prototype;
        features[2] = NearestMean;
        features[3] = HasMargin ? Margin : Gap;
    }
}
