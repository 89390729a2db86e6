namespace FaceWeb.Data;

/// <summary>A name that the classifier offers for an undecided face.</summary>
public sealed class Suggestion
{
    /// <summary>The face.</summary>
    public long FaceId { get; set; }

    /// <summary>0 for the surest, then 1 and 2.</summary>
    public int Rank { get; set; }

    /// <summary>The person offered.</summary>
    public long PersonId { get; set; }

    /// <summary>The person offered.</summary>
    public Person? Person { get; set; }

    /// <summary>Calibrated probability that it is this person, 0 to 1.</summary>
    public float Probability { get; set; }

    /// <summary>The classifier that said so; null when only nearest confirmed faces did (before the first training).</summary>
    public long? ClassifierId { get; set; }
}
