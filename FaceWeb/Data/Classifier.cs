namespace FaceWeb.Data;

/// <summary>One trained classifier. Old ones are kept, so that any of them can be made active again.</summary>
public sealed class Classifier
{
    /// <summary>The row's key.</summary>
    public long Id { get; set; }

    /// <summary>When its training ended, UTC.</summary>
    public DateTime TrainedAt { get; set; }

    /// <summary>The model pack whose embeddings it reads.</summary>
    public required string Model { get; set; }

    /// <summary>How many people it knows.</summary>
    public int People { get; set; }

    /// <summary>How many confirmed faces it was trained on.</summary>
    public int Faces { get; set; }

    /// <summary>The trained classifier as bytes.</summary>
    public byte[] Blob { get; set; } = [];

    /// <summary>The training report as JSON.</summary>
    public required string ReportJson { get; set; }

    /// <summary>Cross-validated rank-1 accuracy, 0 to 1, copied from the report for lists.</summary>
    public double Rank1Accuracy { get; set; }

    /// <summary>Whether suggestions come from it. At most one row has it.</summary>
    public bool Active { get; set; }

    /// <summary>Whether suggestions have ever come from it, now or before.</summary>
    public bool WasActive { get; set; }

    /// <summary>When a person last made it the active one, UTC; null when nobody did.</summary>
    public DateTime? ActivatedByHandAt { get; set; }

    /// <summary>Why its training did or did not activate it, as a sentence.</summary>
    public string? Note { get; set; }
}
