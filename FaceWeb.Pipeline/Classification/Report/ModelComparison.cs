namespace FaceWeb.Pipeline.Classification.Report;

/// <summary>A new classifier beside the one before: both answered for the same faces, which neither had seen.</summary>
public sealed record ModelComparison
{
    /// <summary>What came out.</summary>
    public required ModelVerdict Verdict { get; init; }

    /// <summary>Which faces decided it.</summary>
    public ComparedFaces On { get; init; }

    /// <summary>How many they were.</summary>
    public int Faces { get; init; }

    /// <summary>For how many of them the new one is right.</summary>
    public int Right { get; init; }

    /// <summary>For how many of them the one before was right.</summary>
    public int RightBefore { get; init; }

    /// <summary>For how many the new one is right and the one before was not.</summary>
    public int OnlyNow { get; init; }

    /// <summary>For how many the one before was right and the new one is not.</summary>
    public int OnlyBefore { get; init; }

    /// <summary>The caller's key of the one before; null where there was none.</summary>
    public long? BeforeId { get; init; }

    /// <summary>The same as a sentence with its numbers.</summary>
    public required string Sentence { get; init; }

    /// <summary>Whether it may take the other's place without being asked.</summary>
    public bool IsNotWorse => Verdict != ModelVerdict.Worse;
}
