namespace FaceWeb.Data.Decisions;

/// <summary>
/// A person whom an undo took away with the action that had named them first. Kept so that the history names them and a redo brings the same
/// person back; forgetting a person deletes those of the same name here too.
/// </summary>
public sealed class RemovedPerson
{
    /// <summary>The key that the person had, and has again after a redo.</summary>
    public long Id { get; set; }

    /// <summary>The name: 1 to <see cref="Person.MaxNameLength"/> characters.</summary>
    public required string Name { get; set; }

    /// <summary>Whether they were hidden.</summary>
    public bool Hidden { get; set; }

    /// <summary>The face chosen for them; null when quality chose.</summary>
    public long? CoverFaceId { get; set; }

    /// <summary>The day of birth, when told.</summary>
    public DateOnly? BirthDate { get; set; }

    /// <summary>When the person was first named, UTC.</summary>
    public DateTime CreatedAt { get; set; }

    /// <summary>What is kept of a person.</summary>
    public static RemovedPerson Of(Person person)
    {
        ArgumentNullException.ThrowIfNull(person);
        return new()
        {
            Id = person.Id,
            Name = person.Name,
            Hidden = person.Hidden,
            CoverFaceId = person.CoverFaceId,
            BirthDate = person.BirthDate,
            CreatedAt = person.CreatedAt,
        };
    }

    /// <summary>The person again.</summary>
    public Person Back() => new() { Id = Id, Name = Name, Hidden = Hidden, CoverFaceId = CoverFaceId, BirthDate = BirthDate, CreatedAt = CreatedAt };
}
