using System.Globalization;
using System.Text.RegularExpressions;
using FaceWeb.Pipeline.Imaging;

namespace FaceWeb.Albums.Uploading;

/// <summary>
/// The date in a file's name, for files that say nothing of it inside: messengers take the metadata away, and the name is what is left
/// (<c>IMG-20240131-WA0001.jpg</c>, <c>Screenshot_2024-01-31-18-05-09.png</c>, <c>WhatsApp Image 2024-01-31 at 18.05.09.jpeg</c>).
/// </summary>
public static partial class NamedDate
{
    // The first year of digital cameras that named their files by date.
    private const int FirstYear = 1990;

    /// <summary>Finds it. Without a time in the name it is midnight, which pages do not show.</summary>
    /// <param name="fileName">The file's name.</param>
    /// <param name="now">Dates beyond the day after this are numbers of another kind.</param>
    /// <returns>Null where there is none.</returns>
    public static TakenTime? Read(string fileName, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        foreach (Match match in Date().Matches(fileName))
        {
            var day = match.Groups["year"].Value + match.Groups["month"].Value + match.Groups["day"].Value;
            if (!DateTime.TryParseExact(day, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
                || date.Year < FirstYear || date > now.UtcDateTime.AddDays(1))
                continue;
            var time = match.Groups["hour"].Value + match.Groups["minute"].Value + match.Groups["second"].Value;
            var known = DateTime.TryParseExact(day + time, "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var taken);
            // Pixel phones name their photos by universal time.
            var universal = known && fileName.StartsWith("PXL_", StringComparison.OrdinalIgnoreCase);
            return new TakenTime(known ? taken : date, universal ? TimeSpan.Zero : null);
        }
        return null;
    }

    [GeneratedRegex("""
        (?<!\d) (?<year>(?:19|20)\d\d) (?<mark>[-_.]?) (?<month>\d\d) \k<mark> (?<day>\d\d)
        (?: (?:\ at\ |[-_\ T]|,\ )? (?<hour>\d\d) [-_.:]? (?<minute>\d\d) [-_.:]? (?<second>\d\d) (?:\d{3})? (?!\d) | (?!\d) )
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Date();
}
