namespace FaceWeb.Data.Decisions;

/// <summary>
/// A person that an action speaks of beside its faces. Of a merge: who was merged away; of a split: the person made; of decisions: who was made
/// because a new name was given; of people told apart: the two; of a changed person: that one. The person may be gone since.
/// </summary>
public sealed class ActionPerson
{
    /// <summary>The action.</summary>
    public long ActionId { get; set; }

    /// <summary>The person's key.</summary>
    public long PersonId { get; set; }
}
