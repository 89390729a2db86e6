using FaceWeb.Pipeline.Classification.Report;
using FaceWeb.Pipeline.Classification.Scoring;

namespace FaceWeb.Bench.Identification;

/// <summary>The first names that the probes and strangers of a split got, with their figures.</summary>
internal sealed class ScoredNames
{
    private readonly IdentificationSplit split;
    private readonly (PersonSuggestion First, double Score)[] all;

    /// <summary>Takes them.</summary>
    /// <param name="split">The probes, and behind them the strangers.</param>
    /// <param name="classifier">What named them.</param>
    /// <param name="candidates">For each, in that order, the candidates, surest first; empty for no name.</param>
    public ScoredNames(IdentificationSplit split, TrainedClassifier classifier, IEnumerable<IReadOnlyList<PersonSuggestion>> candidates)
    {
        this.split = split;
        all = [.. candidates.Select(names => (names is [var first, ..] ? first : default, classifier.FirstOrNobody(names)))];
        Reliability = CrossValidatedFigures.Diagram([.. all.Select((name, i) => (name.First.Probability, IsRight(i)))]);
    }

    /// <summary>The probes' first names, person 0 for none, each with the probability that it is that rather than nobody known.</summary>
    public ReadOnlySpan<(PersonSuggestion First, double Score)> Probes => all.AsSpan(0, split.Probes.Count);

    /// <summary>The same of the strangers.</summary>
    public ReadOnlySpan<(PersonSuggestion First, double Score)> Strangers => all.AsSpan(split.Probes.Count);

    /// <summary>The reliability diagram of the first names.</summary>
    public IReadOnlyList<ReliabilityBin> Reliability { get; }

    /// <summary>Its calibration error.</summary>
    public double CalibrationError => CrossValidatedFigures.Error(Reliability);

    /// <summary>Whether the first name of a probe, or of a stranger behind them, is right: a stranger's never is.</summary>
    public bool IsRight(int index) => index < split.Probes.Count && all[index].First.PersonId == split.Probes[index].Person;

    /// <summary>Ranked by the probability of the first name rather than nobody known.</summary>
    public IdentificationFigures Figures() => IdentificationFigures.From(
        [.. all.Take(split.Probes.Count).Select((name, i) => (name.Score, IsRight(i)))], [.. all.Skip(split.Probes.Count).Select(name => name.Score)]);

    /// <summary>The mean calibration error over draws in which each first name is right exactly as often as its probability says.</summary>
    /// <param name="draws">How many.</param>
    public double CalibrationErrorByChance(int draws)
    {
        var random = new Random(1);
        return Enumerable.Range(0, draws).Average(_ => CrossValidatedFigures.Error(
            CrossValidatedFigures.Diagram([.. all.Select(name => (name.First.Probability, random.NextDouble() < name.First.Probability))])));
    }
}
