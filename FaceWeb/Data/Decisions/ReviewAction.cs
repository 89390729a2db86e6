namespace FaceWeb.Data.Decisions;

/// <summary>
/// One thing that a person did: a decision on one face or many, a merge, a split, an undo. It is never changed but for
/// <see cref="UndoneById"/>.
/// </summary>
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

    /// <summary>What happened, as a short sentence for the history; without names, so that forgetting a person leaves none behind.</summary>
    public required string Description { get; set; }

    /// <summary>The undo that took it back; null while it stands.</summary>
    public long? UndoneById { get; set; }

    /// <summary>The undone action that this one does again; null for what was not done before.</summary>
    public long? RedoesId { get; set; }

    /// <summary>The people that it speaks of beside its faces.</summary>
    public List<ActionPerson> People { get; init; } = [];

    /// <summary>The photo that it turned; null for every other kind. The photo may be gone.</summary>
    public long? PhotoId { get; set; }

    /// <summary>
    /// What taking it back, or doing it again, needs and neither events nor people hold: JSON with its version, of a type that the kind of action
    /// chooses. Of an undo: what doing the undone action again needs. Null when nothing is needed.
    /// </summary>
    public string? Payload { get; set; }

    /// <summary>What it did to each face.</summary>
    public List<FaceEvent> Events { get; } = [];
}
