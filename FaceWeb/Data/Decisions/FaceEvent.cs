namespace FaceWeb.Data.Decisions;

/// <summary>What one action did to one face: state before and after. Appended, never changed: undo and the history come from it.</summary>
public sealed class FaceEvent
{
    /// <summary>The row's key.</summary>
    public long Id { get; set; }

    /// <summary>The action it is a part of.</summary>
    public long ActionId { get; set; }

    /// <summary>The action it is a part of.</summary>
    public ReviewAction? Action { get; set; }

    /// <summary>The face.</summary>
    public long FaceId { get; set; }

    /// <summary>The decision before.</summary>
    public FaceDecision BeforeDecision { get; set; }

    /// <summary>The person before.</summary>
    public long? BeforePersonId { get; set; }

    /// <summary>The decision after.</summary>
    public FaceDecision AfterDecision { get; set; }

    /// <summary>The person after.</summary>
    public long? AfterPersonId { get; set; }

    /// <summary>The person newly rejected for this face by the action; null when none was.</summary>
    public long? RejectedPersonId { get; set; }

    /// <summary>True when the action removed the rejection named by <see cref="RejectedPersonId"/> instead of adding it.</summary>
    public bool RejectionRemoved { get; set; }

    /// <summary>What an action did to a face without saying anything of who it is: a box drawn or moved, faces told apart.</summary>
    /// <param name="faceId">The face.</param>
    /// <param name="decision">The decision that stands.</param>
    /// <param name="personId">The person who stands.</param>
    public static FaceEvent Keeping(long faceId, FaceDecision decision, long? personId) => new()
    {
        FaceId = faceId,
        BeforeDecision = decision,
        BeforePersonId = personId,
        AfterDecision = decision,
        AfterPersonId = personId,
    };
}
