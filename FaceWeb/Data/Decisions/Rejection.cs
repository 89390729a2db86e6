namespace FaceWeb.Data.Decisions;

/// <summary>A person said that this face is not that person: never suggested again, and a hard negative for the next training.</summary>
public sealed class Rejection
{
    /// <summary>The face.</summary>
    public long FaceId { get; set; }

    /// <summary>Who it is not.</summary>
    public long PersonId { get; set; }

    /// <summary>When it was said, UTC.</summary>
    public DateTime At { get; set; }
}
