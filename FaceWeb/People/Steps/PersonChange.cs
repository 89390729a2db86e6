using FaceWeb.Data;

namespace FaceWeb.People.Steps;

/// <summary>What a person was like before somebody changed it; kept with the action, so that it can be taken back.</summary>
/// <param name="Name">The name.</param>
/// <param name="Hidden">Whether the person was hidden.</param>
/// <param name="CoverFaceId">The chosen cover; null when quality chose.</param>
/// <param name="BirthDate">The day of birth, when told.</param>
internal sealed record PersonChange(string Name, bool Hidden, long? CoverFaceId, DateOnly? BirthDate)
{
    /// <summary>The person as they are now.</summary>
    public static PersonChange Of(Person person) => new(person.Name, person.Hidden, person.CoverFaceId, person.BirthDate);

    /// <summary>Gives the person these values.</summary>
    public void Apply(Person person) => (person.Name, person.Hidden, person.CoverFaceId, person.BirthDate) = (Name, Hidden, CoverFaceId, BirthDate);

    /// <summary>What the person would be with what changed from these values to others; what did not change stays as it is now.</summary>
    /// <param name="after">The values after the change.</param>
    /// <param name="now">The person now.</param>
    /// <returns>Null when one of the values that changed is another now than it was before the change.</returns>
    public PersonChange? Again(PersonChange after, PersonChange now)
    {
        var result = now;
        foreach (var (differs, isAsBefore, take) in new (bool, bool, Func<PersonChange, PersonChange>)[]
        {
            (Name != after.Name, Name == now.Name, p => p with { Name = after.Name }),
            (Hidden != after.Hidden, Hidden == now.Hidden, p => p with { Hidden = after.Hidden }),
            (CoverFaceId != after.CoverFaceId, CoverFaceId == now.CoverFaceId, p => p with { CoverFaceId = after.CoverFaceId }),
            (BirthDate != after.BirthDate, BirthDate == now.BirthDate, p => p with { BirthDate = after.BirthDate }),
        })
        {
            if (differs && !isAsBefore)
                return null;
            if (differs)
                result = take(result);
        }
        return result;
    }

    /// <summary>What was changed, as a short sentence; null when nothing was.</summary>
    public string? Describe(Person now)
    {
        var said = new List<string>();
        if (Name != now.Name)
            said.Add($"Renamed {Name} to {now.Name}.");
        if (Hidden != now.Hidden)
            said.Add(now.Hidden ? $"Hid {now.Name}." : $"Showed {now.Name} again.");
        if (CoverFaceId != now.CoverFaceId)
            said.Add($"Changed the cover of {now.Name}.");
        if (BirthDate != now.BirthDate)
            said.Add($"Changed the birth date of {now.Name}.");
        return said.Count switch { 0 => null, 1 => said[0], _ => $"Changed {now.Name}." };
    }
}
