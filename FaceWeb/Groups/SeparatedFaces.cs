using System.Globalization;
using FaceWeb.Data;

namespace FaceWeb.Groups;

/// <summary>Faces that were told apart; kept with the undo that let them look for a group anew, so that they can be told apart again.</summary>
/// <param name="Rows">Each face with its part; the action is of no account.</param>
internal sealed record SeparatedFaces(IReadOnlyList<FaceSeparation> Rows)
{
    /// <summary>Face and part with a colon between, separated by commas.</summary>
    public string ToText() => string.Join(',', Rows.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.FaceId}:{r.Part}")));

    /// <summary>Reads what <see cref="ToText"/> wrote, as rows of an action.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static List<FaceSeparation> Read(string text, long actionId) => [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(pair =>
    {
        var parts = pair.Split(':');
        return parts.Length == 2
            ? new FaceSeparation { ActionId = actionId, FaceId = long.Parse(parts[0], CultureInfo.InvariantCulture), Part = int.Parse(parts[1], CultureInfo.InvariantCulture) }
            : throw new FormatException("A face that was told apart is kept as its key and its part.");
    })];
}
