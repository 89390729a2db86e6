using System.Globalization;
using FaceWeb.Faces;
using Microsoft.AspNetCore.WebUtilities;

namespace FaceWeb.Review;

/// <summary>
/// Which faces the review page shows, as its address says it, so that a link or a reload keeps it. What cannot be read is left out.
/// </summary>
/// <param name="Person">Only faces for which this person is suggested first; null for everybody.</param>
/// <param name="Unknown">Only faces without a suggestion.</param>
/// <param name="Album">Only faces on photos of this album.</param>
/// <param name="MinProbability">From this probability, 0 to 1.</param>
/// <param name="MaxProbability">Up to this probability, 0 to 1.</param>
/// <param name="MinQuality">From this quality, 0 to 1.</param>
/// <param name="TakenFrom">Only photos taken on this day or later.</param>
/// <param name="TakenTo">Only photos taken on this day or before.</param>
public sealed record ReviewQuery(
    long? Person = null,
    bool Unknown = false,
    long? Album = null,
    double? MinProbability = null,
    double? MaxProbability = null,
    double? MinQuality = null,
    DateOnly? TakenFrom = null,
    DateOnly? TakenTo = null)
{
    /// <summary>How many of its conditions are set.</summary>
    public int Conditions => new object?[] { Person, Unknown ? Unknown
        : null, Album, MinProbability, MaxProbability, MinQuality, TakenFrom, TakenTo }.Count(c => c is not null);

    /// <summary>The same as a filter. A face without a date is on no day.</summary>
    public FaceFilter Filter => new(
        SuggestedPersonId: Person,
        AlbumId: Album,
        MinProbability: MinProbability,
        MaxProbability: MaxProbability,
        MinQuality: MinQuality,
        TakenFrom: TakenFrom?.ToDateTime(TimeOnly.MinValue),
        TakenTo: TakenTo?.AddDays(1).ToDateTime(TimeOnly.MinValue),
        Unknown: Unknown,
        Order: Unknown ? FaceOrder.BestFirst : FaceOrder.SurestFirst);

    /// <summary>Reads the part of an address after the question mark.</summary>
    public static ReviewQuery Parse(string? query)
    {
        var values = QueryHelpers.ParseQuery(query);
        string? Text(string name) => values.TryGetValue(name, out var all) ? all.ToString() : null;
        return new ReviewQuery(
            Key(Text("person")),
            Text("person") == "unknown",
            Key(Text("album")),
            Share(Text("minProbability")),
            Share(Text("maxProbability")),
            Share(Text("minQuality")),
            Day(Text("takenFrom")),
            Day(Text("takenTo")));
    }

    /// <summary>The part of an address after the question mark; empty when nothing is set.</summary>
    public override string ToString()
    {
        var values = new (string Name, string? Value)[]
        {
            ("person", Unknown ? "unknown" : Person?.ToString(CultureInfo.InvariantCulture)),
            ("album", Album?.ToString(CultureInfo.InvariantCulture)),
            ("minProbability", MinProbability?.ToString(CultureInfo.InvariantCulture)),
            ("maxProbability", MaxProbability?.ToString(CultureInfo.InvariantCulture)),
            ("minQuality", MinQuality?.ToString(CultureInfo.InvariantCulture)),
            ("takenFrom", TakenFrom?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            ("takenTo", TakenTo?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        };
        return string.Join('&', values.Where(v => v.Value is not null).Select(v => $"{v.Name}={v.Value}"));
    }

    private static long? Key(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var key) ? key : null;

    private static double? Share(string? text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 1 ? share : null;

    private static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day < DateOnly.MaxValue
            ? day : null;
}
