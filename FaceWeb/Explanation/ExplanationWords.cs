using System.Globalization;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Faces;
using FaceWeb.Layout;
using FaceWeb.Pipeline.Classification;
using FaceWeb.Pipeline.Classification.Scoring;

namespace FaceWeb.Explanation;

/// <summary>Says an explanation in words.</summary>
internal static class ExplanationWords
{
    /// <summary>What comes out, in one or two sentences.</summary>
    /// <param name="face">The face.</param>
    /// <param name="comparison">What comparing it came to; null when the models in use have not measured it.</param>
    public static string Summary(FaceView face, ExplanationService.Comparison? comparison)
    {
        var said = face switch
        {
            { Decision: FaceDecision.Confirmed, Person: { } person } => $"A person confirmed {person.Name}.",
            { Decision: FaceDecision.Ignored } => "A person said that this face is to be ignored.",
            { Decision: FaceDecision.NotAFace } => "A person said that this is no face.",
            _ => null,
        };
        var machine = comparison switch
        {
            null => "The models in use have not measured it: have its photo analysed again.",
            { Nearest.Count: 0 } => "Nobody else has been confirmed yet, so there is nothing to compare it with.",
            { People.Count: 0 } => "Everybody who comes into question has been rejected for it.",
            _ => Machine(comparison, face),
        };
        return said is null ? machine : $"{said} {machine}";
    }

    /// <summary>A term's name.</summary>
    public static string Term(EvidenceKind kind) => kind switch
    {
        EvidenceKind.Constant => "start",
        EvidenceKind.MeanCosine => "cosine to their mean",
        EvidenceKind.NearestCosine => "cosine to their nearest",
        EvidenceKind.Margin => "margin (at most ±3)",
        EvidenceKind.People => "people known (power of ten)",
        EvidenceKind.Level => "how near to everybody",
        _ => "ahead of the next person",
    };

    /// <summary>A number with so many decimals, with a true minus sign.</summary>
    public static string Number(double value, int decimals = 2) =>
        Math.Round(value, decimals).ToString($"F{decimals}", CultureInfo.InvariantCulture).Replace('-', '−');

    /// <summary>What the correction by levels does to this face's cosines, in one sentence.</summary>
    public static string Correction(LevelView level)
    {
        var taken = (level.Level - level.Usual) / 2;
        var measured = level.People < 3 ? "" : $", measured on {Words.Count(level.People, "person", "people")} of this library";
        return "Some faces, children's and poor pictures above all, are near to everybody: this one has a cosine of about "
            + $"{Number(level.Level)} to the others nearest to it where {Number(level.Usual)} is usual{measured}, so {Number(Math.Abs(taken))} is "
            + $"{(taken >= 0 ? "taken off" : "added to")} its cosines, and likewise for the face that it is compared with, before they are weighed.";
    }

    /// <summary>That a face is compared together with others, in one sentence.</summary>
    public static string Together(int others) =>
        $"It is compared together with {Words.Count(others, "other undecided face")} that {(others == 1 ? "looks" : "look")} like the same "
        + "person: the cosines below are those of their mean, in which this face counts more than any other.";

    /// <summary>That another face of the photo has a person's name, as half a sentence.</summary>
    public static string Taken(ExplainedPerson person) => person.ConfirmedOnPhotoFaceId is not null
        ? "they are confirmed on another face of this photo"
        : "another face of this photo is more like them and has that name suggested";

    private static string Machine(ExplanationService.Comparison comparison, FaceView face)
    {
        var best = comparison.People[0];
        var (share, limit) = (Words.Percent(best.Probability), Words.Percent(comparison.Classifier.SuggestThreshold));
        var own = face.Person is { } confirmed && comparison.People.FirstOrDefault(p => p.Person.Id == confirmed.Id) is { } found && found != best
            ? $" {found.Person.Name} gets {Words.Percent(found.Probability)}."
            : "";
        var itself = face.Decision == FaceDecision.Confirmed ? "Without this face the classifier" : "The classifier";
        if (!best.IsLikely)
            return $"{itself} suggests nobody: the likeliest, {best.Person.Name}, gets {share}, and a name needs {limit}.{own}";
        if (best.OnPhotoFaceId is not null && face.Decision == FaceDecision.Undecided)
        {
            var free = comparison.People.FirstOrDefault(p => p.OnPhotoFaceId is null && p.IsLikely);
            return $"The likeliest is {best.Person.Name} with {share}, but {Taken(best)}, and nobody is twice on one photo. "
                + (free is null ? "So the classifier suggests nobody here."
                    : $"So the classifier suggests {free.Person.Name} with {Words.Percent(free.Probability)}.");
        }
        if (best.Probability >= comparison.Classifier.SureThreshold)
            return $"{itself} is sure of {best.Person.Name} with {share}.{own}";
        // One of two brothers: each with his share.
        var beside = string.Join(" and ", comparison.People.Skip(1).Where(p => p.IsLikely && p.OnPhotoFaceId is null).Take(2)
            .Select(p => $"{p.Person.Name} with {Words.Percent(p.Probability)}"));
        return $"{itself} suggests {best.Person.Name} with {share}{(beside.Length == 0 ? "" : $", or {beside}")}.{(beside.Length == 0 ? own : "")}";
    }
}
