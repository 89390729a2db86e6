namespace FaceWeb.Data;

/// <summary>Somebody who appears in the albums. Two people may have the same name.</summary>
public sealed class Person
{
    /// <summary>The row's key.</summary>
    public long Id { get; set; }

    /// <summary>The name: 1 to <see cref="MaxNameLength"/> characters.</summary>
    public required string Name { get; set; }

    /// <summary>Hidden people are not listed and not suggested.</summary>
    public bool Hidden { get; set; }

    /// <summary>The face shown for this person; null lets quality choose.</summary>
    public long? CoverFaceId { get; set; }

    /// <summary>The day of birth, when told.</summary>
    public DateOnly? BirthDate { get; set; }

    /// <summary>When the person was first named, UTC.</summary>
    public DateTime CreatedAt { get; set; }

    /// <summary>
    /// The person this one was merged into; null for a person of their own. A merged person keeps the row, so that undoing the
    /// merge brings the same person back.
    /// </summary>
    public long? MergedIntoId { get; set; }

    /// <summary>The faces confirmed as this person.</summary>
    public List<Face> Faces { get; } = [];

    /// <summary>The longest name that is taken, in characters.</summary>
    public const int MaxNameLength = 100;
}
