using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Layout;

namespace FaceWeb.Faces;

/// <summary>What is known of a face, in words.</summary>
public static class FaceWords
{
    /// <summary>Short, for the box on the picture: a name, <c>Barack Obama? 97 %</c>, <c>Unknown</c> ...</summary>
    public static string Tag(FaceView face)
    {
        ArgumentNullException.ThrowIfNull(face);
        return face switch
        {
            { Decision: FaceDecision.Confirmed, Person: { } person } => person.Name,
            { Decision: FaceDecision.Ignored } => "Ignored",
            { Decision: FaceDecision.NotAFace } => "Not a face",
            { Suggestions: [var best, ..] } => $"{best.Name}? {Words.Percent(best.Probability)}",
            _ => "Unknown",
        };
    }

    /// <summary>Whole, for screen readers: <c>Face 2 of 5: suggested Barack Obama, 97 %</c>.</summary>
    /// <param name="face">The face.</param>
    /// <param name="number">Which of the photo's faces, from 1.</param>
    /// <param name="of">How many faces the photo has.</param>
    public static string Label(FaceView face, int number, int of)
    {
        ArgumentNullException.ThrowIfNull(face);
        var what = face switch
        {
            { Decision: FaceDecision.Confirmed, Person: { } person } => $"confirmed {person.Name}",
            { Decision: FaceDecision.Ignored } => "ignored",
            { Decision: FaceDecision.NotAFace } => "not a face",
            { Suggestions: [var best, ..] } => $"suggested {best.Name}, {Words.Percent(best.Probability)}",
            _ => "unknown",
        };
        return $"Face {number} of {of}: {what}";
    }

    /// <summary>When a video shows it: <c>Video, 0:12 to 0:15</c>.</summary>
    public static string Seen(SeenSpan seen)
    {
        ArgumentNullException.ThrowIfNull(seen);
        return $"Video, {Words.Clock(seen.Start)} to {Words.Clock(seen.End)}";
    }

    /// <summary>What is said of a face, and when a video shows it.</summary>
    /// <param name="words">What is said.</param>
    /// <param name="seen">Null on a photo.</param>
    public static string WithSeen(string words, SeenSpan? seen) => seen is null ? words : $"{words}. {Seen(seen)}";

    /// <summary>The style class of a face's box.</summary>
    public static string Class(FaceView face)
    {
        ArgumentNullException.ThrowIfNull(face);
        return face switch
        {
            { Decision: FaceDecision.Confirmed } => "fw-face-confirmed",
            { Decision: FaceDecision.Ignored or FaceDecision.NotAFace } => "fw-face-aside",
            { Suggestions.Count: > 0 } => "fw-face-suggested",
            _ => "fw-face-unknown",
        };
    }
}
