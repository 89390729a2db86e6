namespace FaceWeb.Pipeline.Classification.Report;

/// <summary>On which faces two classifiers were compared.</summary>
public enum ComparedFaces
{
    /// <summary>On none.</summary>
    None,

    /// <summary>Faces named since the one before was trained, kept from both.</summary>
    NamedSince,

    /// <summary>Faces that were cross-validated in both trainings.</summary>
    CrossValidatedInBoth,
}
