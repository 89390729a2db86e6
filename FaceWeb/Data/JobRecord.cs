namespace FaceWeb.Data;

/// <summary>A training, a measuring or a pass that suggests names: the row is the truth, the queue only a reminder.</summary>
public sealed class JobRecord
{
    /// <summary>The row's key.</summary>
    public long Id { get; set; }

    /// <summary>What it does.</summary>
    public JobKind Kind { get; set; }

    /// <summary>Where it is.</summary>
    public JobState State { get; set; }

    /// <summary>How far it is, 0 to 1.</summary>
    public double Progress { get; set; }

    /// <summary>What it is doing, in words.</summary>
    public string? Step { get; set; }

    /// <summary>Why it failed, or what came of it, as a sentence.</summary>
    public string? Message { get; set; }

    /// <summary>When it was asked for, UTC.</summary>
    public DateTime CreatedAt { get; set; }

    /// <summary>When it ended, UTC.</summary>
    public DateTime? EndedAt { get; set; }

    /// <summary>A person asked for it to stop.</summary>
    public bool CancelRequested { get; set; }

    /// <summary>
    /// The classifier that a training has stored, written in the same transaction: the training is done, whatever <see cref="State"/> a kill
    /// left behind. Null before that and for all other kinds.
    /// </summary>
    public long? ClassifierId { get; set; }

    /// <summary>The video that it is about; null for all kinds that are about no single one.</summary>
    public long? PhotoId { get; set; }
}
