using System.Globalization;
using System.Text.Json;
using FaceWeb.Data;

namespace FaceWeb.People;

/// <summary>What a person was like before somebody changed it; kept with the action, so that it can be taken back.</summary>
/// <param name="Name">The name.</param>
/// <param name="Hidden">Whether the person was hidden.</param>
/// <param name="CoverFaceId">The chosen cover; null when quality chose.</param>
/// <param name="BirthDate">The day of birth, when told.</param>
internal sealed record PersonChange(string Name, bool Hidden, long? CoverFaceId, DateOnly? BirthDate)
{
    /// <summary>The person as they are now.</summary>
    public static PersonChange Of(Person person) => new(person.Name, person.Hidden, person.CoverFaceId, person.BirthDate);

    /// <summary>With what the text of every change of this person begins.</summary>
    public static string Prefix(long personId) => string.Create(CultureInfo.InvariantCulture, $"{personId};");

    /// <summary>The person's key and the values, as <see cref="Read"/> takes them.</summary>
    public string ToText(long personId) => Prefix(personId) + JsonSerializer.Serialize(this);

    /// <summary>Reads what <see cref="ToText"/> wrote.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static (long PersonId, PersonChange Before) Read(string? text)
    {
        var parts = (text ?? "").Split(';', 2);
        return parts.Length == 2 && long.TryParse(parts[0], CultureInfo.InvariantCulture, out var person) && JsonSerializer.Deserialize<PersonChange>(parts[1]) is { } before
            ? (person, before)
            : throw new FormatException("A changed person is kept as a key and the values before.");
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
