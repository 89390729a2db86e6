using System.Text.Json.Serialization;

namespace FaceWeb.People;

/// <summary>What to change of a person. What is not set stays as it is; a cover face or birth date set to null is cleared.</summary>
public sealed class PersonPatch
{
    /// <summary>The new name, 1 to 100 characters; null leaves it.</summary>
    public string? Name { get; set; }

    /// <summary>Whether to hide the person; null leaves it.</summary>
    public bool? Hidden { get; set; }

    /// <summary>A face confirmed as this person to show for them; null lets quality choose.</summary>
    public long? CoverFaceId
    {
        get;
        set
        {
            field = value;
            CoverFaceIsSet = true;
        }
    }

    /// <summary>The day of birth; null forgets it.</summary>
    public DateOnly? BirthDate
    {
        get;
        set
        {
            field = value;
            BirthDateIsSet = true;
        }
    }

    /// <summary>Whether <see cref="CoverFaceId"/> is to be changed.</summary>
    [JsonIgnore]
    public bool CoverFaceIsSet { get; private set; }

    /// <summary>Whether <see cref="BirthDate"/> is to be changed.</summary>
    [JsonIgnore]
    public bool BirthDateIsSet { get; private set; }
}
