using System.Globalization;
using FaceWeb.Access;
using FaceWeb.Layout;

namespace FaceWeb.History;

/// <summary>When and from where something was done, in words.</summary>
internal static class StepWords
{
    /// <summary>From where: "from the people page", "through the API".</summary>
    public static string From(string source) => source == ActionSource.Api ? "through the API"
        : source.EndsWith(" page", StringComparison.Ordinal) ? $"from the {source}" : $"from the {source} page";

    /// <summary>How long ago: "just now", "5 minutes ago", "2 days ago", from 30 days on the day.</summary>
    public static string Ago(DateTime at, DateTime now) => (now - at) switch
    {
        { TotalMinutes: < 1 } => "just now",
        { TotalHours: < 1 } past => Count((int)past.TotalMinutes, "minute"),
        { TotalDays: < 1 } past => Count((int)past.TotalHours, "hour"),
        { TotalDays: < 30 } past => Count((int)past.TotalDays, "day"),
        _ => string.Create(CultureInfo.InvariantCulture, $"on {at:yyyy-MM-dd}"),
    };

    private static string Count(int n, string what) => $"{Words.Told(n, what)} ago";
}
