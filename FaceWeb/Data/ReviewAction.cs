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

    /// <summary>What happened, as a short sentence for the history; without names, so that forgetting a person leaves none behind.</summary>
    public required string Description { get; set; }

    /// <summary>The undo that took it back; null while it stands.</summary>
    public long? UndoneById { get; set; }

    /// <summary>The undone action that this one does again; null for what was not done before.</summary>
    public long? RedoesId { get; set; }

    /// <summary>
    /// Comma-separated keys of people. For a merge: those merged away; for a split: the person made; for decisions: the people made
    /// because a new name was given; for people told apart: the two; for a changed person: that one. Null when there are none.
    /// </summary>
    public string? People { get; set; }

    /// <summary>
    /// What taking it back, or doing it again, needs and no event holds. For a moved box: the box before and after (BoxChange); for a changed
    /// person: the values before (PersonChange). For an undo, what a redo needs: of a merge the key of whom they were merged into, of a
    /// changed person the values that were taken back (PersonChange), of faces taken out of a group the parts (SeparatedFaces), of a face
    /// drawn by hand the face (DrawnFace). Null when nothing is needed.
    /// </summary>
    public string? Change { get; set; }

    /// <summary>What it did to each face.</summary>
    public List<FaceEvent> Events { get; } = [];
}
