namespace FaceWeb.Data;

/// <summary>One thing that a person did: a decision on one face or many, a merge, a split, an undo. It is never changed but for <see cref="UndoneById"/>.</summary>
public sealed class ReviewAction
{
    /// <summary>The row's key; also the order in which things were done.</summary>
    public long Id { get; set; }

    /// <summary>Who did it (<see cref="AppUser"/>'s key).</summary>
    public required string UserId { get; set; }

    /// <summary>When, UTC.</summary>
    public DateTime At { get; set; }

    /// <summary>What kind of thing.</summary>
    public ActionKind Kind { get; set; }

    /// <summary>From where: a page's name or <c>api</c>.</summary>
    public required string Source { get; set; }

    /// <summary>What happened, as a short sentence for the history.</summary>
    public required string Description { get; set; }

    /// <summary>The undo that took it back; null while it stands.</summary>
    public long? UndoneById { get; set; }

    /// <summary>For a merge: the people merged away, comma-separated keys; for a split: the person made. Null otherwise.</summary>
    public string? People { get; set; }

    /// <summary>What it did to each face.</summary>
    public List<FaceEvent> Events { get; } = [];
}
