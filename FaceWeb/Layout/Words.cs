using System.Globalization;

namespace FaceWeb.Layout;

/// <summary>Counts and probabilities in words: said once, for pages and sentences alike.</summary>
public static class Words
{
    /// <summary>A number with its noun, for example <c>1 photo</c> or <c>1,204 photos</c>.</summary>
    public static string Count(int number, string one, string? many = null) => $"{Number(number)} {(number == 1 ? one : many ?? one + "s")}";

    /// <summary>The same as the history tells it, without thousands set apart: <c>1 face</c>, <c>2000 faces</c>.</summary>
    public static string Told(int number, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {(number == 1 ? one : many ?? one + "s")}");

    /// <summary>The same with an article for one: <c>a face</c>, <c>2000 faces</c>.</summary>
    public static string Some(int number, string one, string? many = null) => number == 1 ? $"a {one}" : Told(number, one, many);

    /// <summary>A number with its thousands set apart.</summary>
    public static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number of bytes in the unit that suits it, powers of ten: <c>12.3 KB</c>, <c>4.0 MB</c>, <c>1,250.5 GB</c>.</summary>
    public static string Size(long bytes) => bytes switch
    {
        >= 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:N1} GB"),
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:N1} MB"),
        0 => "0 KB",
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:N1} KB"),
    };

    /// <summary>A time in a video as players show it: <c>0:07</c>, <c>12:30</c>, <c>1:02:09</c>.</summary>
    /// <param name="milliseconds">From the video's start.</param>
    public static string Clock(long milliseconds)
    {
        var seconds = Math.Max(0, milliseconds) / 1000;
        return seconds < 3600
            ? string.Create(CultureInfo.InvariantCulture, $"{seconds / 60}:{seconds % 60:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600}:{seconds / 60 % 60:00}:{seconds % 60:00}");
    }

    /// <summary>A probability as a whole percentage. Below one it is never shown as 100 %: only a person is certain.</summary>
    public static string Percent(double probability) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Clamp((int)Math.Round(probability * 100), 0, probability < 1 ? 99 : 100)} %");
}
