using FaceWeb.Pipeline.Classification.Scoring;

namespace FaceWeb.Explanation;

/// <summary>
/// A face's candidates as suggesting sees them: whoever is another face of the photo, confirmed or suggested, leaves their share to the others.
/// </summary>
internal sealed class CandidatesOnPhoto
{
    private readonly Dictionary<long, double> all;
    private readonly HashSet<long> likelyOfAll;
    private readonly Dictionary<long, double> left;
    private readonly HashSet<long> likelyOfLeft;

    /// <summary>Settles who is left.</summary>
    /// <param name="classifier">What explained them.</param>
    /// <param name="evidence">The candidates, surest first.</param>
    /// <param name="confirmed">Whether a person is confirmed on another face of the photo.</param>
    /// <param name="suggested">With which probability a person is suggested for another face of the photo; null for who is not.</param>
    public CandidatesOnPhoto(
        TrainedClassifier classifier, IReadOnlyList<PersonEvidence> evidence, Func<long, bool> confirmed, Func<long, double?> suggested)
    {
        IReadOnlyList<PersonSuggestion> candidates =
            [.. evidence.Select(e => new PersonSuggestion(e.PersonId, e.Probability, e.Margin ?? double.NaN, e.NearestCosine))];
        all = candidates.ToDictionary(c => c.PersonId, c => c.Probability);
        likelyOfAll = Likely(candidates);
        var remaining = candidates;
        foreach (var person in candidates.Select(c => c.PersonId))
        {
            if (confirmed(person))
                remaining = WithinPhoto.Without(remaining, person, 1);
            else if (likelyOfAll.Contains(person) && suggested(person) is { } sure)
                remaining = WithinPhoto.Without(remaining, person, sure);
        }
        left = remaining.ToDictionary(c => c.PersonId, c => c.Probability);
        likelyOfLeft = Likely(remaining);

        HashSet<long> Likely(IReadOnlyList<PersonSuggestion> names) => [.. classifier.Suggested(names, int.MaxValue).Select(name => name.PersonId)];
    }

    /// <summary>A candidate's probability, 0 to 1: among those who are left, or among all for who is another face of the photo.</summary>
    public double Probability(long person) => left.TryGetValue(person, out var probability) ? probability : all[person];

    /// <summary>Whether the name is likely enough to be suggested, or would be if no other face of the photo had it.</summary>
    public bool IsLikely(long person) => (left.ContainsKey(person) ? likelyOfLeft : likelyOfAll).Contains(person);
}
