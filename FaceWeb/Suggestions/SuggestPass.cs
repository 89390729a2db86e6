using FaceWeb.Layout;

namespace FaceWeb.Suggestions;

/// <summary>One pass that suggests names: what it is to look at, how far it has come, and that in words.</summary>
/// <param name="all">Whether it looks at all undecided faces.</param>
/// <param name="faceIds">The faces that were asked for by themselves; those of their photos are looked at, unless all are.</param>
internal sealed class SuggestPass(bool all, IReadOnlyCollection<long> faceIds)
{
    /// <summary>Whether it looks at all undecided faces.</summary>
    public bool All => all;

    /// <summary>The faces that were asked for by themselves.</summary>
    public IReadOnlyCollection<long> FaceIds => faceIds;

    /// <summary>How many faces there are to look at; null when nobody sees the progress, so that they were not counted.</summary>
    public int? Faces { get; set; }

    /// <summary>How many of them have been looked at.</summary>
    public int Done { get; set; }

    /// <summary>How many of these have got other names, or the same in another order.</summary>
    public int Renamed { get; set; }

    /// <summary>What came of it, when it has come to its end.</summary>
    public string Sentence =>
        Done == 0 ? "There was no undecided face to suggest names for." : $"Names for {Words.Count(Done, "face")} looked at again: {Changed}.";

    /// <summary>What came of it, when it was cancelled.</summary>
    public string CancelledSentence => Faces is { } total
        ? $"Suggesting names was cancelled after {Words.Number(Done)} of {Words.Count(total, "face")}: {Changed}."
        : "Suggesting names was cancelled before any face was looked at.";

    private string Changed => Renamed == 0 ? "none changed" : $"{Words.Number(Renamed)} changed";
}
