namespace FaceWeb.Data.Decisions;

/// <summary>
/// A person said that some faces which were grouped as one are not: faces of the same action and of different parts are different
/// people, and never share a group again. Taken back with the action.
/// </summary>
public sealed class FaceSeparation
{
    /// <summary>The action that told them apart.</summary>
    public long ActionId { get; set; }

    /// <summary>The face.</summary>
    public long FaceId { get; set; }

    /// <summary>0: it stayed in the group; each other number: faces that left together.</summary>
    public int Part { get; set; }
}
