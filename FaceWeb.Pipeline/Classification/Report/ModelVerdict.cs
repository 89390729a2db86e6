namespace FaceWeb.Pipeline.Classification.Report;

/// <summary>How a new classifier compares with the one before.</summary>
public enum ModelVerdict
{
    /// <summary>There was none before.</summary>
    First,

    /// <summary>Right for more faces than chance explains.</summary>
    Better,

    /// <summary>No difference beyond chance.</summary>
    Same,

    /// <summary>Right for fewer faces than chance explains.</summary>
    Worse,

    /// <summary>Too few faces to compare on.</summary>
    Unknown,
}
