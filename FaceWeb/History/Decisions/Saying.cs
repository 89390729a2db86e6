using FaceWeb.Api;

namespace FaceWeb.History.Decisions;

/// <summary>What somebody says of a face.</summary>
public sealed record Saying
{
    // The words of the HTTP API; the same for both directions.
    private static readonly Dictionary<string, SayingKind> Words = new(StringComparer.Ordinal)
    {
        ["confirmed"] = SayingKind.Confirmed,
        ["rejected"] = SayingKind.Rejected,
        ["ignored"] = SayingKind.Ignored,
        ["notAFace"] = SayingKind.NotAFace,
        ["undecided"] = SayingKind.Undecided,
    };

    private Saying(SayingKind kind, long? personId = null, string? personName = null) => (Kind, PersonId, PersonName) = (kind, personId, personName);

    /// <summary>It is a stranger who is not to be named.</summary>
    public static Saying Ignore { get; } = new(SayingKind.Ignored);

    /// <summary>There is no face.</summary>
    public static Saying NotAFace { get; } = new(SayingKind.NotAFace);

    /// <summary>Nobody says anything of it any more.</summary>
    public static Saying Undecided { get; } = new(SayingKind.Undecided);

    /// <summary>What kind of thing.</summary>
    public SayingKind Kind { get; }

    /// <summary>The person confirmed or rejected; null where a name is given, and where it is about nobody.</summary>
    public long? PersonId { get; }

    /// <summary>The name of the person confirmed; null where the key is given.</summary>
    public string? PersonName { get; }

    /// <summary>The word of the HTTP API.</summary>
    public string Word => Words.First(w => w.Value == Kind).Key;

    /// <summary>It is this person.</summary>
    public static Saying Confirm(long personId) => new(SayingKind.Confirmed, personId);

    /// <summary>It is the one person of this name, or somebody new.</summary>
    public static Saying Name(string name) => new(SayingKind.Confirmed, personName: name);

    /// <summary>It is not this person, whatever the machine thinks.</summary>
    public static Saying Reject(long personId) => new(SayingKind.Rejected, personId);

    /// <summary>Reads what a program or a page's script sends.</summary>
    /// <param name="word">
    /// <c>confirmed</c> (with a person), <c>rejected</c> (with a key), <c>ignored</c>, <c>notAFace</c> or <c>undecided</c>.
    /// </param>
    /// <param name="personId">The person confirmed or rejected.</param>
    /// <param name="personName">Instead of the key when confirming.</param>
    /// <exception cref="RefusedException">It is none of these, or the person is missing or said twice (400).</exception>
    public static Saying Read(string? word, long? personId, string? personName)
    {
        if (word is null || !Words.TryGetValue(word, out var kind))
        {
            throw new RefusedException(
                $"\"{Shortened(word)}\" is no decision: give confirmed (with personId or personName), rejected (with personId), ignored, notAFace or "
                    + $"undecided.");
        }
        return (kind, personId, personName) switch
        {
            (SayingKind.Confirmed, null, null) => throw new RefusedException("A confirmation says who it is: give a personId or a personName."),
            (SayingKind.Confirmed, not null, not null) => throw new RefusedException("Give a personId or a personName, not both."),
            (SayingKind.Rejected, null, _) => throw new RefusedException("A rejection says who it is not: give a personId."),
            (SayingKind.Confirmed, _, _) => new(kind, personId, personName),
            (SayingKind.Rejected, _, _) => new(kind, personId),
            _ => new(kind),
        };
    }

    private static string Shortened(string? text) => text is null ? "" : text.Length <= 30 ? text : text[..30] + "…";
}
