using FaceWeb.Layout;

namespace FaceWeb.People;

/// <summary>How old somebody was on a day.</summary>
public static class PersonAge
{
    /// <summary>Full years on a day; null before birth. Who was born on 29 February is a year older on 1 March of other years.</summary>
    public static int? Years(DateOnly born, DateOnly day)
    {
        if (day < born)
            return null;
        var years = day.Year - born.Year;
        return (day.Month, day.Day).CompareTo((born.Month, born.Day)) < 0 ? years - 1 : years;
    }

    /// <summary>The age as a photo's caption says it: days in the first month, months in the first two years, then years.</summary>
    /// <param name="born">The day of birth; null when it is not known.</param>
    /// <param name="takenAt">When the photo was taken, by the camera's clock; null when the file does not say.</param>
    /// <returns>For example <c>3 years</c>; null when it cannot be told, or before birth.</returns>
    public static string? Words(DateOnly? born, DateTime? takenAt)
    {
        if (born is not { } birth || takenAt is not { } taken)
            return null;
        var day = DateOnly.FromDateTime(taken);
        if (Years(birth, day) is not { } years)
            return null;
        var months = ((day.Year - birth.Year) * 12) + day.Month - birth.Month - (day.Day < birth.Day ? 1 : 0);
        return months switch
        {
            0 => Layout.Words.Told(day.DayNumber - birth.DayNumber, "day"),
            < 24 => Layout.Words.Told(months, "month"),
            _ => Layout.Words.Told(years, "year"),
        };
    }
}
