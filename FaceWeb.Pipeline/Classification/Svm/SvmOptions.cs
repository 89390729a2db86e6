namespace FaceWeb.Pipeline.Classification.Svm;

/// <summary>How the one-against-rest machines are trained.</summary>
internal sealed record SvmOptions
{
    /// <summary>The loss.</summary>
    public SvmLoss Loss { get; init; } = SvmLoss.Squared;

    /// <summary>The price of a sample inside the margin, above 0.</summary>
    public double C { get; init; } = 1;

    /// <summary>
    /// The constant that is appended to each sample so that its weight acts as the bias (regularised like the others, LIBLINEAR's
    /// <c>-B</c>); 0 means no bias.
    /// </summary>
    public double Bias { get; init; } = 1;

    /// <summary>
    /// The exponent that lifts the price of a person's own samples against all others: own samples cost
    /// C (others / own)^exponent. 0 treats every sample alike (LIBLINEAR without <c>-w</c>), 1 gives both sides the same total price.
    /// </summary>
    public double Balance { get; init; }

    /// <summary>The greatest spread of the projected gradient at the end (LIBLINEAR's <c>-e</c>).</summary>
    public double Tolerance { get; init; } = 0.05;

    /// <summary>Seed of the order in which samples are visited.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads, 1 or more.</summary>
    public int Parallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>The greatest number of sweeps over one class's samples between two looks at all others.</summary>
    public int MostSweeps { get; init; } = 1000;
}
